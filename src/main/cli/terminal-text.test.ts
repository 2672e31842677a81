import { expect, test } from 'vitest'
import { columns, columnsOf, cut, manyLines, oneLine, table } from './terminal-text'

test('escape sequences, bidi overrides and line breaks of strangers are shown, not obeyed', () => {
  expect(oneLine('a\u001b[31mred\u202e\u200b\r\nb')).toBe('a\\u{1b}[31mred\\u{202e}\\u{200b}\\u{d}⏎b')
  expect(oneLine('天气 🌦 ok')).toBe('天气 🌦 ok')
})

test('a text of several lines keeps its breaks and tabs', () => {
  expect(manyLines('a\tb\r\nc\u0007')).toBe('a\tb\nc\\u{7}')
})

test.each([
  ['plain', 5],
  ['天气', 4],
  ['ｗｉｄｅ', 8],
  ['한국', 4],
  ['🌦️', 2],
  ['é', 1],
  ['', 0],
])('%j takes %i columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns)
})

test('columns line up and nothing trails', () => {
  expect(
    table(
      ['A', 'B'],
      [
        ['天气', 'x'],
        ['abc', ''],
      ],
    ),
  ).toBe('A     B\n天气  x\nabc')
})

test('a row may end early', () => {
  expect(columns([['天气', 'x', '1'], [''], ['abcdef']])).toBe('天气    x  1\n\nabcdef')
})

test('cuts by columns', () => {
  expect(cut('abcdef', 4)).toBe('abc…')
  expect(cut('天气预报', 5)).toBe('天气…')
  expect(cut('abcd', 4)).toBe('abcd')
})
