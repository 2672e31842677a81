import type { ToolResult } from '../../shared/contract/tools'
import type { CallResult } from '../../shared/contract/turns'

/** What of a result is kept, in bytes of JSON. */
const keptMax = 4 * 1_024 * 1_024
/** Characters of all texts shown without asking for the whole. */
const shownMax = 16_384
/** Of one image, in characters of base64: 256 KiB. */
const imageMax = 349_528

type Content = ToolResult['content'][number]

/** A result as it is kept: whole, or where it is too large its texts cut and the rest left out, with a word on it. */
export function kept(result: ToolResult): ToolResult {
  const bytes = bytesOf(result)
  if (bytes <= keptMax) return result
  const { structuredContent: _, ...rest } = result
  const word = {
    type: 'text',
    text: `(The result had ${bytes} bytes; Rollcall keeps no more than ${keptMax}.)`,
  }
  return { ...rest, content: [...cutTexts(result.content, keptMax / 8).content.map(withoutData), word] }
}

/** What a person sees of a result at once. */
export function shown(result: ToolResult, isCutForModel: boolean): CallResult {
  const { content, isCut } = cutTexts(result.content, shownMax)
  const parts = content.map((part) => (dataOf(part).length > imageMax ? withoutData(part) : part))
  const structure = JSON.stringify(result.structuredContent) ?? ''
  const isStructureCut = structure.length > shownMax
  return {
    isError: result.isError,
    content: parts,
    ...(result.structuredContent !== undefined &&
      !isStructureCut && { structuredContent: result.structuredContent }),
    bytes: bytesOf(result),
    isCut: isCut || isStructureCut || parts.some((part, at) => part !== content[at]),
    isCutForModel,
  }
}

/** Cut in the middle, where there is more than so many characters of text together. */
function cutTexts(content: readonly Content[], max: number): { content: Content[]; isCut: boolean } {
  let left = max
  let isCut = false
  const shortened = content.map((part) => {
    const text = textOf(part)
    if (text === undefined) return part
    const room = Math.max(0, left)
    left -= text.length
    if (text.length <= room) return part
    isCut = true
    return withText(part, headAndTail(text, room))
  })
  return { content: shortened, isCut }
}

/** The beginning and the end of a text, with a word between them on how much is left out. */
export function headAndTail(text: string, max: number): string {
  if (text.length <= max) return text
  const head = Math.floor(max * 0.7)
  const tail = max - head
  const start = text.slice(0, head).toWellFormed()
  const end = tail === 0 ? '' : text.slice(-tail).toWellFormed()
  return `${start}\n[… ${text.length - max} characters left out …]\n${end}`
}

/** The text of a part, or of a resource that stands in it. */
export function textOf(part: Content): string | undefined {
  if (part.type === 'text' && typeof part.text === 'string') return part.text
  const resource = resourceOf(part)
  return typeof resource?.text === 'string' ? resource.text : undefined
}

function withText(part: Content, text: string): Content {
  const resource = resourceOf(part)
  return resource ? { ...part, resource: { ...resource, text } } : { ...part, text }
}

function resourceOf(part: Content): Record<string, unknown> | undefined {
  const { resource } = part
  return part.type === 'resource' && typeof resource === 'object' && resource !== null
    ? (resource as Record<string, unknown>)
    : undefined
}

/** Base64 of an image, a sound or a file. */
export function dataOf(part: Content): string {
  if (typeof part.data === 'string') return part.data
  const blob = resourceOf(part)?.blob
  return typeof blob === 'string' ? blob : ''
}

/** Only its kind and its size in bytes. */
function withoutData(part: Content): Content {
  const data = dataOf(part)
  if (data === '') return part
  const size = Math.floor((data.length * 3) / 4)
  const resource = resourceOf(part)
  if (!resource) {
    const { data: _, ...rest } = part
    return { ...rest, size }
  }
  const { blob: _, ...rest } = resource
  return { ...part, resource: { ...rest, size } }
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '')
}
