import type { ActivityEvent, EventKind } from '../../shared/contract/activity'

/** As the contract has it; what is undefined does not narrow. */
export interface EventFilter {
  readonly server?: readonly string[] | undefined
  readonly kind?: readonly EventKind[] | undefined
  /** ISO times: from this on, and before this. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly text?: string | undefined
}

/** The filter as conditions of SQL and their values. The conditions are the same few texts whatever is asked for. */
export function conditionsOf({ server, kind, from, to, text }: EventFilter): {
  readonly where: readonly string[]
  readonly values: readonly (string | number)[]
} {
  const where: string[] = []
  const values: (string | number)[] = []
  const add = (condition: string, ...its: (string | number)[]) => {
    where.push(condition)
    values.push(...its)
  }
  if (server) add('server IN (SELECT value FROM json_each(?))', JSON.stringify(server))
  if (kind) add('kind IN (SELECT value FROM json_each(?))', JSON.stringify(kind))
  if (from !== undefined) add('at >= ?', Date.parse(from))
  if (to !== undefined) add('at < ?', Date.parse(to))
  if (text) {
    const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
    add(
      `(server LIKE ? ESCAPE '\\' OR EXISTS (
        SELECT 1 FROM json_tree(detail) AS part WHERE part.type = 'text' AND part.atom LIKE ? ESCAPE '\\'))`,
      pattern,
      pattern,
    )
  }
  return { where, values }
}

/** The same, for an event that is not on disk. */
export function fits(event: ActivityEvent, { server, kind, from, to, text }: EventFilter): boolean {
  const at = Date.parse(event.at)
  return (
    (!server || (event.server !== null && server.includes(event.server))) &&
    (!kind || kind.includes(event.kind)) &&
    (from === undefined || at >= Date.parse(from)) &&
    (to === undefined || at < Date.parse(to)) &&
    (!text || [event.server ?? '', ...textsIn(event.detail)].some((one) => holds(one, text)))
  )
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** As SQLite's LIKE: only the case of A to Z does not count. */
function holds(text: string, part: string): boolean {
  const lower = (one: string) => one.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
  return lower(text).includes(lower(part))
}
