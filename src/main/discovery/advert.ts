import { isIPv4, isIPv6 } from 'node:net'
import type { Answer, Packet } from 'dns-packet'
import { Fault } from '../../shared/contract/fault'
import type { ServerRecord } from '../registry/server-record'
import type { Link } from './kinds/multicast/links'

const advertType = '_mcp._tcp.local'
const typesOfServices = '_services._dns-sd._udp.local'
/** RFC 6762 §10: what names an address or port 120 s, the rest 75 minutes. */
const placeTtl = 120
const otherTtl = 4_500
/** A label of DNS, in bytes. */
const labelMax = 63

/** What is announced of one server. */
export interface Advert {
  readonly id: string
  /** Its name and this computer's: one label, unique enough without a vote. */
  readonly instance: string
  readonly target: string
  readonly port: number
  readonly txt: readonly string[]
}

/** What a server said of itself when it was last connected. */
export interface Said {
  readonly version: string | null
  readonly protocol: string | null
  readonly signsIn: boolean
}

/** Why a server is none that others on the network could use. */
const reasons = {
  command: 'it is a command, which only this computer can run',
  elsewhere: 'it answers on another computer',
  'here-only': 'it answers to this computer alone',
  query: 'its address has a query, which may be a secret',
}

export function notSharable(server: string, context: keyof typeof reasons): Fault {
  return new Fault('not-sharable', `${server} cannot be announced: ${reasons[context]}.`, { server, context })
}

/** Throws Fault `not-sharable`. */
export function sharableUrl({ registration }: ServerRecord, isOwn: (host: string) => boolean): URL {
  const { url: text, name } = registration
  if (text === undefined) throw notSharable(name, 'command')
  const url = new URL(text)
  if (!isOwn(url.hostname.replace(/^\[|\]$/gu, ''))) throw notSharable(name, 'elsewhere')
  if (url.search !== '') throw notSharable(name, 'query')
  return url
}

export function advertOf(
  { registration }: ServerRecord,
  url: URL,
  {
    instance: id,
    target,
    computer,
    said,
  }: { instance: string; target: string; computer: string; said: Said },
): Advert {
  const { headers, transport, name } = registration
  const hasBearer = Object.keys(headers).some((header) => /^(?:authorization|x-api-key)$/iu.test(header))
  const txt = {
    path: url.pathname,
    proto: transport === 'sse' ? 'sse' : 'http',
    ...(url.protocol === 'https:' && { tls: '1' }),
    ...(said.version !== null && { v: said.version }),
    ...(said.protocol !== null && { protocol: said.protocol }),
    name,
    id,
    auth: said.signsIn ? 'oauth' : hasBearer ? 'bearer' : 'none',
  }
  return {
    id,
    instance: label(name, computer),
    target,
    port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
    txt: Object.entries(txt)
      .map(([key, value]) => `${key}=${value}`)
      .filter((entry) => Buffer.byteLength(entry) <= 255),
  }
}

/** All that is said of a server on one network; with `isLeaving` that it holds no longer. */
export function packetOf(advert: Advert, link: Link, isLeaving = false): Packet {
  const name = `${advert.instance}.${advertType}`
  const ttl = (seconds: number) => (isLeaving ? 0 : seconds)
  const place = { ttl: ttl(placeTtl), flush: true }
  const addresses = [link.ipv4, link.ipv6?.address].filter((each) => each !== null && each !== undefined)
  const answers: Answer[] = [
    { type: 'PTR', name: advertType, ttl: ttl(otherTtl), data: name },
    { type: 'SRV', name, ...place, data: { target: advert.target, port: advert.port } },
    { type: 'TXT', name, ttl: ttl(otherTtl), flush: true, data: [...advert.txt] },
    // Other servers may stay: the host's own addresses are taken back by nobody.
    ...(isLeaving ? [] : addresses).map((address): Answer => {
      const host = { name: advert.target, ...place, data: address }
      return isIPv4(address) ? { type: 'A', ...host } : { type: 'AAAA', ...host }
    }),
  ]
  return { type: 'response', id: 0, flags: 0x0400, answers: answers.filter(isSendable) }
}

/** That there are servers here at all, for browsers of everything. */
export function kindPacket(): Packet {
  const answers: Answer[] = [{ type: 'PTR', name: typesOfServices, ttl: otherTtl, data: advertType }]
  return { type: 'response', id: 0, flags: 0x0400, answers }
}

/** What of a query concerns these adverts. */
export function asksFor(query: Packet, adverts: readonly Advert[]): { kinds: boolean; adverts: Advert[] } {
  const names = new Set((query.questions ?? []).map(({ name }) => name.toLowerCase()))
  const isAsked = ({ instance, target }: Advert) =>
    names.has(advertType) || names.has(`${instance}.${advertType}`.toLowerCase()) || names.has(target)
  return { kinds: names.has(typesOfServices), adverts: adverts.filter(isAsked) }
}

function isSendable(answer: Answer): boolean {
  return answer.type !== 'AAAA' || isIPv6(answer.data)
}

/** No dots, which the names of DNS are parted by, and cut where it is too long, between characters. */
function label(name: string, computer: string): string {
  const tail = ` (${computer.slice(0, 20)})`.replaceAll('.', '-')
  let head = ''
  for (const character of name.replaceAll('.', '-')) {
    if (Buffer.byteLength(head + character + tail) > labelMax) break
    head += character
  }
  return head + tail
}
