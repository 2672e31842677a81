import { expect, test } from 'vitest'
import { asText, readable } from './result-text'

const answer = (content: { type: string; text?: string }[], more = {}) => ({
  content,
  isError: false,
  durationMs: 1,
  ...more,
})

test('JSON is indented, other text stays as it is', () => {
  expect(readable('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}')
  expect(readable('{ not JSON')).toBe('{ not JSON')
  expect(readable('two\r\nlines\tand مرحبا\u200f')).toBe('two\nlines\tand مرحبا\\u{200f}')
})

test('what would turn a line around, or drive a terminal, is written out', () => {
  expect(readable('\u202egnp.exe\u001b[31m\u0000\u009b')).toBe('\\u{202e}gnp.exe\\u{1b}[31m\\u{0}\\u{9b}')
})

test('an answer of nothing but text is copied as that text', () => {
  const one = { type: 'text', text: 'one' }
  expect(asText(answer([one, { type: 'text', text: 'two' }]))).toBe('one\ntwo')
  expect(asText(answer([one, { type: 'image' }]))).toBeUndefined()
  expect(asText(answer([one], { structuredContent: {} }))).toBeUndefined()
})
