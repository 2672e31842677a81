import { step } from '../ui/json-tree'

/** A value whose key or text has what was searched for. */
export interface Found {
  readonly path: string
  readonly value: unknown
}

/** Values looked at; a larger answer is searched as far as this. */
const looksMax = 500_000

/** The first `max` values below `root` with the words in their key or, where they are no structure, in their text. */
export function searchJson(root: unknown, text: string, max: number): readonly Found[] {
  const wanted = text.trim().toLowerCase()
  const found: Found[] = []
  if (wanted === '') return found
  const waiting: { path: string; key: string; value: unknown }[] = [{ path: '', key: '', value: root }]
  for (let looks = 0; waiting.length > 0 && looks < looksMax && found.length < max; looks += 1) {
    const at = waiting.pop()
    if (!at) break
    const { path, key, value } = at
    const isBranch = typeof value === 'object' && value !== null
    const own = isBranch ? key : `${key}\n${String(value)}`
    if (path !== '' && own.toLowerCase().includes(wanted)) found.push({ path, value })
    if (!isBranch) continue
    const list = Array.isArray(value)
    const entries = Object.entries(value)
    for (let index = entries.length - 1; index >= 0; index -= 1) {
      const [name, item] = entries[index] ?? ['', undefined]
      waiting.push({
        path: list ? `${path}[${name}]` : path + step(name),
        key: list ? '' : name,
        value: item,
      })
    }
  }
  return found
}

/** How many values there are in all, counted no further than `max`. */
export function countJson(root: unknown, max: number): number {
  const waiting: unknown[] = [root]
  let count = 0
  while (waiting.length > 0 && count < max) {
    const value = waiting.pop()
    count += 1
    if (typeof value === 'object' && value !== null)
      for (const item of Object.values(value)) waiting.push(item)
  }
  return count
}
