import { Fault } from '../../../shared/contract/fault'
import type { wires } from '../../../shared/contract/models'
import { isPrivateName } from './private-host'

export type Wire = (typeof wires)[number]

const versions: Readonly<Record<Wire, string>> = {
  openai: '/v1',
  compatible: '/v1',
  anthropic: '/v1',
  google: '/v1beta',
}

/** What is pasted along with an address. */
const endpoint = /\/(?:chat\/completions|completions|responses|messages|embeddings|models)\/*$/u
const hasVersion = /\/v\d+[a-z\d]*(?:\/|$)/u

/**
 * The addresses a typed one may mean, in the order they are tried: as it was typed, then with the version that is often
 * left out. A `#` at the end means this one only. Throws Fault invalid.
 */
export function addressesOf(typed: string, wire: Wire): readonly [string, ...string[]] {
  const { url, isExact } = urlOf(typed)
  const path = url.pathname.replace(endpoint, '').replace(/\/+$/u, '')
  const at = (pathname: string) => `${url.origin}${pathname}${url.search}`
  return isExact || hasVersion.test(path) ? [at(path)] : [at(path), at(path + versions[wire])]
}

/** An address without its query: what paths are put behind. */
export function baseOf(address: string): string {
  const { origin, pathname } = new URL(address)
  return pathname === '/' ? origin : origin + pathname
}

/** `path` below an address, before its query. */
export function below(address: string, path: string): string {
  const { search } = new URL(address)
  const [tail = '', query] = path.split('?')
  const joined = [search.slice(1), query].filter((part) => part).join('&')
  return `${baseOf(address)}${tail}${joined && `?${joined}`}`
}

function urlOf(typed: string): { url: URL; isExact: boolean } {
  const isExact = typed.endsWith('#')
  const text = typed.replace(/#+$/u, '').trim()
  if (text === '') throw unfit('is missing')
  if (/[{}]/u.test(text)) throw unfit('has a part in braces that is to be filled in')
  const whole = /^[a-z][a-z\d+.-]*:\/\//iu.test(text) ? text : `${schemeFor(text)}${text}`
  if (!URL.canParse(whole)) throw unfit('is not a valid URL')
  const url = new URL(whole)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw unfit('does not start with http:// or https:// and a host')
  if (url.username || url.password)
    throw unfit('has a name or password in it; the key has a place of its own')
  return { url, isExact }
}

function schemeFor(text: string): string {
  const host = URL.canParse(`http://${text}`) ? new URL(`http://${text}`).hostname : ''
  return isPrivateName(host) ? 'http://' : 'https://'
}

function unfit(message: string): Fault {
  return new Fault('invalid', `This cannot be done: baseUrl ${message}.`, {
    issues: [{ path: 'baseUrl', message }],
  })
}
