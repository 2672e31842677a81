import { expect, test } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { Rounds } from './rounds'

/** Rounds over an interval of 10 s, and when each server was checked. */
function watch(check: (id: string) => Promise<number | undefined> = async () => undefined) {
  const clock = new TestClock(0)
  const checks: { id: string; at: number }[] = []
  const rounds = new Rounds({
    clock,
    intervalMs: () => 10_000,
    check: (id) => {
      checks.push({ id, at: clock.now() })
      return check(id)
    },
  })
  return { clock, checks, rounds }
}

test('checks each server at its interval, give or take a tenth', async () => {
  const { clock, checks, rounds } = watch()
  rounds.add('a')
  await clock.advance(100_000)
  const gaps = checks.slice(1).map(({ at }, n) => at - (checks[n]?.at ?? 0))
  expect(gaps.length).toBeGreaterThanOrEqual(8)
  for (const gap of gaps) {
    expect(gap).toBeGreaterThanOrEqual(9_000)
    expect(gap).toBeLessThanOrEqual(11_000)
  }
})

test('spreads servers that were added together over the first interval', async () => {
  const { clock, checks, rounds } = watch()
  for (let n = 0; n < 1_000; n++) rounds.add(`${n}`)
  await clock.advance(2_500)
  expect(checks.length).toBeGreaterThan(150)
  expect(checks.length).toBeLessThan(350)
})

test('runs at most 50 at the same time', async () => {
  let running = 0
  let most = 0
  const { clock, rounds } = watch(async () => {
    most = Math.max(most, ++running)
    return new Promise(() => {})
  })
  for (let n = 0; n < 200; n++) rounds.add(`${n}`)
  await clock.advance(20_000)
  expect(most).toBe(50)
})

test('comes sooner where the check asks for it, or someone else does', async () => {
  const sooner = new Map([['a', 500]])
  const { clock, checks, rounds } = watch(async (id) => sooner.get(id))
  rounds.add('a')
  rounds.add('b')
  rounds.soon('a', 0)
  rounds.soon('b', 1)
  await clock.advance(1_000)
  expect(checks.map(({ id, at }) => `${id} ${at}`)).toEqual(['a 0', 'b 1', 'a 500', 'a 1000'])
})

test('a check asked for while one runs comes after it', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const { clock, checks, rounds } = watch(() => promise)
  rounds.add('a')
  rounds.soon('a', 0)
  await clock.advance(0)
  rounds.soon('a', 1_000)
  await clock.advance(5_000)
  expect(checks).toHaveLength(1)
  resolve(undefined)
  await clock.advance(0)
  await clock.advance(0)
  expect(checks).toHaveLength(2)
})

test('a server that was removed is not checked any more', async () => {
  const { clock, checks, rounds } = watch()
  rounds.add('a')
  rounds.remove('a')
  rounds.soon('a', 0)
  await clock.advance(60_000)
  expect(checks).toEqual([])
  expect(clock.pending).toBe(0)
})
