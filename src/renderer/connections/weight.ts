const known = new WeakMap<object, number>()

/** About how many characters a value would take as JSON. Counted once for each object. */
export function weightOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2
  if (typeof value !== 'object' || value === null) return 8
  const counted = known.get(value)
  if (counted !== undefined) return counted
  let weight = 2
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next === 'string') weight += next.length + 2
    else if (typeof next !== 'object' || next === null) weight += 8
    else
      for (const [key, item] of Object.entries(next)) {
        weight += key.length + 3
        waiting.push(item)
      }
  }
  known.set(value, weight)
  return weight
}
