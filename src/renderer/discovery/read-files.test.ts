// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest'
import { readFiles } from './read-files'

afterEach(() => vi.unstubAllGlobals())

const json = (name: string, text = '{}') => new File([text], name)

it('T21: reads JSON files as text and says of others why not', async () => {
  const big = json('big.json', ' '.repeat(1_048_577))
  const { files, unread } = await readFiles([
    json('a.json', '{"servers":[]}'),
    json('b.JSONC'),
    json('c.txt'),
    big,
  ])
  expect(files).toEqual([
    { name: 'a.json', text: '{"servers":[]}' },
    { name: 'b.JSONC', text: '{}' },
  ])
  expect(unread).toEqual([
    { name: 'c.txt', why: 'type' },
    { name: 'big.json', why: 'size' },
  ])
})

it('T21: takes at most twenty files, and no more together than one message carries', async () => {
  const many = await readFiles(Array.from({ length: 22 }, (_, index) => json(`${index}.json`)))
  expect(many.files).toHaveLength(20)
  expect(many.unread.map(({ why }) => why)).toEqual(['many', 'many'])
  const heavy = await readFiles(
    Array.from({ length: 5 }, (_, index) => json(`${index}.json`, 'x'.repeat(1_000_000))),
  )
  expect(heavy.files).toHaveLength(3)
  expect(heavy.unread.map(({ why }) => why)).toEqual(['together', 'together'])
})

it('tells where a file lies when the shell knows', async () => {
  vi.stubGlobal('rollcall', { pathForFile: (file: File) => `/home/me/${file.name}` })
  const { files } = await readFiles([json('a.json')])
  expect(files[0]?.path).toBe('/home/me/a.json')
})

it('speaks of files found in folders only where they name servers', async () => {
  const found = [
    { file: json('package.json'), path: 'app/package.json' },
    { file: json('mcp.json', '{"mcpServers": {}}'), path: 'app/.config/mcp.json' },
  ]
  const { files, unread, otherFiles } = await readFiles([json('own.json')], found)
  expect(files.map(({ name }) => name)).toEqual(['own.json', 'app/.config/mcp.json'])
  expect([unread, otherFiles]).toEqual([[], 1])
})
