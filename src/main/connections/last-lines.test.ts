import { expect, test } from 'vitest'
import { LastLines } from './last-lines'

test('keeps the last 200 lines, oldest first', () => {
  const lines = new LastLines()
  for (let n = 1; n <= 300; n++) lines.add([`line ${n}`])
  expect(lines.all()).toHaveLength(200)
  expect(lines.all()[0]).toBe('line 101')
  expect(lines.last()).toBe('line 300')
})

test('a line without an end stays small', () => {
  const lines = new LastLines()
  lines.add(['x'.repeat(1_000_000)])
  expect(lines.all().join('')).toHaveLength(4_096)
})

test('the last word is the last line that says something', () => {
  const lines = new LastLines()
  lines.add(['why', '', '  '])
  expect(lines.last()).toBe('why')
  lines.clear()
  expect(lines.last()).toBe('')
})
