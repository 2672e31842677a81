import { RegistrationDocument } from '../../shared/contract/registration'
import { type Draft, draftOf, linesOf, type Pair } from './draft'
import type { Pasted } from './pasted'

/** What an advice may lead to in the form. */
export type FormPlace = 'headers' | 'env' | 'url' | 'command'

/** The draft with a row to type in where a header is asked for and none is there. */
export function startingAt(draft: Draft, place: FormPlace | undefined): Draft {
  if (place !== 'headers' || draft.kind !== 'http' || draft.headers.length > 0) return draft
  return { ...draft, headers: [{ id: 0, key: 'Authorization', value: '' }] }
}

/** The draft as what was pasted makes it; undefined where the form has no place for that. */
export function withPasteIn(draft: Draft, pasted: Pasted, fixedKind: boolean): Draft | undefined {
  if (pasted.kind === 'list') return undefined
  const next = pasted.kind === 'entry' ? entryIn(draft, pasted.document) : targetIn(draft, pasted)
  if (next === undefined || (fixedKind && next.kind !== draft.kind)) return undefined
  return fixedKind ? { ...next, name: draft.name } : next
}

function targetIn(draft: Draft, pasted: Exclude<Pasted, { kind: 'entry' | 'list' }>): Draft {
  if (pasted.kind === 'url') return { ...draft, kind: 'http', url: pasted.url }
  const { command, args, env } = pasted
  const added: readonly Pair[] = Object.entries(env).map(([key, value], at) => ({
    id: Math.max(-1, ...draft.env.map(({ id }) => id)) + 1 + at,
    key,
    value,
  }))
  return { ...draft, kind: 'command', command, args: args.join('\n'), env: [...draft.env, ...added] }
}

function entryIn(draft: Draft, entry: Readonly<Record<string, unknown>>): Draft | undefined {
  const parsed = RegistrationDocument.safeParse({ name: draft.name || 'unnamed', ...entry })
  if (!parsed.success) return undefined
  const { name } = parsed.data
  return { ...draftOf(parsed.data), name: entry.name === undefined ? draft.name : name }
}

/** What would run, as typed: the program and its arguments. */
export function commandOf({ command, args }: Draft): readonly [string, readonly string[]] {
  return [command.trim(), args.trim() === '' ? [] : linesOf(args)]
}
