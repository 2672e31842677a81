import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { sourcePolicies, type sourceTypes } from '../../shared/contract/discovery'
import type { Terminal } from './terminal'
import type { Words } from './words'

/** Options that describe a source. */
export interface SourceOptions {
  readonly type?: string
  readonly name?: string
  readonly interval?: number
  readonly header?: Record<string, string>
  readonly bearer?: string
  readonly policy?: (typeof sourcePolicies)[number]
  readonly trusted?: boolean
}

export function withSourceOptions(command: Command, words: Words): Command {
  const seconds = (text: string) => {
    if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError(words('usage.seconds'))
    return Number(text)
  }
  const pairs = (text: string, before: Record<string, string> = {}) => {
    const at = text.indexOf('=')
    if (at < 1) throw new InvalidArgumentError(words('usage.pair'))
    return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
  }
  return withTerms(
    command
      .option('--type <type>', words('sources.type'))
      .option('--name <name>', words('sources.named'))
      .option('--interval <seconds>', words('sources.every'), seconds)
      .option('--header <K=V>', words('sources.header'), pairs)
      .option('--bearer <token>', words('sources.bearer')),
    words,
  )
}

/** What becomes of the servers a source names. */
export function withTerms(command: Command, words: Words): Command {
  return command
    .addOption(new Option('--policy <policy>', words('sources.policy')).choices([...sourcePolicies]))
    .option('--trusted', words('sources.trusted'))
    .option('--no-trusted', words('sources.no-trusted'))
}

/** A source as the API takes it. Without `--type` the address tells: a URL, a service of the network, else a path. */
export async function sourceInput(
  place: string,
  { type, name, interval, header, bearer, policy, trusted }: SourceOptions,
  { readInput }: Pick<Terminal, 'readInput'>,
) {
  const kind = type ?? kindOf(place)
  const token = bearer === '-' ? (await readInput()).trim() : bearer
  const fields = { name, interval, headers: header, bearer: token, policy, trusted }
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  return { type: kind, ...addressed(kind, place), ...given }
}

function kindOf(place: string): (typeof sourceTypes)[number] {
  if (/^https?:\/\//iu.test(place)) return 'http_polling'
  return /^_[a-z0-9-]+\._(tcp|udp)/iu.test(place) ? 'multicast' : 'file_watch'
}

/** The address under the name its kind has for it; a kind that a plug-in brought is told all there are. */
function addressed(kind: string, place: string): Record<string, string> {
  // The core may run in another directory; what `~` is, it knows.
  const path = place.startsWith('~') ? place : resolve(place)
  if (kind === 'file_watch') return { path }
  if (kind === 'http_polling') return { url: place }
  return kind === 'multicast' ? { service: place } : { path, url: place, address: place }
}
