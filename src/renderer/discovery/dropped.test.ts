import { expect, it } from 'vitest'
import { droppedIn, offerOf } from './dropped'

function transfer(
  types: readonly string[],
  files: readonly string[] = [],
  texts: Record<string, string> = {},
) {
  const items = files.map((type) => ({ kind: 'file', type, webkitGetAsEntry: () => null }))
  return { types, items, files: [], getData: (type: string) => texts[type] ?? '' } as unknown as DataTransfer
}

it('says before the drop what a drag carries', () => {
  expect(offerOf(transfer(['Files'], ['application/json', '']))).toEqual({ kind: 'files', count: 2 })
  expect(offerOf(transfer(['Files']))).toEqual({ kind: 'files', count: 1 })
  expect(offerOf(transfer(['Files'], ['image/png']))).toEqual({ kind: 'unfit' })
  expect(offerOf(transfer(['Files'], ['image/png', 'application/json']))).toEqual({ kind: 'files', count: 2 })
  expect(offerOf(transfer(['text/html', 'text/uri-list', 'text/plain']))).toEqual({ kind: 'link' })
  expect(offerOf(transfer(['text/plain']))).toEqual({ kind: 'text' })
  expect(offerOf(transfer(['text/html']))).toBeNull()
})

it('takes a dragged link by its address, and text as it is', () => {
  const link = { 'text/uri-list': '# a page\r\nhttps://a.test/mcp\r\n', 'text/plain': 'A page' }
  expect(droppedIn(transfer([], [], link))).toEqual({ kind: 'text', text: 'https://a.test/mcp' })
  expect(droppedIn(transfer([], [], { 'text/plain': ' {} ' }))).toEqual({ kind: 'text', text: ' {} ' })
})
