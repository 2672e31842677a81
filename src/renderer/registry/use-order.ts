import { type RefObject, useEffect, useMemo, useState } from 'react'
import type { Server } from '../../shared/contract/registry'
import type { Sort } from '../shell/view'
import { isRestless, type Rank, rankOf, sortServers } from './sort'

/** Rows may move this long after the last sign of a person among them. */
const calmMs = 5_000

/**
 * Servers in the order asked for. Where the order follows live numbers, each row keeps the rank it had when the order
 * was chosen, and rows move only while nobody points or types in `place`: nothing runs away from under a click.
 */
export function useOrder(
  servers: readonly Server[],
  sort: Sort,
  place: RefObject<HTMLElement | null>,
): readonly Server[] {
  const [round, setRound] = useState(0)
  const restless = isRestless(sort.by)
  useEffect(() => {
    if (!restless) return
    let seenAt = performance.now()
    const see = ({ target }: Event) => {
      if (target instanceof Node && place.current?.contains(target)) seenAt = performance.now()
    }
    const timer = setInterval(() => {
      if (performance.now() - seenAt >= calmMs) setRound((last) => last + 1)
    }, calmMs)
    const signs = ['pointermove', 'wheel', 'keydown'] as const
    for (const sign of signs) window.addEventListener(sign, see, { passive: true })
    return () => {
      clearInterval(timer)
      for (const sign of signs) window.removeEventListener(sign, see)
    }
  }, [restless, place])

  // biome-ignore lint/correctness/useExhaustiveDependencies: every order and every round begins with no ranks.
  const ranks = useMemo(() => new Map<string, Rank>(), [sort, round])
  return useMemo(() => {
    if (!restless) return sortServers(servers, sort)
    return sortServers(servers, sort, (server) => {
      const known = ranks.get(server.id)
      if (known !== undefined) return known
      const rank = rankOf(server, sort.by)
      ranks.set(server.id, rank)
      return rank
    })
  }, [servers, sort, ranks, restless])
}
