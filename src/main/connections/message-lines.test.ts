import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageBytesMax } from './excess'
import { MessageLines } from './message-lines'

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

test('L7: a message without end is cut at 16 MB', () => {
  const lines = new MessageLines()
  const piece = Buffer.alloc(1_048_576, 'a')
  let taken = 0
  expect(() => {
    for (; taken < 100; taken += 1) for (const line of lines.read(piece)) expect(line).toBe('')
  }).toThrow('more than Rollcall takes')
  expect(taken * piece.length).toBe(messageBytesMax)
})

test('L12: brackets 200,000 deep are refused before anything is made of them', () => {
  expect(() => linesOf(`{"a":${'['.repeat(200_000)}`)).toThrow('more than Rollcall takes: depth')
})
