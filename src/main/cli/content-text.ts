import { z } from 'zod'
import type { FilledPrompt } from '../../shared/contract/prompts'
import type { ResourceContent, ResourceReading } from '../../shared/contract/resources'
import { manyLines, oneLine } from './terminal-text'
import type { Words } from './words'

const Text = z.looseObject({ type: z.literal('text'), text: z.string() })
const Bytes = z.looseObject({ data: z.string(), mimeType: z.string().default('application/octet-stream') })
const Embedded = z.looseObject({
  resource: z.object({
    uri: z.string(),
    mimeType: z.string().optional(),
    text: z.string().optional(),
    blob: z.string().optional(),
  }),
})

/** A part of an answer for a terminal: text as text, bytes by their kind and number. */
export function partText(words: Words, part: { readonly type: string }): string {
  const text = Text.safeParse(part)
  if (text.success) return manyLines(text.data.text)
  const bytes = Bytes.safeParse(part)
  if (bytes.success) return binary(words, part.type, bytes.data.mimeType, byteLength(bytes.data.data))
  const embedded = Embedded.safeParse(part)
  if (!embedded.success) return manyLines(JSON.stringify(part, null, 2))
  const { text: body, blob = '', uri, mimeType } = embedded.data.resource
  if (body !== undefined) return `[${oneLine(uri)}]\n${manyLines(body)}`
  return binary(words, oneLine(uri), mimeType, byteLength(blob))
}

export function readingText(words: Words, { contents }: ResourceReading): string {
  if (contents.length === 0) return words('read.empty')
  return contents.map((content) => contentText(words, content)).join('\n')
}

export function promptText(words: Words, { messages }: FilledPrompt): string {
  if (messages.length === 0) return words('prompt.empty')
  return messages
    .map(({ role, content }) => `${words(`prompt.roles.${role}`)}\n${partText(words, content)}`)
    .join('\n\n')
}

function contentText(words: Words, { uri, mimeType, text, size }: ResourceContent): string {
  return text === undefined ? binary(words, oneLine(uri), mimeType, size) : manyLines(text)
}

function binary(words: Words, type: string, mime = 'application/octet-stream', size = 0): string {
  return `[${oneLine(words('call.binary', { type, mime, size }))}]`
}

function byteLength(base64: string): number {
  return Buffer.byteLength(base64, 'base64')
}
