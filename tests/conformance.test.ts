import { beforeAll, describe, expect, test } from 'vitest'
import { expectedFailures, notRun, rightlyRefused } from './conformance/expected-failures'
import { type Outcome, outcomesOf, revisions, scenariosOf } from './conformance/suite'

/*
 * The official conformance suite in client mode: its servers against Rollcall's own connections. What it checks is its own;
 * each scenario is a test here.
 */
const [ofAny, ...ofEach] = await Promise.all([
  scenariosOf(),
  ...revisions.map(async (revision) => [revision, await scenariosOf(revision)] as const),
])

describe.each(ofEach)('%s', (revision, scenarios) => {
  let outcomes: ReadonlyMap<string, Outcome>
  beforeAll(async () => {
    outcomes = await outcomesOf(revision)
  }, 120_000)

  test.each(scenarios)('%s', (scenario) => {
    const { checks = [], failure } = outcomes.get(scenario) ?? {}
    const { checks: expected = [] } = expectedFailures[revision][scenario] ?? {}
    const failing = checks.filter(({ status }) => status === 'FAILURE')
    const unexpected = failing.filter(({ id }) => !expected.includes(id))
    expect(unexpected).toEqual([])
    expect(new Set(failing.map(({ id }) => id))).toEqual(new Set(expected))
    if (expected.length > 0) return
    expect(checks.some(({ status }) => status === 'SUCCESS')).toBe(true)
    if (rightlyRefused.has(scenario)) expect(failure).toBeDefined()
    else expect(failure).toBeUndefined()
  })
})

test('every scenario is run, or there is a reason why not', () => {
  const run = new Set(ofEach.flatMap(([, scenarios]) => scenarios))
  expect(ofAny.filter((scenario) => !run.has(scenario)).toSorted()).toEqual(Object.keys(notRun).toSorted())
})

test('what is expected to fail is still in the suite', () => {
  for (const [revision, scenarios] of ofEach)
    for (const scenario of Object.keys(expectedFailures[revision])) expect(scenarios).toContain(scenario)
})
