import type { Remark } from '../../../shared/contract/recognise'
import { type Fields, isFields } from '../fields'
import { fileIssue } from '../issue'
import { commandIn } from './command-text'
import { type Found, found, foundValues, nothing } from './found'

/** Reads a JSON text found inside a link. */
export type ReadJson = (text: string) => Found

interface LinkKind {
  readonly app: string
  readonly fits: (url: URL, text: string) => boolean
  readonly read: (url: URL, readJson: ReadJson, text: string) => Found
}

/**
 * What an install link of some program would install, looked at only. Undefined for a text that is none. A link is never
 * opened and what it names is never fetched.
 */
export function linkIn(text: string, readJson: ReadJson): Found | undefined {
  if (/\s/u.test(text) || !/^[a-z][a-z0-9+.-]*:/iu.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  const kind = kinds.find(({ fits }) => fits(url, text))
  if (!kind) return undefined
  const read = kind.read(url, readJson, text)
  const isEmpty = read.entries.length + read.issues.length + read.remarks.length === 0
  const [field, reason] = [url.protocol, 'names no servers']
  return {
    ...read,
    kind: 'link',
    detail: { app: kind.app },
    placed: false,
    guessesNames: true,
    issues: isEmpty ? [fileIssue('invalid-entry', `${field} ${reason}.`, { field, reason })] : read.issues,
  }
}

const scheme = (...names: readonly string[]) => {
  const protocols = names.map((name) => `${name}:`)
  return (url: URL) => protocols.includes(url.protocol)
}

const page = (hosts: readonly string[], path: RegExp) => (url: URL) =>
  url.protocol === 'https:' && hosts.includes(url.hostname.replace(/^www\./u, '')) && path.test(url.pathname)

const kinds: readonly LinkKind[] = [
  { app: 'VS Code', fits: scheme('vscode', 'vscode-insiders', 'vscodium'), read: readVsCode },
  { app: 'VS Code', fits: page(['insiders.vscode.dev', 'vscode.dev'], /^\/redirect/u), read: readVsCodePage },
  { app: 'Cursor', fits: scheme('cursor'), read: readNamedConfig },
  {
    app: 'Cursor',
    fits: page(['cursor.com', 'cursor.sh'], /install-mcp|mcp\/install/u),
    read: readNamedConfig,
  },
  { app: 'LM Studio', fits: scheme('lmstudio'), read: readNamedConfig },
  { app: 'LM Studio', fits: page(['lmstudio.ai'], /install-mcp/u), read: readNamedConfig },
  { app: 'Cherry Studio', fits: scheme('cherrystudio'), read: readPacked },
  { app: 'DeepChat', fits: scheme('deepchat'), read: readPacked },
  { app: '5ire', fits: scheme('app.5ire'), read: readPacked },
  { app: 'Goose', fits: scheme('goose'), read: readGoose },
  { app: 'Replit', fits: page(['replit.com'], /^\/integrations/u), read: readReplit },
  { app: 'ToolHive', fits: scheme('toolhive-gui'), read: () => namesOnly('serverName') },
  // Its own, exactly as it is written: anything that only resembles it is no link of ours.
  {
    app: 'Rollcall',
    fits: (_url, text) => /^rollcall:/iu.test(text),
    read: (url, readJson, text) =>
      /^rollcall:\/\/(?:v1\/)?install\?/u.test(text) ? readNamedConfig(url, readJson) : nothing(),
  },
]

/** `vscode:mcp/install?{…}`, the JSON percent-encoded, `name` and `inputs` inside the entry. */
function readVsCode({ href, pathname }: URL, readJson: ReadJson): Found {
  const at = href.indexOf('?')
  if (!/mcp\/install$/u.test(pathname) || at < 0) return namesOnly('name')
  const packed = percentDecoded(href.slice(at + 1))
  return packed === undefined ? nothing() : fromPacked(packed, null, readJson)
}

/** `…/redirect/mcp/install?name=&config=&inputs=`, or `…/redirect?url=vscode:…`. */
function readVsCodePage(url: URL, readJson: ReadJson): Found {
  const target = url.searchParams.get('url')
  if (target !== null && /^vscode(?:-insiders)?:mcp\/install\?/u.test(target) && URL.canParse(target))
    return readVsCode(new URL(target), readJson)
  const inputs = jsonIn(url.searchParams.get('inputs') ?? '')
  return readNamedConfig(url, readJson, inputs)
}

function readNamedConfig({ searchParams }: URL, readJson: ReadJson, inputs?: unknown): Found {
  const packed = textIn(searchParams.get('config') ?? '')
  if (packed === undefined) return nothing()
  return fromPacked(packed, searchParams.get('name'), readJson, Array.isArray(inputs) ? inputs : undefined)
}

/** Base64 JSON in whatever parameter, path or fragment it stands. */
function readPacked({ searchParams, pathname, hash }: URL, readJson: ReadJson): Found {
  const places = [...searchParams.values(), hash.slice(1), ...pathname.split('/')]
  for (const place of places) {
    const text = textIn(place)
    if (text !== undefined && /^\s*[[{]/u.test(text))
      return fromPacked(text, searchParams.get('name'), readJson)
  }
  return nothing()
}

function readGoose({ searchParams, host, pathname }: URL): Found {
  if (`${host}${pathname}`.replace(/\/$/u, '') !== 'extension') return nothing()
  const [cmd, url] = [searchParams.get('cmd'), searchParams.get('url')]
  if (cmd === null && url === null) return nothing()
  const hints = searchParams.getAll('env').map((pair) => pair.split('=', 1)[0] ?? '')
  const env = Object.fromEntries(hints.filter(Boolean).map((name) => [name, `\${input:${name}}`]))
  const timeout = Number(searchParams.get('timeout') ?? Number.NaN)
  const entry: Fields = {
    name: searchParams.get('id') || searchParams.get('name') || undefined,
    ...(cmd === null ? { url } : { cmd, args: searchParams.getAll('arg') }),
    ...(hints.length > 0 && { env }),
    ...(searchParams.get('description') && { description: searchParams.get('description') }),
    ...(timeout >= 0.1 && timeout <= 600 && { timeout }),
  }
  return foundValues('link', [entry])
}

function readReplit({ searchParams }: URL): Found {
  const value = jsonIn(textIn(searchParams.get('mcp') ?? '') ?? '')
  if (!isFields(value)) return nothing()
  const { displayName, baseUrl, headers } = value
  const pairs = Array.isArray(headers)
    ? headers.filter(isFields).map(({ key, name, value: header }) => [String(key ?? name), header ?? ''])
    : []
  const given = pairs.length > 0 ? { headers: Object.fromEntries(pairs) } : {}
  return foundValues('link', [{ name: displayName, url: baseUrl, ...given }])
}

/** One entry, an entry by its name, or a whole configuration. A name beside it is the entry's. */
function fromPacked(text: string, name: string | null, readJson: ReadJson, inputs?: unknown[]): Found {
  const value = jsonIn(text)
  const isOne =
    isFields(value) && ['command', 'url', 'serverUrl', 'httpUrl', 'baseUrl'].some((f) => f in value)
  if (!isOne) return readJson(text)
  const { inputs: within, ...entry } = value
  const server = { ...(name && { name }), ...entry, ...commandOf(entry) }
  return readJson(JSON.stringify({ servers: [server], inputs: inputs ?? within ?? [] }))
}

/** Cursor's links have whole command lines for a command; what becomes of it is shown before it is added. */
function commandOf({ command, args }: Fields): Fields {
  const isLine = typeof command === 'string' && /\s/u.test(command) && args === undefined
  return (isLine && commandIn(command)) || {}
}

function namesOnly(field: string): Found {
  const remark: Remark = { code: 'names-only', detail: { field } }
  return found('link', { remarks: [remark] })
}

/** A parameter's text: JSON as it is, or in base64 of either alphabet, its `+` perhaps read as spaces. */
function textIn(packed: string): string | undefined {
  const text = packed.trim()
  if (/^[[{]/u.test(text)) return text
  const base64 = text.replaceAll(' ', '+').replaceAll('-', '+').replaceAll('_', '/')
  if (base64.length < 4 || !/^[A-Za-z0-9+/]+={0,2}$/u.test(base64)) return undefined
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'))
    // Some encode what they have percent-encoded.
    return /^%7B/iu.test(decoded) ? percentDecoded(decoded) : decoded
  } catch {
    return undefined
  }
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
