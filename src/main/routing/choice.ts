import type { ChoiceReason } from '../../shared/contract/alternatives'
import type { Fault } from '../../shared/contract/fault'
import type { Verdict } from '../../shared/contract/health'

/** What is asked of a server that may be chosen. */
export interface Standing {
  readonly verdict: Verdict
  readonly priority: number
  /** Null where it was not measured. */
  readonly latencyMs: number | null
  /** Requests under way and waiting. */
  readonly load: number
}

/** JSON-RPC's word for a bug in the server. */
const internalError = -32_603

/** Before priority counts. */
const rankOf: Readonly<Record<Verdict, number>> = { up: 0, unknown: 1, slow: 2, flapping: 3, down: 4, off: 5 }

/**
 * Of the best standing (verdict, then priority) one; of several there the less loaded of two drawn: who would be through
 * first, as far as is known. `random` gives numbers from 0 up to 1. Undefined where there is nobody.
 */
export function choose<One extends Standing>(
  among: readonly One[],
  random: () => number,
): { readonly one: One; readonly why: ChoiceReason } | undefined {
  const [first, ...others] = among
  if (!first) return undefined
  if (others.length === 0) return { one: first, why: 'only' }
  const best = others.reduce((one, other) => (byStanding(other, one) < 0 ? other : one), first)
  const top = among.filter((one) => byStanding(one, best) === 0)
  const one = drawn(top, random)
  const other = drawn(
    top.filter((each) => each !== one),
    random,
  )
  if (!one || !other) return { one: best, why: 'standing' }
  const usualMs = medianOf(top)
  return { one: costOf(other, usualMs) < costOf(one, usualMs) ? other : one, why: 'load' }
}

/**
 * Whether another may be asked after this failure: `surely` where the tool did not run, `harmless` where it may have and
 * only a tool that changes nothing more is to run again, `never` where the failure is an answer or its caller's wish.
 */
export function afterFailure({ code, detail }: Fault): 'surely' | 'harmless' | 'never' {
  if (neverRan.has(code)) return 'surely'
  if (code === 'server-unreachable') return detail.outcome === 'not-sent' ? 'surely' : 'harmless'
  if (code === 'server-timeout') return 'harmless'
  return code === 'server-refused' && detail.rpcCode === internalError ? 'harmless' : 'never'
}

/** Refused before it was sent, or by the server before it did anything; of `not-found` it is the tool. */
const neverRan: ReadonlySet<Fault['code']> = new Set([
  'not-connected',
  'needs-sign-in',
  'server-busy',
  'not-found',
])

function byStanding(one: Standing, other: Standing): number {
  return rankOf[one.verdict] - rankOf[other.verdict] || other.priority - one.priority
}

function costOf({ load, latencyMs }: Standing, usualMs: number): number {
  return (load + 1) * Math.max(1, latencyMs ?? usualMs)
}

/** What one that was not measured is taken to need. */
function medianOf(among: readonly Standing[]): number {
  const known = among.flatMap(({ latencyMs }) => latencyMs ?? []).sort((one, other) => one - other)
  return known[Math.floor(known.length / 2)] ?? 1
}

function drawn<One>(among: readonly One[], random: () => number): One | undefined {
  return among[Math.floor(random() * among.length)]
}
