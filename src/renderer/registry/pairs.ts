import type { Pair } from './draft'

/**
 * A pasted text as names and values: lines `KEY=value` as in a shell or an `.env` file, `Name: value` as in a request,
 * or a JSON object of texts. Null where any line is something else.
 */
export function readPairs(text: string): readonly Omit<Pair, 'id'>[] | null {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) return ofJson(trimmed)
  const lines = trimmed.split(/\r?\n/u).filter((line) => line.trim() !== '' && !line.trim().startsWith('#'))
  const pairs = lines.map((line) => pairIn(line.trim()))
  return pairs.length > 0 && pairs.every((pair) => pair !== null) ? pairs : null
}

function pairIn(line: string): Omit<Pair, 'id'> | null {
  const [, key, value] =
    /^(?:export\s+|set\s+|-e\s+|--env[= ])?([A-Za-z_][\w.()-]*)=(.*)$/su.exec(line) ??
    /^(?:-H\s+)?["']?([\w!#$%&'*+.^`|~-]+):\s+(.*?)["']?$/su.exec(line) ??
    []
  if (key === undefined || value === undefined) return null
  return { key, value: value.replace(/^(["'])(.*)\1$/su, '$2') }
}

function ofJson(text: string): readonly Omit<Pair, 'id'>[] | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return null
    const entries = Object.entries(value)
    const plain = entries.every(([, item]) => ['string', 'number', 'boolean'].includes(typeof item))
    return plain && entries.length > 0 ? entries.map(([key, item]) => ({ key, value: String(item) })) : null
  } catch {
    return null
  }
}

/** The rows with the pasted ones in the place of row `id`, if that is empty, else after it. */
export function withPasted(
  pairs: readonly Pair[],
  id: number,
  pasted: readonly Omit<Pair, 'id'>[],
): readonly Pair[] {
  const nextId = Math.max(-1, ...pairs.map((pair) => pair.id)) + 1
  const rows = pasted.map((pair, at) => ({ ...pair, id: nextId + at }))
  return pairs.flatMap((pair) => {
    if (pair.id !== id) return [pair]
    return pair.key === '' && pair.value === '' ? rows : [pair, ...rows]
  })
}
