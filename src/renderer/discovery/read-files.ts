import type { DroppedFile } from '../../shared/contract/import'
import type { FoundFile } from './found-files'

/** In bytes, and in files at once. */
const fileMax = 1_048_576
const filesMax = 20
/** What one message to the core may hold, in characters of JSON, with room to spare. */
const messageMax = 4_000_000

/** Why a file was not even read; a key below `import.unread` in the texts. */
type Unread = 'type' | 'size' | 'many' | 'together' | 'unreadable'

export interface ReadFiles {
  readonly files: readonly DroppedFile[]
  readonly unread: readonly { readonly name: string; readonly why: Unread }[]
  /** JSON files in folders that name no servers at all: they are not spoken of one by one. */
  readonly otherFiles: number
}

export const nothingRead: ReadFiles = { files: [], unread: [], otherFiles: 0 }

/**
 * Reads what was dropped or picked, as text, within limits. The desktop knows where a file lies, a browser does not.
 * Of the files found in folders only those count that speak of servers.
 */
export async function readFiles(
  picked: readonly File[],
  found: readonly FoundFile[] = [],
): Promise<ReadFiles> {
  const files: DroppedFile[] = []
  const unread: { name: string; why: Unread }[] = []
  let length = 0
  let otherFiles = 0
  const all = [...picked.map((file) => ({ file, name: file.name, isFound: false })), ...found.map(asFound)]
  for (const { file, name, isFound } of all) {
    const why = refusalOf(file)
    const text = why ? undefined : await file.text().catch(() => undefined)
    const size = JSON.stringify(text ?? '').length
    if (isFound && text !== undefined && !speaksOfServers(text)) otherFiles += 1
    else if (files.length + unread.length >= filesMax) unread.push({ name, why: 'many' })
    else if (why) unread.push({ name, why })
    else if (text === undefined) unread.push({ name, why: 'unreadable' })
    else if (length + size > messageMax) unread.push({ name, why: 'together' })
    else {
      length += size
      const path = window.rollcall?.pathForFile(file)
      files.push({ name, text, ...(path && { path }) })
    }
  }
  return { files, unread, otherFiles }
}

const asFound = ({ file, path }: FoundFile) => ({ file, name: path, isFound: true })

const speaksOfServers = (text: string) => /"(?:servers|mcpServers)"/u.test(text)

function refusalOf(file: File): Unread | undefined {
  if (!/\.(?:jsonc?|ya?ml|toml)$/i.test(file.name)) return 'type'
  return file.size > fileMax ? 'size' : undefined
}
