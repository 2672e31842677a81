import { isDeepStrictEqual } from 'node:util'
import { diffArrays } from 'diff'
import { type Document, isMap, isSeq, parseDocument } from 'yaml'
import type { Fields } from '../fields'
import type { FieldEdit } from './client-spelling'
import { type ConfigEntry, type ConfigReading, readConfig, valueAt } from './config-reading'
import { type Style, withJsonValue } from './json-edit'
import type { KnownClient } from './known-clients'
import { withTomlEntry } from './toml-tables'

/** What to do to one entry; `entry` is null where it is to be added. */
export interface EntryEdit {
  readonly name: string
  readonly entry: ConfigEntry | null
  readonly edits: readonly FieldEdit[]
}

/**
 * A client's file with entries changed or added, everything else as it stands: comments, order, indentation, line ends,
 * byte order mark and last line break. Null where that cannot be had, e.g. where a list is laid out in a way that is
 * only read; the outcome is read again and compared before it is given.
 */
export function editConfig(text: string, changes: readonly EntryEdit[], client: KnownClient): string | null {
  const style = styleOf(text)
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  let edited = text.slice(mark.length)
  for (const change of changes) {
    const before = readConfig(edited, client)
    if (!('config' in before)) return null
    const expected = expectedAfter(before, change, client)
    const next = editors[client.format](edited, change, expected, client, style)
    const after = readConfig(next, client)
    if (!('config' in after) || !isDeepStrictEqual(plainOf(after.config), plainOf(expected))) return null
    edited = next
  }
  return mark + edited
}

type Editor = (text: string, change: EntryEdit, expected: Fields, client: KnownClient, style: Style) => string

const editors: Readonly<Record<KnownClient['format'], Editor>> = {
  json: withJsonEntry,
  yaml: withYamlEntry,
  toml: (text, change, expected, client, { eol }) => withTomlEntry(text, change, expected, client, eol),
}

function styleOf(text: string): Style {
  const indents = [...text.matchAll(/^([ \t]+)\S/gmu)].flatMap(([, found]) => found ?? [])
  const first = indents[0]?.startsWith('\t') ? '\t' : ' '.repeat(Math.min(8, shortest(indents)))
  return { eol: text.includes('\r\n') ? '\r\n' : '\n', indent: first }
}

function shortest(indents: readonly string[]): number {
  return indents.reduce((least, { length }) => Math.min(least, length), indents[0]?.length ?? 2)
}

/** The whole file's value once the change is made, its keys in the order a reader would find them. */
function expectedAfter(
  { config }: ConfigReading,
  { name, entry, edits }: EntryEdit,
  client: KnownClient,
): Fields {
  const now = entry?.fields ?? (client.list ? { name } : {})
  const fields = edits.reduce<unknown>((value, { path, value: part }) => withValue(value, path, part), now)
  const list = valueAt(config, client.key)
  const entries = Array.isArray(list)
    ? list.map((item, at) => (at === entry?.at ? fields : item)).concat(entry ? [] : [fields])
    : client.list
      ? [fields]
      : { ...(list as Fields | null | undefined), [name]: fields }
  return withValue(config, client.key, entries) as Fields
}

function withValue(value: unknown, path: readonly string[], part: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return part
  const fields = { ...(value as Fields | null | undefined) }
  const inside = withValue(fields[step], rest, part)
  if (inside === undefined) delete fields[step]
  else fields[step] = inside
  return fields
}

/** Without what only readers' objects have, and undefined left out. */
function plainOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? String(part) : part)))
}

function withJsonEntry(
  text: string,
  { name, entry, edits }: EntryEdit,
  expected: Fields,
  client: KnownClient,
  style: Style,
): string {
  const place = [...client.key, name]
  if (entry)
    return edits.reduce(
      (edited, { path, value }) => withJsonValue(edited, [...place, ...path], value, style),
      text,
    )
  const start = text.trim() === '' ? `{}${style.eol}` : text
  return withJsonValue(start, place, valueAt(expected, place), style)
}

function withYamlEntry(
  text: string,
  { name, entry, edits }: EntryEdit,
  expected: Fields,
  client: KnownClient,
  style: Style,
): string {
  const document: Document = parseDocument(text.replaceAll('\r\n', '\n'))
  const place: (string | number)[] = [...client.key]
  const now = document.getIn(place)
  if (entry) {
    for (const { path, value } of edits) {
      const full = [...place, entry.at ?? name, ...path]
      if (value === undefined) document.deleteIn(full)
      else document.setIn(full, document.createNode(value))
    }
  } else {
    const list = valueAt(expected, client.key)
    const fields = Array.isArray(list) ? list.at(-1) : valueAt(list, [name])
    const node = document.createNode(fields)
    if (isSeq(now) || isMap(now)) {
      // `[]` and `{}` are how nothing is written; what is added stands below each other.
      if (now.items.length === 0) now.flow = false
      if (isSeq(now)) document.addIn(place, node)
      else document.setIn([...place, name], node)
    } else document.setIn(place, document.createNode(client.list ? [fields] : { [name]: fields }))
  }
  const lines = text.replaceAll('\r\n', '\n')
  const print = (each: Document) =>
    each.toString({
      lineWidth: 0,
      indent: style.indent === '\t' ? 2 : Math.max(2, style.indent.length),
      indentSeq: !/^(\s*)\S[^\n]*:\s*\n\1- /mu.test(lines),
      flowCollectionPadding: /\{ |\[ /u.test(lines),
    })
  const written = withKeptLines(lines, print(parseDocument(lines)), print(document))
  const ended = text === '' || /\n$/u.test(text) ? written : written.replace(/\n$/u, '')
  return style.eol === '\n' ? ended : ended.replaceAll('\n', '\r\n')
}

/** The printer lays out anew what nobody changed, too (`[a]` as `[ a ]`): lines it prints the same twice stay. */
function withKeptLines(text: string, before: string, after: string): string {
  const kept = (text.endsWith('\n') ? text : `${text}\n`).split('\n')
  const printed = before.split('\n')
  if (printed.length !== kept.length) return after
  let at = 0
  return diffArrays(printed, after.split('\n'))
    .flatMap(({ value, added, removed }) => {
      if (added) return value
      at += value.length
      return removed ? [] : kept.slice(at - value.length, at)
    })
    .join('\n')
}
