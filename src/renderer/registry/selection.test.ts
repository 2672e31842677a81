import { expect, it } from 'vitest'
import { toggled, withRange } from './selection'

const ids = ['a', 'b', 'c', 'd']

it('adds what is not selected and takes away what is', () => {
  expect(toggled(new Set(['a']), 'b')).toEqual(new Set(['a', 'b']))
  expect(toggled(new Set(['a', 'b']), 'b')).toEqual(new Set(['a']))
})

it('takes a range in either direction and keeps what was selected', () => {
  expect(withRange(new Set(['a']), ids, 'b', 'd')).toEqual(new Set(ids))
  expect(withRange(new Set(), ids, 'c', 'b')).toEqual(new Set(['b', 'c']))
})

it('selects one row where the range has no beginning in view', () => {
  expect(withRange(new Set(), ids, null, 'c')).toEqual(new Set(['c']))
  expect(withRange(new Set(), ids, 'gone', 'c')).toEqual(new Set(['c']))
})
