import type { SourceIssue } from '../../../../shared/contract/discovery'
import { RegistrationDocument } from '../../../../shared/contract/registration'
import { visibleLine } from '../../../../shared/visible-text'
import { fileIssue } from '../../issue'
import type { NamedEntry } from '../../kind'
import type { Found } from './found'
import { readTxt, txtBytes, txtMaxBytes } from './txt'

const httpKinds = new Set([
  'http',
  'https',
  'streamable-http',
  'streamablehttp',
  'streamable_http',
  'fastmcp',
])
/** What a strange value may add to what a person sees. */
const hintMax = 128

type Keys = ReadonlyMap<string, string>

/**
 * What a server found on the network is as an entry, or why it is none. Of its TXT record only known keys are read:
 * whatever else it holds, secrets too, stays where it is. `address` is the one to ask it at; null without any.
 */
export function foundEntry(found: Found, name: string, address: string | null): NamedEntry {
  const shown = visibleLine(name)
  const refuse = (...issue: Parameters<typeof fileIssue>): NamedEntry => ({
    name: shown,
    field: '',
    line: null,
    document: null,
    issues: [{ ...fileIssue(...issue), severity: 'warning', server: shown }],
  })
  const invalid = (field: string, reason: string) =>
    refuse('invalid-entry', `${field} ${reason}.`, { field, reason })

  if (shown !== name) return invalid('name', 'has invisible or reordering characters')
  if (txtBytes(found.txt) > txtMaxBytes) return invalid('TXT', `is longer than ${txtMaxBytes} bytes`)
  if (address === null) return refuse(...nowhere(found, shown))
  const keys = readTxt(found.txt)
  const transport = (
    keys.get('proto') ??
    keys.get('transport') ??
    keys.get('server_type') ??
    'http'
  ).toLowerCase()
  if (transport !== 'sse' && !httpKinds.has(transport)) {
    const said = visibleLine(transport).slice(0, hintMax)
    return refuse('strange-transport', `It is spoken to by “${said}”, which Rollcall does not speak.`, {
      server: shown,
      transport: said,
    })
  }
  const url = urlOf(keys, address, found.port, transport)
  if (url === null) return invalid('path', 'does not lead to a place on that server')
  const parsed = RegistrationDocument.safeParse({
    name,
    url,
    ...(transport === 'sse' && { type: 'sse' }),
    ...described(keys, name),
  })
  if (parsed.success) return { name, field: '', line: null, document: parsed.data, issues: [] }
  const [first] = parsed.error.issues
  return invalid(first?.path.join('.') ?? 'name', first?.message ?? 'is not valid')
}

/** No address of it can be used: it told none, or only such as are not on the network it was heard on. */
function nowhere(found: Found, server: string): [SourceIssue['code'], string, SourceIssue['detail']] {
  const address = found.refused.map((each) => visibleLine(each)).join(', ')
  const host = visibleLine(found.target)
  if (address === '')
    return ['no-address', `It says it is on ${host}, and nobody says where that is.`, { server, host }]
  return [
    'not-on-link',
    `It claims to be at ${address}, which is not on the network it was heard on.`,
    { server, address },
  ]
}

/** Null where the path leads to another host, or is none. */
function urlOf(keys: Keys, address: string, port: number, transport: string): string | null {
  const given = keys.get('path') ?? keys.get('mcp_path') ?? keys.get('endpoint') ?? ''
  const scheme = isSecure(keys, transport) ? 'https' : 'http'
  const host = address.includes(':') ? `[${address}]` : address
  const origin = `${scheme}://${host}:${port}`
  const path = given === '' ? (transport === 'sse' ? '/sse' : '/mcp') : given
  // What can be read in two ways is not read at all.
  if (/[\\\s#]/u.test(path) || visibleLine(path) !== path || path.startsWith('//')) return null
  const isFull = /^[a-z][a-z0-9+.-]*:/iu.test(path)
  const text = isFull ? path : `${origin}${path.startsWith('/') ? '' : '/'}${path}`
  if (!URL.canParse(text) || !URL.canParse(origin)) return null
  const url = new URL(text)
  return url.origin === new URL(origin).origin && url.username === '' ? url.href : null
}

function isSecure(keys: Keys, transport: string): boolean {
  const tls = keys.get('tls')?.toLowerCase()
  const scheme = keys.get('scheme')?.toLowerCase()
  return transport === 'https' || scheme === 'https' || tls === '1' || tls === 'true'
}

/** What it says of itself: to be shown, never to be believed. */
function described(keys: Keys, name: string): Pick<RegistrationDocument, 'description' | 'metadata'> {
  const hint = (...names: string[]) => {
    const value = names.map((each) => keys.get(each)).find((each) => each !== undefined && each.trim() !== '')
    return value === undefined ? undefined : visibleLine(value.trim()).slice(0, hintMax)
  }
  const title = hint('name')
  const said = {
    version: hint('version', 'v'),
    protocol: hint('protocol', 'mcp'),
    auth: hint('auth'),
    id: hint('id', 'instance_id'),
  }
  const known = Object.entries(said).filter(([, value]) => value !== undefined)
  return {
    ...(title !== undefined && title !== name && { description: title }),
    ...(known.length > 0 && { metadata: { mdns: Object.fromEntries(known) } }),
  }
}
