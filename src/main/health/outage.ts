/** Failures this close together have one cause. */
const windowMs = 60_000
const brokenMin = 3
const shareMin = 0.3
/** After that whoever still fails is judged by it, whatever the cause. */
const longestMs = 5 * 60_000

/** What is known of one server on another machine. */
export interface Remote {
  /** When it stopped answering, had it answered shortly before; null while it answers. */
  readonly brokeAt: number | null
  /** When it last answered. */
  readonly okAt: number | null
}

/** How many servers on other machines stopped answering together, and of how many that were heard of since. */
export interface Breakage {
  readonly failing: number
  readonly of: number
}

/**
 * Whether so many servers stopped answering at once that the fault is likely between here and there: three or more, and
 * three tenths or more of those heard of since the first did. `since` is when the outage began, if there is one already.
 */
export function outageOf(remotes: readonly Remote[], now: number, since: number | null): Breakage | null {
  if (since !== null && now - since >= longestMs) return null
  const broken = remotes.flatMap(({ brokeAt }) =>
    brokeAt !== null && brokeAt >= (since ?? now) - windowMs ? [brokeAt] : [],
  )
  const firstAt = Math.min(...broken)
  const answering = remotes.filter(
    ({ brokeAt, okAt }) => brokeAt === null && okAt !== null && okAt >= firstAt,
  ).length
  const of = broken.length + answering
  return broken.length >= brokenMin && broken.length / of >= shareMin ? { failing: broken.length, of } : null
}
