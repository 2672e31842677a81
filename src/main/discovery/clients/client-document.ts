import { readLongDocument, type ServersDocument } from '../document'
import type { NamedEntry, Reading } from '../kind'
import { readEntry } from './client-entry'
import { type ConfigReading, readConfig } from './config-reading'
import type { KnownClient } from './known-clients'

/** A client's entries in the original format, for the path every import takes. */
export function asDocument({ entries }: ConfigReading, client: KnownClient): string {
  return JSON.stringify({ servers: entries.map(({ name, fields }) => readEntry(name, fields, client)) })
}

/** What a client's file names, for a source that watches it. Of its other settings nothing is kept. Never throws. */
export async function readClient(text: string, client: KnownClient): Promise<Reading> {
  const reading = readConfig(text, client)
  if (!('config' in reading)) return { outcome: 'failed', issue: reading }
  const document = await readLongDocument(asDocument(reading, client), `${client.id}.json`)
  const entries = [...entriesOf(document, reading, client), ...refusedIn(reading, client)]
  return { outcome: 'named', entries, frame: { keys: ['servers'], rest: {} }, issues: [] }
}

/** The places are those in the client's file: of the text in between nobody knows. */
function entriesOf(document: ServersDocument, { entries }: ConfigReading, client: KnownClient): NamedEntry[] {
  return document.entries.map(({ name, document: taken, issues }, at) => {
    const line = entries[at]?.line ?? null
    const placed: NamedEntry['placed'] = (issue) => ({
      ...issue,
      line,
      column: null,
      excerpt: null,
      mark: null,
    })
    const field = [...client.key, name ?? at].join('.')
    return { name, field, line, document: taken, issues: issues.map(placed), placed }
  })
}

function refusedIn({ refused }: ConfigReading, client: KnownClient): NamedEntry[] {
  return refused.map(({ name, issue }) => ({
    name,
    field: [...client.key, name].join('.'),
    line: issue.line,
    document: null,
    issues: [issue],
  }))
}
