/** A JSON file in a dropped folder, and its path from there on. */
export interface FoundFile {
  readonly file: File
  readonly path: string
}

/** How deep folders are looked into, and how many things in them are looked at. */
const depthMax = 6
const looksMax = 2_000

/** The JSON files in folders, level by level, by name; hidden ones and installed packages are passed over. */
export async function foundFiles(folders: readonly FileSystemDirectoryEntry[]): Promise<FoundFile[]> {
  const found: FoundFile[] = []
  let looks = 0
  let level = [...folders]
  for (let depth = 0; depth < depthMax && level.length > 0; depth += 1) {
    const below: FileSystemDirectoryEntry[] = []
    for (const folder of level) {
      const entries = await entriesOf(folder).catch(() => [])
      for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
        looks += 1
        if (looks > looksMax) return found
        if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
        if (isFolder(entry)) below.push(entry)
        else if (isFile(entry) && /\.jsonc?$/i.test(entry.name)) {
          const file = await fileOf(entry).catch(() => null)
          if (file) found.push({ file, path: entry.fullPath.replace(/^\//u, '') })
        }
      }
    }
    level = below
  }
  return found
}

export const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile

/** A reader gives a hundred at a time, and none when it is through. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  while (all.length < looksMax) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) break
    all.push(...some)
  }
  return all
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}
