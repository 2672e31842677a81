import { resolve } from 'node:path'
import type { Client } from '../../shared/contract'
import type { Source, SourceIssue } from '../../shared/contract/discovery'
import type { Cli } from './cli'
import { exit } from './exit'
import { sourceName } from './sentences'
import { oneLine, table } from './terminal-text'
import type { Words } from './words'

/** A source may be called by its id, its name or its address. */
export async function findSource(client: Client, called: string): Promise<Source | undefined> {
  const all = await client.discovery.sources()
  return (
    all.find(({ id }) => id === called) ??
    all.find(({ name, address }) => name === called || address === called || address === resolve(called))
  )
}

export async function idOf(client: Client, called: string): Promise<string> {
  return (await findSource(client, called))?.id ?? called
}

export function showSource(cli: Cli, source: Source): number {
  cli.show(source, () =>
    [sourceTable(cli.terminal.words, [source]), ...issueLines(cli.terminal.words, source)].join('\n'),
  )
  return source.state === 'error' ? exit.failed : exit.ok
}

export function sourceTable(words: Words, sources: readonly Source[]): string {
  return table(
    ['id', 'name', 'state', 'servers', 'address'].map((head) => words(`sources.${head}`)),
    sources.map((source) => [
      source.id,
      sourceName(words, source),
      words(`sources.states.${source.state}`),
      String(source.servers),
      source.address || '–',
    ]),
  )
}

/** `conf/y.toml:2:1: …`, as compilers say where something is wrong. */
export function issueText(name: string, { file, line, column, message }: SourceIssue): string {
  const place = line === null ? '' : `:${line}:${column ?? 1}`
  return `${[name, file].filter(Boolean).join('/')}${place}: ${message}`
}

/** What is wrong in a source, and what of it waits for an answer. */
export function issueLines(words: Words, { name, issues, held }: Source): string[] {
  const told = issues.map((issue) => oneLine(issueText(name, issue)))
  if (held.length === 0) return told
  return [...told, oneLine(words('sources.held-names', { name, names: held.join(', ') }))]
}
