import { parse } from 'jsonc-parser'
import { shellWords } from '../../shared/shell-words'
import type { Document } from './patch'

/** What a pasted text turned out to be, besides text. */
export type Pasted =
  | { readonly kind: 'url'; readonly url: string }
  | {
      readonly kind: 'command'
      readonly command: string
      readonly args: readonly string[]
      readonly env: Readonly<Record<string, string>>
    }
  /** One server, in the original format or as other programs write it. */
  | { readonly kind: 'entry'; readonly document: Document }
  /** Several servers, or a link to some: the text that names them. */
  | { readonly kind: 'list'; readonly text: string }

/** Longest text that is looked at, in characters. */
const pasteMax = 1_000_000

/** Programs that start servers; a line that begins with one is a command, whatever field it is pasted into. */
const launchers =
  /^(?:.*[\\/])?(?:npx|npm|pnpm|pnpx|yarn|bun|bunx|deno|node|uv|uvx|python3?|pipx|docker|podman|go|cargo|dotnet|java)(?:\.exe|\.cmd)?$/iu

/** Links with which other programs install servers; what is in them the core says. */
const installLink =
  /^(?:vscode|vscode-insiders|cursor|lmstudio|cherrystudio|deepchat|goose|app\.5ire|rollcall):\S+$/iu

/** Reads a pasted text; null where it is only text. `asCommand`: it was pasted where a program is asked for. */
export function readPasted(pasted: string, asCommand: boolean): Pasted | null {
  const text = pasted.trim()
  if (text === '' || text.length > pasteMax) return null
  if (installLink.test(text)) return { kind: 'list', text }
  if (/^https?:\/\/\S+$/iu.test(text)) return { kind: 'url', url: text }
  if (/^[{"[]/u.test(text)) return serversIn(text)
  return commandIn(text, asCommand)
}

function commandIn(text: string, asCommand: boolean): Pasted | null {
  const words = [...shellWords(text.replace(/^[$>%]\s+/u, ''))]
  const env: [string, string][] = []
  for (
    let at = /^([A-Za-z_]\w*)=(.*)$/su.exec(words[0] ?? '');
    at;
    at = /^([A-Za-z_]\w*)=(.*)$/su.exec(words[0] ?? '')
  ) {
    env.push([at[1] ?? '', at[2] ?? ''])
    words.shift()
  }
  const [command, ...args] = words
  if (command === undefined || (args.length === 0 && env.length === 0)) return null
  if (!asCommand && !launchers.test(command)) return null
  return { kind: 'command', command, args, env: Object.fromEntries(env) }
}

function serversIn(text: string): Pasted | null {
  // A snippet out of a larger file: `"files": { "command": … }`.
  const value: unknown = lenient(text.startsWith('"') ? `{${text.replace(/,$/u, '')}}` : text)
  if (Array.isArray(value)) return manyOf(value.map((server) => ['', server] as const))
  if (!isObject(value)) return null
  if (isServer(value)) return { kind: 'entry', document: value }
  const inner = isObject(value.mcp) ? value.mcp : value
  const listed = inner.servers ?? inner.mcpServers ?? inner
  if (Array.isArray(listed)) return manyOf(listed.map((server) => ['', server] as const))
  if (!isObject(listed)) return null
  return manyOf(Object.entries(listed))
}

/** What of these describes a server; a name beside it is its name. */
function manyOf(found: readonly (readonly [name: string, server: unknown])[]): Pasted | null {
  const named = found.flatMap(([name, server]): Document[] => {
    if (!isObject(server) || !isServer(server)) return []
    return [name === '' ? server : { name, ...server }]
  })
  const [only, another] = named
  if (!only) return null
  if (another) return { kind: 'list', text: JSON.stringify({ servers: named }, null, 2) }
  return { kind: 'entry', document: only }
}

/** Snippets in manuals have comments and trailing commas. */
function lenient(text: string): unknown {
  return parse(text, [], { allowTrailingComma: true, allowEmptyContent: true })
}

function isServer(value: Document): boolean {
  return typeof value.url === 'string' || typeof value.command === 'string'
}

function isObject(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
