import { describe, expect, it } from 'vitest'
import { latencyPaths } from './latency-paths'
import { ranges } from './ranges'
import { letterOf, stripPaths } from './stretches'
import { ticksOf } from './ticks'

const hour = 3_600_000
const extent = { fromMs: 0, toMs: 4, stepMs: 1 }
const none = { up: 0, slow: 0, down: 0, flapping: 0, off: 0, unknown: 0 }

describe('a state', () => {
  it('is any trouble there was, else what there was most of', () => {
    expect(letterOf({ ...none, up: 59_000, down: 1_000 })).toBe('d')
    expect(letterOf({ ...none, up: 10, slow: 5 })).toBe('s')
    expect(letterOf({ ...none, up: 10, unknown: 50 })).toBe('?')
    expect(letterOf({ ...none, up: 50, unknown: 10 })).toBe('u')
    expect(letterOf({ ...none, off: 60 })).toBe('o')
    expect(letterOf(none)).toBe('?')
  })

  it('is one rectangle for as long as it lasts; what is unknown is left to the ground', () => {
    const paths = stripPaths(['u', 'u', '?', 'd'], extent)
    expect(paths.up).toBe('M0 0H500V80H0Z')
    expect(paths.down).toBe('M750 0H1000V100H750Z')
    expect(paths.slow + paths.idle + paths.blank).toBe('')
  })

  it('has a shape of its own beside its colour', () => {
    const heights = (letter: string) => Object.values(stripPaths([letter], extent)).join(' ')
    const shapes = ['u', 's', 'd', 'f', 'o', '?'].map(heights)
    expect(new Set(shapes).size).toBe(6)
  })

  it('ends where the present is', () => {
    expect(stripPaths(['u', 'u'], { fromMs: 0, toMs: 1.5, stepMs: 1 }).up).toBe('M0 0H1000V80H0Z')
  })
})

describe('the lines of latency', () => {
  const cell = (at: number, p50Ms: number | null) => ({
    at: new Date(at).toISOString(),
    times: none,
    checks: 1,
    failures: 0,
    p50Ms,
    p95Ms: p50Ms === null ? null : p50Ms * 2,
  })

  it('break where nothing was measured', () => {
    const { p50, topMs } = latencyPaths([cell(0, 10), cell(1, null), cell(2, 20), cell(3, 10)], extent)
    expect(topMs).toBe(50)
    expect(p50).toBe('M0 80H250M500 60H750L750 80H1000')
  })

  it('are not there without a measurement', () => {
    expect(latencyPaths([cell(0, null)], extent)).toEqual({ p50: '', p95: '', topMs: null })
  })
})

describe('the marks of an axis', () => {
  const noon = new Date(2026, 10, 28, 12, 7).getTime()

  it('stand at round hours of the day here, midnight as a day', () => {
    const ticks = ticksOf(ranges['24h'].tickMs, { fromMs: noon - 24 * hour, toMs: noon, stepMs: 600_000 })
    expect(ticks.map(({ atMs }) => new Date(atMs).getHours())).toEqual([16, 20, 0, 4, 8])
    expect(ticks.map(({ isDay }) => isDay)).toEqual([false, false, true, false, false])
  })

  it('stand at midnights where days are shown', () => {
    const ticks = ticksOf(ranges['7d'].tickMs, { fromMs: noon - 7 * 24 * hour, toMs: noon, stepMs: hour })
    expect(ticks.map(({ atMs }) => new Date(atMs).getDate())).toEqual([22, 23, 24, 25, 26, 27, 28])
    expect(ticks.every(({ isDay }) => isDay)).toBe(true)
  })
})
