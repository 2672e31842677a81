import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageBytesMax } from './excess'
import { MessageLines, noiseBytesMax } from './message-lines'

const linesOf = (...chunks: (string | Buffer)[]) => {
  const lines = new MessageLines()
  return chunks.flatMap((chunk) => [...lines.read(Buffer.from(chunk))])
}

const message = '{"jsonrpc":"2.0","id":1,"result":{"text":"漢字 😀"}}'

describe('F34: whatever a process writes to stdout', () => {
  test('two messages in one write, a carriage return before the end, blank lines', () => {
    expect(linesOf(`${message}\r\n\n${message}\n`).map((line) => JSON.parse(line))).toHaveLength(2)
  })

  test('one message in a thousand writes, cut anywhere', () => {
    const bytes = Buffer.from(`${message}\n`)
    expect(linesOf(...Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)))).toEqual([message])
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        expect(linesOf(...at.slice(1).map((to, n) => bytes.subarray(at[n], to)))).toEqual([message])
      }),
    )
  })

  test('a byte order mark before the first message', () => {
    expect(linesOf(`\uFEFF${message}\n`)).toEqual([message])
  })

  test('banners, bars of progress, NUL and UTF-16 come out as lines that are no messages', () => {
    for (const noise of [Buffer.from('\0\0\n'), Buffer.from('hello\n', 'utf16le')])
      for (const line of linesOf(noise)) expect(() => JSON.parse(line)).toThrow()
    expect(linesOf(`>${'['.repeat(500)}\n`)).toHaveLength(1)
  })
})

test.each([
  ['a message', '{"jsonrpc":"2.0","id":1,"result":"', messageBytesMax],
  ['noise, of which only the beginning is kept', 'a', 2 * noiseBytesMax],
])('L7: a line without end is cut at 16 MB: %s', (_, first, heldMax) => {
  const lines = new MessageLines()
  const piece = Buffer.alloc(65_536, 'a')
  let taken = first.length
  let most = 0
  expect([...lines.read(Buffer.from(first))]).toEqual([])
  expect(() => {
    for (; taken < 100 * 1_048_576; taken += piece.length) {
      expect([...lines.read(piece)]).toEqual([])
      most = Math.max(most, lines.heldBytes)
    }
  }).toThrow('more than Rollcall takes')
  expect(taken + piece.length).toBeGreaterThan(messageBytesMax)
  expect(taken).toBeLessThanOrEqual(messageBytesMax)
  expect(most).toBeLessThanOrEqual(heldMax)
  expect(lines.heldBytes).toBeLessThanOrEqual(65_536)
})

test('a message in writes of one byte each costs no more room than its bytes', () => {
  const lines = new MessageLines()
  for (const byte of Buffer.from(`{"text":"${'a'.repeat(20_000)}`))
    expect([...lines.read(Buffer.of(byte))]).toEqual([])
  expect(lines.heldBytes).toBeLessThan(65_536)
})

test('of a long line that is no message its beginning comes out, and the next line is whole', () => {
  const [noise, next] = linesOf('log: ', 'x'.repeat(200_000), 'y'.repeat(200_000), `\n${message}\n`)
  expect(noise).toBe(`log: ${'x'.repeat(noiseBytesMax - 5)}`)
  expect(next).toBe(message)
})

test('L12: brackets 200,000 deep are refused before anything is made of them', () => {
  expect(() => linesOf(`{"a":${'['.repeat(200_000)}`)).toThrow('more than Rollcall takes: depth')
})
