import { expect, test } from 'vitest'
import { countJson, searchJson } from './json-search'

const data = {
  city: 'Oslo',
  days: [{ high: 18, note: 'rain in the morning' }, { high: 21 }],
  'odd key': { high: null },
}

test('finds keys and texts, in their order, each with the way to it', () => {
  expect(searchJson(data, ' HIGH ', 10)).toEqual([
    { path: '.days[0].high', value: 18 },
    { path: '.days[1].high', value: 21 },
    { path: '["odd key"].high', value: null },
  ])
  expect(searchJson(data, 'rain', 10)).toEqual([{ path: '.days[0].note', value: 'rain in the morning' }])
  expect(searchJson(data, 'days', 10).map(({ path }) => path)).toEqual(['.days'])
})

test('finds no more than asked for, and nothing without a word', () => {
  expect(searchJson(data, 'high', 2)).toHaveLength(2)
  expect(searchJson(data, '  ', 10)).toEqual([])
})

test('counts as far as it is told to', () => {
  expect(countJson(data, 1_000)).toBe(10)
  expect(countJson(Array.from({ length: 5_000 }), 100)).toBe(100)
})
