import { beforeEach, expect, test } from 'vitest'
import { keyOf, type Run, useCallHistory, weightMax } from './call-history'

const run = (n: number, text = ''): Omit<Run, 'id'> => ({
  at: new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString(),
  args: { n },
  outcome: {
    kind: 'answered',
    result: { content: [{ type: 'text', text }], isError: false, durationMs: 1 },
  },
  durationMs: 1,
})

beforeEach(() => useCallHistory.setState({ runs: {}, running: {}, shown: {} }))

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

test('of results that grow too heavy together, the oldest go; what was asked stays', () => {
  const { add } = useCallHistory.getState()
  const key = keyOf('a', 'echo')
  const half = 'x'.repeat(weightMax / 2 - 1_000)
  for (const n of [1, 2, 3]) add(key, run(n, half))
  const kept = useCallHistory.getState().runs[key] ?? []
  expect(kept.map(({ outcome }) => outcome.kind)).toEqual(['answered', 'answered', 'dropped'])
  expect(kept.at(-1)?.args).toEqual({ n: 1 })
})

test('a run that ends is what is shown; an earlier one can be shown again, and all can be forgotten', () => {
  const { add, begin, show, clear } = useCallHistory.getState()
  const key = keyOf('a', 'echo')
  begin(key, { startedAtMs: 0, progress: null, others: null, stop: () => undefined })
  add(key, run(1, 'one'))
  add(key, run(2, 'two'))
  expect(useCallHistory.getState().running[key]).toBeUndefined()
  expect(useCallHistory.getState().shown[key]?.args).toEqual({ n: 2 })
  const first = useCallHistory.getState().runs[key]?.at(-1)
  if (first) show(key, first)
  expect(useCallHistory.getState().shown[key]?.args).toEqual({ n: 1 })
  clear(key)
  expect(useCallHistory.getState()).toMatchObject({ runs: {}, shown: {} })
})
