import { expect, it } from 'vitest'
import type { ActivityEvent } from '../../shared/contract/activity'
import { mergeEvents } from './watch'

const event = (id: number): ActivityEvent => ({
  id,
  at: '2026-11-24T10:00:00.000Z',
  kind: 'registered',
  server: 'weather',
  source: null,
  detail: {},
})

it('takes each event once, in the order of their ids, whichever way they came', () => {
  const merged = mergeEvents([event(3)], [event(1), event(2), event(3)])
  expect(merged.map(({ id }) => id)).toEqual([1, 2, 3])
})

it('keeps only the newest 500', () => {
  const merged = mergeEvents(
    Array.from({ length: 500 }, (_, index) => event(index)),
    [event(500)],
  )
  expect(merged).toHaveLength(500)
  expect(merged[0]?.id).toBe(1)
})
