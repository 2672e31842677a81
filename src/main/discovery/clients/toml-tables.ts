import { stringify } from 'smol-toml'
import type { Fields } from '../fields'
import type { EntryEdit } from './config-edit'
import { valueAt } from './config-reading'
import type { KnownClient } from './known-clients'

interface Header {
  /** Where its line begins. */
  readonly start: number
  readonly path: readonly string[]
  /** `[[…]]`: one more of a list. */
  readonly repeats: boolean
}

/**
 * Writes one entry's tables anew and leaves every other byte; a new entry goes behind the last one, or to the end.
 * No writer of TOML keeps comments, so those inside a table that changes are lost.
 */
export function withTomlEntry(
  text: string,
  { name, entry }: EntryEdit,
  expected: Fields,
  { key, list }: KnownClient,
  eol: string,
): string {
  const entries = valueAt(expected, key)
  const at = entry?.at ?? (Array.isArray(entries) ? entries.length - 1 : 0)
  const fields = valueAt(entries, [list ? at : name])
  const [table = ''] = key
  const written = stringify({ [table]: list ? [fields] : { [name]: fields } })
  // A header of the list itself says nothing and may stand in the file already.
  const body = written
    .replace(new RegExp(`^\\[${table}\\]\\n+`, 'u'), '')
    .trim()
    .replaceAll('\n', eol)
  const headers = headersIn(text)
  const own = list
    ? nthOf(headers, table, at)
    : headers.filter(({ path }) => path[0] === table && path[1] === name)
  const [first] = own
  if (entry && first) return replaced(text, headers, own, body, eol)
  if (entry) return text
  const all = headers.filter(({ path }) => path[0] === table)
  const last = all.at(-1)
  const end = last ? endOf(text, headers, last) : text.length
  const before = text.slice(0, end).trimEnd()
  const after = text.slice(end)
  const isLast = after === ''
  const close = isLast && text !== '' && !/\n$/u.test(text) ? '' : eol
  return `${before}${before === '' ? '' : eol + eol}${body}${close}${isLast ? '' : eol}${after}`
}

/** The tables of one entry need not stand together; the first place takes what is written. */
function replaced(
  text: string,
  headers: readonly Header[],
  own: readonly Header[],
  body: string,
  eol: string,
): string {
  let edited = text
  for (const [index, header] of [...own.entries()].toReversed()) {
    const end = endOf(text, headers, header)
    const old = text.slice(header.start, end)
    // Blank lines and comments at the end belong to what follows.
    const tail = /(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:[ \t]*#[^\n]*)?$/u.exec(old)?.[0] ?? ''
    const next = old.slice(0, old.length - tail.length)
    const close = /\n$/u.test(next) ? eol : ''
    edited = edited.slice(0, header.start) + (index === 0 ? body + close : '') + tail + edited.slice(end)
  }
  return edited
}

function nthOf(headers: readonly Header[], table: string, at: number): Header[] {
  const starts = headers.filter(({ path, repeats }) => repeats && path.length === 1 && path[0] === table)
  const [from, to] = [starts[at], starts[at + 1]]
  if (!from) return []
  const end = to ? headers.indexOf(to) : headers.length
  return headers.slice(headers.indexOf(from), end).filter(({ path }) => path[0] === table)
}

function endOf(text: string, headers: readonly Header[], header: Header): number {
  return headers[headers.indexOf(header) + 1]?.start ?? text.length
}

/** Every header of a table, those inside texts of several lines left out. */
function headersIn(text: string): Header[] {
  const headers: Header[] = []
  let open: string | null = null
  let start = 0
  let depth = 0
  for (const line of text.split('\n')) {
    const found = open === null && depth === 0 ? /^[ \t]*(\[\[?)([^\]]*)\]/u.exec(line) : null
    const path = found ? dottedPath(found[2] ?? '') : null
    if (found && path) headers.push({ start, path, repeats: found[1] === '[[' })
    else ({ open, depth } = after(line, open, depth))
    start += line.length + 1
  }
  return headers
}

/** Which long text is open, and how many brackets, once this line is over. */
function after(line: string, before: string | null, deep: number): { open: string | null; depth: number } {
  let [open, depth] = [before, deep]
  const tokens = /"""|'''|"(?:\\.|[^"\\])*"|'[^']*'|\\.|[[\]{}#]/gu
  for (const [token] of line.matchAll(tokens)) {
    if (open !== null) open = token === open ? null : open
    else if (token === '"""' || token === "'''") open = token
    else if (token === '#') break
    else if (token === '[' || token === '{') depth += 1
    else if (token === ']' || token === '}') depth -= 1
  }
  return { open, depth: Math.max(0, depth) }
}

/** `a."b c".d` as its parts; null where it is no header. */
function dottedPath(text: string): string[] | null {
  const parts: string[] = []
  let rest = text.trim()
  while (rest !== '') {
    const found = /^(?:"((?:\\.|[^"\\])*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(?:\.\s*|$)/u.exec(rest)
    if (!found) return null
    parts.push(found[1] === undefined ? (found[2] ?? found[3] ?? '') : JSON.parse(`"${found[1]}"`))
    rest = rest.slice(found[0].length)
  }
  return parts.length > 0 ? parts : null
}
