/** What a `Retry-After` header says, in milliseconds from `now`: seconds, or a date; undefined where it says neither. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  const waitMs = /^\d+$/u.test(header) ? Number(header) * 1_000 : Date.parse(header) - now
  return Number.isNaN(waitMs) ? undefined : waitMs
}
