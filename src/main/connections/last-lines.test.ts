import { expect, test } from 'vitest'
import { LastLines } from './last-lines'

test('keeps the last 200 lines, oldest first', () => {
  const lines = new LastLines()
  for (let n = 1; n <= 300; n++) lines.write(`line ${n}\n`)
  expect(lines.all()).toHaveLength(200)
  expect(lines.all()[0]).toBe('line 101')
  expect(lines.last()).toBe('line 300')
})

test('joins what arrives in pieces, and counts an unfinished line', () => {
  const lines = new LastLines()
  lines.write('half')
  lines.write(' a line\r\nand the be')
  expect(lines.all()).toEqual(['half a line', 'and the be'])
})

test('a flood without a line break stays small', () => {
  const lines = new LastLines()
  for (let n = 0; n < 1_000; n++) lines.write('x'.repeat(10_000))
  expect(lines.all().join('')).toHaveLength(4_096)
})

test('the last word is the last line that says something', () => {
  const lines = new LastLines()
  lines.write('why\n\n  \n')
  expect(lines.last()).toBe('why')
  lines.clear()
  expect(lines.last()).toBe('')
})
