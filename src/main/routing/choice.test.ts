import { describe, expect, it } from 'vitest'
import { Fault } from '../../shared/contract/fault'
import { afterFailure, choose, type Standing } from './choice'

type Named = Standing & { readonly name: string }

const well = { verdict: 'up', priority: 5, latencyMs: 20, load: 0 } as const
const named = (name: string, part: Partial<Standing> = {}): Named => ({ name, ...well, ...part })

/** Draws these, one after the other. */
const drawing = (...numbers: number[]) => {
  let at = 0
  return () => numbers[at++ % numbers.length] ?? 0
}
const chosen = (among: readonly Named[], random = drawing(0)) => {
  const { one, why } = choose(among, random) ?? {}
  return [one?.name, why]
}

describe('of servers that may be asked', () => {
  it.each<[string, Named[], unknown[]]>([
    ['nobody is nobody', [], [undefined, undefined]],
    ['one is it', [named('a', { verdict: 'flapping' })], ['a', 'only']],
    ['the highest priority is asked', [named('a'), named('b', { priority: 9 })], ['b', 'standing']],
    [
      'one that is up comes before a slow one of higher priority',
      [named('a', { verdict: 'slow', priority: 9 }), named('b')],
      ['b', 'standing'],
    ],
    [
      'slow comes before flapping, unknown before slow',
      [
        named('a', { verdict: 'flapping' }),
        named('b', { verdict: 'slow' }),
        named('c', { verdict: 'unknown' }),
      ],
      ['c', 'standing'],
    ],
    [
      'a faster one of lower priority waits',
      [named('a', { latencyMs: 900, load: 9 }), named('b', { priority: 4, latencyMs: 1 })],
      ['a', 'standing'],
    ],
    ['of two the faster is asked', [named('a', { latencyMs: 90 }), named('b')], ['b', 'load']],
    [
      'of two the one with less to do is asked',
      [named('a', { load: 2 }), named('b', { load: 1 })],
      ['b', 'load'],
    ],
    [
      'twice as fast with three times as much to do is not through first',
      [named('a', { latencyMs: 10, load: 2 }), named('b', { latencyMs: 20, load: 0 })],
      ['b', 'load'],
    ],
    [
      'one that was not measured is taken for a usual one',
      [named('a', { latencyMs: 100 }), named('b', { latencyMs: null, load: 1 })],
      ['a', 'load'],
    ],
  ])('%s', (_title, among, expected) => {
    expect(chosen(among)).toEqual(expected)
    expect(chosen(among.toReversed())).toEqual(expected)
  })

  it('two are drawn, and a third that is better than both is not looked at', () => {
    const three = [named('a', { load: 5 }), named('b', { load: 4 }), named('c')]
    expect(chosen(three, drawing(0, 0))).toEqual(['b', 'load'])
    expect(chosen(three, drawing(0.99, 0))).toEqual(['c', 'load'])
  })

  it('many calls at once are spread over all of them, more than chance would', () => {
    const loads = new Map(['a', 'b', 'c', 'd', 'e'].map((name) => [name, 0]))
    let seed = 1
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647
    }
    for (let call = 0; call < 1_000; call += 1) {
      const { one } =
        choose(
          Array.from(loads, ([name, load]) => named(name, { load })),
          random,
        ) ?? {}
      loads.set(one?.name ?? '', (loads.get(one?.name ?? '') ?? 0) + 1)
    }
    expect(Math.max(...loads.values()) - Math.min(...loads.values())).toBeLessThanOrEqual(6)
  })
})

describe('after a failure another is asked', () => {
  it.each<[Fault['code'], Fault['detail'], string]>([
    ['server-unreachable', { outcome: 'not-sent' }, 'surely'],
    ['server-unreachable', { outcome: 'unknown' }, 'harmless'],
    ['server-unreachable', {}, 'harmless'],
    ['server-timeout', { outcome: 'unknown' }, 'harmless'],
    ['not-connected', {}, 'surely'],
    ['needs-sign-in', {}, 'surely'],
    ['server-busy', {}, 'surely'],
    ['not-found', { kind: 'tool' }, 'surely'],
    ['server-refused', { rpcCode: -32_602 }, 'never'],
    ['server-refused', { rpcCode: -32_603 }, 'harmless'],
    ['cancelled', {}, 'never'],
    ['internal', {}, 'never'],
  ])('%s %o: %s', (code, detail, expected) => {
    expect(afterFailure(new Fault(code, 'no', detail))).toBe(expected)
  })
})
