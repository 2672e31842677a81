import { expect, test } from 'vitest'
import { toggleExcluded, toggleOnly, togglePinned, toggleTag } from './scope'

const all = { match: 'any' as const, pinned: [] }

test('a server is pinned or left out, never both', () => {
  const pinned = togglePinned(all, 'weather')
  expect(pinned.pinned).toEqual(['weather'])
  const excluded = toggleExcluded(pinned, 'weather')
  expect(excluded).toEqual({ match: 'any', pinned: [], without: ['weather'] })
  expect(togglePinned(excluded, 'weather')).toEqual(pinned)
})

test('an empty list is no wish: everything may be asked again', () => {
  expect(toggleExcluded(toggleExcluded(all, 'a'), 'a')).toEqual(all)
  expect(toggleOnly(toggleOnly(all, 'a'), 'a')).toEqual(all)
  expect(toggleTag(toggleTag(all, 'api'), 'api')).toEqual(all)
})
