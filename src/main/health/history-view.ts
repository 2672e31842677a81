import type { Cell, Incident as IncidentShape, Times } from '../../shared/contract/history'
import type { Bucket } from './buckets'
import type { Incident } from './incidents'

export function cellOf(start: number, bucket: Bucket | undefined, elapsedMs: number): Cell {
  return {
    at: isoOf(start),
    times: timesOf(bucket, elapsedMs),
    checks: bucket?.checks ?? 0,
    failures: bucket?.failures ?? 0,
    p50Ms: bucket?.latencies.percentile(0.5) ?? null,
    p95Ms: bucket?.latencies.percentile(0.95) ?? null,
  }
}

/** Of a time nothing is known of. */
export const noTimes: Bucket['times'] = { up: 0, slow: 0, down: 0, flapping: 0, off: 0 }

export function timesOf(bucket: Bucket | undefined, elapsedMs: number): Times {
  return timesWithin(bucket?.times ?? noTimes, elapsedMs)
}

/** What is not known of `elapsedMs` is unknown. */
export function timesWithin(times: Bucket['times'], elapsedMs: number): Times {
  const known = Object.values(times).reduce((sum, ms) => sum + ms, 0)
  return { ...times, unknown: Math.max(0, elapsedMs - known) }
}

/** Up or slow as a share of the time something was known and wanted. */
export function uptimeOf({ up, slow, down, flapping }: Times): number | null {
  const wanted = up + slow + down + flapping
  return wanted === 0 ? null : (up + slow) / wanted
}

/** The worst there was, as a lane has it. */
export function letterOf({ up, slow, down, flapping, off }: Times): string {
  if (down > 0) return 'd'
  if (flapping > 0) return 'f'
  if (slow > 0) return 's'
  if (up > 0) return 'u'
  return off > 0 ? 'o' : '?'
}

/** As it crosses the bridge. */
export function incidentView(incident: Incident, name: string, now: number): IncidentShape {
  const { beganAt, endedAt, ...rest } = incident
  return {
    ...rest,
    server: name,
    beganAt: isoOf(beganAt),
    endedAt: endedAt === null ? null : isoOf(endedAt),
    durationMs: Math.max(0, (endedAt ?? now) - beganAt),
  }
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString()
}
