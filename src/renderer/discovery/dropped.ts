import { isBundle } from './bundle-of'
import { foundFiles, isFolder } from './found-files'
import { type ReadFiles, readFiles } from './read-files'

/** What a drag carries, as far as it tells before the drop. `unfit` holds no file Rollcall could read. */
export type Offer =
  | { readonly kind: 'files'; readonly count: number }
  | { readonly kind: 'link' | 'text' | 'unfit' }

/** Kinds of files that are no JSON whatever they are called; folders and unknown kinds have none. */
const foreign = /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|gzip|x-7z|vnd\.)/u

/** Null where the drag is none of ours. */
export function offerOf({ types, items }: DataTransfer): Offer | null {
  if (types.includes('Files')) {
    const files = [...items].filter(({ kind }) => kind === 'file')
    const isUnfit = files.length > 0 && files.every(({ type }) => foreign.test(type))
    return isUnfit ? { kind: 'unfit' } : { kind: 'files', count: Math.max(1, files.length) }
  }
  if (types.includes('text/uri-list')) return { kind: 'link' }
  return types.includes('text/plain') ? { kind: 'text' } : null
}

/** What came onto the window. */
export type Dropped =
  | { readonly kind: 'files'; readonly read: () => Promise<ReadFiles> }
  | { readonly kind: 'bundle'; readonly file: File }
  | { readonly kind: 'text'; readonly text: string }

/** To be asked within the event itself: the browser empties the transfer right after. */
export function droppedIn(data: DataTransfer): Dropped {
  const items = [...data.items].filter(({ kind }) => kind === 'file')
  if (items.length > 0) {
    const folders = items.flatMap((item) => {
      const entry = item.webkitGetAsEntry()
      return entry && isFolder(entry) ? [entry] : []
    })
    const names = new Set(folders.map(({ name }) => name))
    const files = [...data.files].filter((file) => !names.has(file.name))
    const [only, ...others] = files
    if (only && isBundle(only) && others.length + folders.length === 0) return { kind: 'bundle', file: only }
    return { kind: 'files', read: async () => readFiles(files, await foundFiles(folders)) }
  }
  const links = data
    .getData('text/uri-list')
    .split(/\r?\n/u)
    .filter((line) => line !== '' && !line.startsWith('#'))
  return { kind: 'text', text: links.length > 0 ? links.join('\n') : data.getData('text/plain') }
}
