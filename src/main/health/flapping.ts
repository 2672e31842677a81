const windowMs = 5 * 60_000
const changesMin = 4

/**
 * Whether a server goes up and down too often to say either: from four changes within five minutes on, until five
 * minutes without one. `changes` are the times it went up or down, oldest first.
 */
export function isFlapping(changes: readonly number[], now: number): boolean {
  let flapping = false
  for (const [index, at] of changes.entries()) {
    const before = changes[index - 1]
    const first = changes[index + 1 - changesMin]
    if (before !== undefined && at - before >= windowMs) flapping = false
    if (first !== undefined && at - first < windowMs) flapping = true
  }
  const last = changes.at(-1)
  return flapping && last !== undefined && now - last < windowMs
}
