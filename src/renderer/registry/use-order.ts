import { type RefObject, useEffect, useMemo, useState } from 'react'
import type { Server } from '../../shared/contract/registry'
import type { Sort } from '../shell/view'
import { isRestless, type Rank, rankOf, sortServers } from './sort'

/** Between two looks at whether rows may move. */
const settleMs = 5_000

/**
 * Servers in the order asked for. Where the order follows live numbers, each row keeps the rank it had when the order
 * was chosen, and rows move only while neither pointer nor focus is in `place`: nothing runs away from under a click.
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
    const timer = setInterval(() => {
      if (!place.current?.matches(':hover, :focus-within')) setRound((last) => last + 1)
    }, settleMs)
    return () => clearInterval(timer)
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
