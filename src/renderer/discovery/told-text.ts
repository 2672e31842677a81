import type { DroppedFile } from '../../shared/contract/import'
import type { RegistrationDocument } from '../../shared/contract/registration'
import { draftOf } from '../registry/draft'
import { readPasted } from '../registry/pasted'
import { suggestName } from '../registry/suggest-name'

/** A server as a line of text tells of it, in the original format; its name is a guess from the rest. */
type ToldServer = Readonly<Record<string, unknown>> & { readonly name: string }

/** What a text dropped or pasted says of servers. */
export type ToldText =
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'servers'; readonly servers: readonly ToldServer[] }

/** Lines looked at; longer lists belong into a file. */
const linesMax = 200

/** Reads JSON, URLs, one on each line, and command lines; null where the text names no server. */
export function readText(text: string): ToldText | null {
  const trimmed = text.trim()
  if (/^(?:[[{]|\/[/*])/u.test(trimmed)) return { kind: 'json', text: trimmed }
  const lines = trimmed
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  if (lines.length === 0 || lines.length > linesMax) return null
  const taken = new Set<string>()
  const servers = lines.map((line) => serverOf(line, taken))
  return servers.every((server) => server !== null) ? { kind: 'servers', servers } : null
}

/** The text as a file of servers, for the preview. Null where it names none. */
export function fileOfText(text: string, name: string): DroppedFile | null {
  const told = readText(text)
  if (told === null) return null
  if (told.kind === 'json') return { name, text: told.text }
  return { name, text: JSON.stringify({ servers: told.servers }, null, 2) }
}

/** Its name is one that no line before it has. */
function serverOf(line: string, taken: Set<string>): ToldServer | null {
  const told = readPasted(line, false)
  if (told?.kind !== 'url' && told?.kind !== 'command') return null
  const { kind, ...fields } = told
  const document = kind === 'url' ? fields : withoutEmpty(fields)
  const name = suggestName(draftOf({ name: '', ...document } as RegistrationDocument), taken)
  if (name === '') return null
  taken.add(name)
  return { name, ...document }
}

function withoutEmpty(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const isEmpty = (value: unknown) => typeof value === 'object' && Object.keys(value ?? {}).length === 0
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)))
}
