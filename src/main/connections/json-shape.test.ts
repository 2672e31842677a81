import { expect, test } from 'vitest'
import { EventShape } from './event-shape'
import { depthMax, JsonShape } from './json-shape'

const read = (text: string, pieceLength = text.length) => {
  const shape = new JsonShape()
  for (let at = 0; at < text.length; at += pieceLength) {
    const found = shape.read(Buffer.from(text.slice(at, at + pieceLength)))
    if (found) return found
  }
  return undefined
}

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

test.each([1, 3, 1_000_000])('counts levels, in pieces of %i', (pieceLength) => {
  expect(read(nested(depthMax), pieceLength)).toBeUndefined()
  expect(read(nested(depthMax + 1), pieceLength)).toBe('depth')
})

test.each([1, 2, 3, 7, 1_000])('brackets in a text are no levels, in pieces of %i', (pieceLength) => {
  const text = JSON.stringify({ a: `\\"${'['.repeat(400)}\\`, b: '"', c: '\\\\'.repeat(9) })
  expect(read(text, pieceLength)).toBeUndefined()
  expect(read(`[${text},${nested(depthMax)}]`, pieceLength)).toBe('depth')
})

test('a million values are enough for any message', () => {
  expect(read(`[${'0,'.repeat(1_000_001)}0]`)).toBe('values')
})

const readEvents = (text: string, pieceLength: number) => {
  const shape = new EventShape()
  for (let at = 0; at < text.length; at += pieceLength) {
    const found = shape.read(Buffer.from(text.slice(at, at + pieceLength)))
    if (found) return found
  }
  return undefined
}

test.each(['\n', '\r', '\r\n'])('of events only what is data counts, line by line, after %j', (end) => {
  for (const pieceLength of [1, 2, 5, 1_000_000]) {
    const deep = nested(depthMax + 1)
    expect(readEvents(`id: "${end}data: ${deep}${end}${end}`, pieceLength)).toBe('depth')
    expect(readEvents(`: ${deep}${end}id: ${deep}${end}data${end}`, pieceLength)).toBeUndefined()
    const half = `data: ${'['.repeat(depthMax)}${end}`
    expect(readEvents(`${half}${end}${half}${end}`, pieceLength)).toBeUndefined()
    expect(readEvents(`${half}data: [${end}`, pieceLength)).toBe('depth')
  }
})

test('a flood of empty lines is one', () => {
  expect(readEvents(':\n'.repeat(700_000), 65_536)).toBe('flood')
})
