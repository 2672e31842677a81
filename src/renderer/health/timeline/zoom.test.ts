import { expect, it } from 'vitest'
import { frameOf } from './ranges'
import { between, cutOf, scaled, shifted } from './zoom'

const minute = 60_000
const hour = 60 * minute
const now = Date.parse('2026-11-28T12:00:00.000Z')
const day = { fromMs: now - 24 * hour, toMs: now }
const whole = { lengthMs: 24 * hour, nowMs: now }

it('looks closer around a moment, which keeps its place', () => {
  const at = now - 6 * hour
  expect(scaled(day, 0.5, at, whole)).toEqual({ fromMs: at - 9 * hour, toMs: at + 3 * hour })
})

it('never looks closer than ten minutes, nor past the present or the range', () => {
  expect(scaled({ fromMs: now - 12 * minute, toMs: now }, 0.5, now, whole)).toEqual({
    fromMs: now - 10 * minute,
    toMs: now,
  })
  const early = { fromMs: now - 24 * hour, toMs: now - 20 * hour }
  expect(shifted(early, -1, whole)).toEqual(early)
  const late = { fromMs: now - 3 * hour, toMs: now - hour }
  expect(shifted(late, 1, whole)).toEqual({ fromMs: now - 2 * hour, toMs: now })
  expect(shifted({ fromMs: now - 2 * hour, toMs: now }, 1, whole)).toEqual({
    fromMs: now - 2 * hour,
    toMs: now,
  })
})

it('so far away that it is the range again, it is the range', () => {
  expect(scaled({ fromMs: now - 13 * hour, toMs: now }, 2, now, whole)).toBeNull()
})

it('a drag is a stretch either way round, a press is none', () => {
  const extent = { fromMs: now - hour, toMs: now }
  expect(between(extent, 0.75, 0.25)).toEqual({ fromMs: now - 45 * minute, toMs: now - 15 * minute })
  expect(between(extent, 0.25, 2)).toEqual({ fromMs: now - 45 * minute, toMs: now })
  expect(between(extent, 0.5, 0.505)).toBeNull()
  expect(between(extent, 0.5, 0.52)).toMatchObject({ fromMs: expect.any(Number) })
})

it.each([10 * minute, hour, 5 * hour, 24 * hour, 20 * 24 * hour])(
  '%i ms are cut into what can be seen',
  (ms) => {
    const { stepMs, tickMs } = cutOf({ fromMs: now - ms, toMs: now })
    expect(ms / stepMs).toBeLessThanOrEqual(180)
    expect(ms / stepMs).toBeGreaterThanOrEqual(10)
    expect(ms / tickMs).toBeLessThanOrEqual(7)
    expect(ms / tickMs).toBeGreaterThanOrEqual(2)
  },
)

it('a stretch of the past is asked for to its end; one that ends with the present goes on', () => {
  const past = frameOf('24h', { fromMs: now - 3 * hour, toMs: now - hour }, now)
  expect(past.ask).toEqual({ from: '2026-11-28T09:00:00.000Z', to: '2026-11-28T11:00:00.000Z', points: 121 })
  expect(past.axis.isPresent).toBe(false)
  const present = frameOf('24h', { fromMs: now - hour, toMs: now }, now)
  expect(present.ask.to).toBeUndefined()
  expect(present.axis.isPresent).toBe(true)
})
