import { expect, test } from 'vitest'
import { readRawJson } from './raw-json'

test('an object is taken as it is', () => {
  expect(readRawJson('{ "a": [1, null], "__proto__": "x" }').value).toEqual(
    JSON.parse('{ "a": [1, null], "__proto__": "x" }'),
  )
})

test.each([
  ['{"a": 1,\n "b": }', 2, 7],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
  ['', 1, 1],
  ['{"a": 1', 1, 8],
  ["{'a': 1}", 1, 2],
])('where %j stops being JSON is said by line and column', (text, line, column) => {
  expect(readRawJson(text).problem).toEqual({ kind: 'syntax', line, column })
})

test.each(['[]', '3', '"text"', 'null'])('%s is JSON, but no object', (text) => {
  expect(readRawJson(text).problem).toEqual({ kind: 'no-object' })
})

test('what is nested beyond reason is not even read', () => {
  expect(readRawJson('['.repeat(100_000)).problem).toEqual({ kind: 'deep' })
})
