import { expect, test } from 'vitest'
import { keyOf, useCallHistory } from './call-history'

const run = (n: number) => ({
  at: '2026-01-01T00:00:00Z',
  args: { n },
  outcome: 'ok' as const,
  durationMs: 1,
})

test('runs are kept by tool, newest first, twenty at most', () => {
  const { add } = useCallHistory.getState()
  for (let n = 1; n <= 25; n += 1) add(keyOf('a', 'echo'), run(n))
  add(keyOf('b', 'echo'), run(1))
  const { runs } = useCallHistory.getState()
  const kept = runs[keyOf('a', 'echo')] ?? []
  expect(kept.map(({ args }) => args.n)).toEqual(Array.from({ length: 20 }, (_, index) => 25 - index))
  expect(new Set(kept.map(({ id }) => id)).size).toBe(20)
  expect(runs[keyOf('b', 'echo')]).toHaveLength(1)
})

test('names that run into one another are different tools', () => {
  expect(keyOf('a', 'b","c')).not.toBe(keyOf('a","b', 'c'))
})
