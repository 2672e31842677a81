import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import type { ActivityEvent } from '../../shared/contract/activity'
import { useActivity, useClient } from '../bridge/bridge'
import { newestFirst, withArrivals } from './event-items'
import type { Filter } from './event-query'

const pageSize = 200
/** The contract gives no more at once. */
const arrivalsMax = 1_000
/** Between two looks for what has happened since. */
const lookMs = 250

type Pages = InfiniteData<ActivityEvent[], number | undefined>

/** The events that fit, newest first: page by page as far back as they are kept, and on top what happens meanwhile. */
export function useEvents(filter: Filter) {
  const client = useClient()
  const queryKey = useMemo(() => ['events', filter], [filter])
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      client.activity.list(
        { ...filter, limit: pageSize, ...(pageParam !== undefined && { before: pageParam }) },
        { signal },
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (oldest) => (oldest.length < pageSize ? undefined : oldest[0]?.id),
    // The page keeps itself up to date; another visit begins at the newest again.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  useArrivals(filter, queryKey, query.isSuccess)
  const pages = query.data?.pages
  return { ...query, events: useMemo(() => pages && newestFirst(pages), [pages]) }
}

/** Asks for what follows the newest event known, whenever anything has happened. */
function useArrivals(filter: Filter, queryKey: readonly unknown[], ready: boolean): void {
  const client = useClient()
  const queries = useQueryClient()
  const newest = useActivity()?.at(-1)?.id ?? 0
  const lookedAt = useRef(0)
  useEffect(() => {
    if (!ready) return
    const known = () => queries.getQueryData<Pages>(queryKey)?.pages[0]?.at(-1)?.id ?? 0
    const look = async () => {
      for (let more = newest > known(); more; ) {
        const arrivals = await client.activity.list({ ...filter, after: known(), limit: arrivalsMax })
        queries.setQueryData<Pages>(
          queryKey,
          (data) => data && { ...data, pages: withArrivals(data.pages, arrivals) },
        )
        more = arrivals.length === arrivalsMax
      }
    }
    const timer = setTimeout(
      () => {
        lookedAt.current = Date.now()
        // What fails now is asked for again with the next event; that the core is away, the window says elsewhere.
        look().catch(() => undefined)
      },
      Math.max(0, lookedAt.current + lookMs - Date.now()),
    )
    return () => clearTimeout(timer)
  }, [client, queries, queryKey, filter, newest, ready])
}
