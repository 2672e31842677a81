import { describe, expect, it } from 'vitest'
import type { LeftOut, RouteScope } from '../../shared/contract/routing'
import { type Candidate, factorsOf, leftOutFor, productOf } from './standing'

const well: Candidate = {
  name: 'weather',
  tags: ['weather', 'demo'],
  priority: 5,
  service: null,
  intent: 'on',
  isMuted: false,
  connection: 'connected',
  verdict: 'up',
  latencyMs: 40,
}

const cases: [Partial<Candidate>, RouteScope, LeftOut['reason'] | undefined][] = [
  [{}, {}, undefined],
  [{ verdict: 'slow' }, {}, undefined],
  [{ verdict: 'flapping' }, {}, undefined],
  [{ intent: 'off', connection: 'off' }, {}, 'off'],
  [{ verdict: 'down' }, {}, 'down'],
  [{ connection: 'needs-approval' }, {}, 'needs-approval'],
  [{ connection: 'needs-auth' }, {}, 'needs-auth'],
  [{ connection: 'waiting' }, {}, 'not-connected'],
  [{ isMuted: true }, {}, 'muted'],
  [{}, { tags: ['weather', 'other'] }, undefined],
  [{}, { tags: ['weather', 'other'], match: 'all' }, 'out-of-scope'],
  [{}, { tags: ['other'] }, 'out-of-scope'],
  [{}, { servers: ['other'] }, 'out-of-scope'],
  [{}, { servers: ['weather'], without: ['weather'] }, 'excluded'],
]

it.each(cases)('%o within %o: %s', (part, scope, reason) => {
  expect(leftOutFor({ ...well, ...part }, scope)).toBe(reason)
})

describe('factors', () => {
  const product = (part: Partial<Candidate>, uses = 0) =>
    productOf(factorsOf({ ...well, ...part }, { topPriority: 10, uses }))

  it('put the higher priority, the healthier, the faster and the more used first', () => {
    expect(product({ priority: 10 })).toBeGreaterThan(product({ priority: 1 }))
    expect(product({})).toBeGreaterThan(product({ verdict: 'slow' }))
    expect(product({ verdict: 'slow' })).toBeGreaterThan(product({ verdict: 'flapping' }))
    expect(product({ latencyMs: 20 })).toBeGreaterThan(product({ latencyMs: 2_000 }))
    expect(product({}, 10)).toBeGreaterThan(product({}, 1))
  })

  it('never outweigh the words', () => {
    expect(product({ priority: -1_000_000, verdict: 'flapping', latencyMs: 1e9 })).toBe(0.8)
    expect(product({ priority: 10, latencyMs: 1 }, 1_000)).toBeLessThanOrEqual(1.25)
  })
})
