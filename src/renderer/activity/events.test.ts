import { expect, it } from 'vitest'
import type { ActivityEvent } from '../../shared/contract/activity'
import { itemsOf, newestFirst, withArrivals } from './event-items'
import { everyEvent, filterOf, narrows } from './event-query'

const event = (id: number, at = new Date(2026, 10, 28, 10, 0, id)): ActivityEvent => ({
  id,
  at: at.toISOString(),
  kind: 'registered',
  server: 'weather',
  source: null,
  detail: {},
})

it('each day has its heading once', () => {
  const yesterday = new Date(2026, 10, 27, 23, 59)
  const items = itemsOf([event(3), event(2), event(1, yesterday)])
  expect(items.map(({ event: one }) => one?.id ?? 'day')).toEqual(['day', 3, 2, 'day', 1])
  expect(itemsOf([])).toEqual([])
})

it('pages read backwards are one list, and what arrives goes on top, once', () => {
  const pages = [
    [event(4), event(5)],
    [event(2), event(3)],
  ]
  expect(newestFirst(pages).map(({ id }) => id)).toEqual([5, 4, 3, 2])
  const after = withArrivals(pages, [event(5), event(6)])
  expect(newestFirst(after).map(({ id }) => id)).toEqual([6, 5, 4, 3, 2])
  expect(withArrivals([], [event(1)])).toEqual([[event(1)]])
})

it('a query becomes a filter; what is left open does not narrow', () => {
  const now = new Date(2026, 10, 28, 12).getTime()
  expect(filterOf(everyEvent, now)).toEqual({})
  expect(narrows(filterOf({ ...everyEvent, text: '  ' }, now))).toBe(false)
  expect(filterOf({ ...everyEvent, servers: ['a'], kinds: ['removed'], text: ' x ' }, now)).toEqual({
    server: ['a'],
    kind: ['removed'],
    text: 'x',
  })
  const from = (ms: number) => ({ from: new Date(ms).toISOString() })
  expect(filterOf({ ...everyEvent, period: 'hour' }, now)).toEqual(from(now - 3_600_000))
  expect(filterOf({ ...everyEvent, period: 'today' }, now)).toEqual(from(now - 12 * 3_600_000))
  expect(filterOf({ ...everyEvent, period: 'week' }, now)).toEqual(from(now - 7 * 86_400_000))
  expect(filterOf({ ...everyEvent, period: 'custom', from: '2026-11-28T12:00' }, now)).toEqual(from(now))
  expect(filterOf({ ...everyEvent, period: 'custom' }, now)).toEqual({})
  expect(filterOf({ ...everyEvent, from: '2026-11-28T12:00' }, now)).toEqual({})
})
