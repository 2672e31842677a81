import type { ActivityEvent } from '../../shared/contract/activity'

/** A line of the list: the day that begins, or an event of it. */
export type Item =
  | { readonly key: string; readonly day: string; readonly event?: undefined }
  | { readonly key: number; readonly event: ActivityEvent }

/** Newest first, with a heading before the first event of each day. */
export function itemsOf(newestFirst: readonly ActivityEvent[]): readonly Item[] {
  let last = ''
  return newestFirst.flatMap((event) => {
    const day = new Date(event.at).toDateString()
    const item = { key: event.id, event }
    if (day === last) return [item]
    last = day
    return [{ key: day, day: event.at }, item]
  })
}

/** Pages as they were read, each oldest first and each older than the one before it, as one list, newest first. */
export function newestFirst(pages: readonly (readonly ActivityEvent[])[]): readonly ActivityEvent[] {
  return pages.flatMap((page) => page.toReversed())
}

/** The pages with what has happened since; each event once. */
export function withArrivals(
  pages: readonly ActivityEvent[][],
  arrivals: readonly ActivityEvent[],
): ActivityEvent[][] {
  const [first = [], ...rest] = pages
  const newest = first.at(-1)?.id ?? 0
  return [[...first, ...arrivals.filter(({ id }) => id > newest)], ...rest]
}
