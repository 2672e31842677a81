// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { foundFiles } from './found-files'

type Tree = { readonly [name: string]: Tree | null }

/** A folder as the browser shows it; a reader gives two at a time, then none. */
function folder(tree: Tree, fullPath: string): FileSystemDirectoryEntry {
  const entries = Object.entries(tree).map(([name, below]) => entryOf(name, below, `${fullPath}/${name}`))
  const entry = {
    name: fullPath.split('/').at(-1) ?? '',
    fullPath,
    isDirectory: true,
    isFile: false,
    createReader() {
      const left = [...entries]
      return { readEntries: (give: (some: unknown[]) => void) => give(left.splice(0, 2)) }
    },
  }
  return entry as unknown as FileSystemDirectoryEntry
}

function entryOf(name: string, below: Tree | null, fullPath: string): unknown {
  if (below) return folder(below, fullPath)
  const file = (give: (file: File) => void) => give(new File(['{}'], name))
  return { name, fullPath, isDirectory: false, isFile: true, file }
}

it('finds JSON files level by level, and passes over hidden folders and installed packages', async () => {
  const tree = {
    'z.json': null,
    'a.txt': null,
    '.git': { 'no.json': null },
    node_modules: { 'no.json': null },
    deep: { 'b.jsonc': null, deeper: { 'c.json': null } },
  }
  const found = await foundFiles([folder(tree, '/work')])
  expect(found.map(({ path }) => path)).toEqual([
    'work/z.json',
    'work/deep/b.jsonc',
    'work/deep/deeper/c.json',
  ])
})

it('T21: goes neither too deep nor on for ever', async () => {
  let tree: Tree = { 'end.json': null }
  for (let depth = 0; depth < 8; depth += 1) tree = { below: tree }
  expect(await foundFiles([folder(tree, '/deep')])).toEqual([])
  const wide = Object.fromEntries(Array.from({ length: 2_100 }, (_, index) => [`${index}.json`, null]))
  expect(await foundFiles([folder(wide, '/wide')])).toHaveLength(2_000)
})
