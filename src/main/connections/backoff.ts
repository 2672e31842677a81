const firstMs = 1_000
const growth = 1.6
const capMs = 60_000
const leastMs = 200

/**
 * How long to wait before trying again, in milliseconds: anything up to 1 s · 1.6^failures, at most 60 s (full jitter,
 * so that servers lost together do not come back together), never under 200 ms.
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const ceilingMs = Math.min(capMs, firstMs * growth ** Math.max(0, failures))
  return Math.max(leastMs, Math.round(random() * ceilingMs))
}
