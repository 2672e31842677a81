import type { DroppedFile } from '../../shared/contract/discovery'

/** In bytes, and in files at once. */
const fileMax = 1_048_576
const filesMax = 20
/** What one message to the core may hold, in characters of JSON, with room to spare. */
const messageMax = 4_000_000

/** Why a file was not even read; a key below `import.refused` in the texts. */
type Unread = 'type' | 'size' | 'many' | 'together' | 'unreadable'

export interface ReadFiles {
  readonly files: readonly DroppedFile[]
  readonly unread: readonly { readonly name: string; readonly why: Unread }[]
}

/** Reads what was dropped or picked, as text, within limits. The desktop knows where a file lies, a browser does not. */
export async function readFiles(dropped: readonly File[]): Promise<ReadFiles> {
  const files: DroppedFile[] = []
  const unread: { name: string; why: Unread }[] = []
  let length = 0
  for (const [index, file] of dropped.entries()) {
    const why = index >= filesMax ? 'many' : refusalOf(file)
    const text = why ? undefined : await file.text().catch(() => undefined)
    const size = JSON.stringify(text ?? '').length
    if (why) unread.push({ name: file.name, why })
    else if (text === undefined) unread.push({ name: file.name, why: 'unreadable' })
    else if (length + size > messageMax) unread.push({ name: file.name, why: 'together' })
    else {
      length += size
      const path = window.rollcall?.pathForFile(file)
      files.push({ name: file.name, text, ...(path && { path }) })
    }
  }
  return { files, unread }
}

function refusalOf(file: File): Unread | undefined {
  if (!/\.jsonc?$/i.test(file.name)) return 'type'
  return file.size > fileMax ? 'size' : undefined
}
