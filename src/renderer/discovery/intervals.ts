/** How often a source may be looked at, to choose from, in milliseconds. */
export const usualIntervals = [1_000, 5_000, 30_000, 60_000, 300_000, 3_600_000, 86_400_000]

/** The usual choices and the present one, shortest first. */
export function intervalsFor(presentMs: number): readonly number[] {
  return [...new Set([...usualIntervals, presentMs])].sort((a, b) => a - b)
}
