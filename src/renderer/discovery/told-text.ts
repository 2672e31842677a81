import type { DroppedFile } from '../../shared/contract/discovery'

/** A server as a line of text tells of it; its name is a guess from the rest. */
type ToldServer =
  | { readonly name: string; readonly url: string }
  | { readonly name: string; readonly command: string; readonly args: readonly string[] }

/** What a text dropped or pasted says of servers. */
export type ToldText =
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'servers'; readonly servers: readonly ToldServer[] }

/** Lines looked at; longer lists belong into a file. */
const linesMax = 200

/** Programs a line must begin with to count as a command, so that prose does not. */
const launchers =
  /^(?:.*[\\/])?(?:npx|bunx|pnpx|uvx|uv|pipx|node|bun|deno|python3?|docker|podman)(?:\.exe|\.cmd)?$/u

/** Reads JSON, URLs, one on each line, and command lines; null where the text names no server. */
export function readText(text: string): ToldText | null {
  const trimmed = text.trim()
  if (/^(?:[[{]|\/[/*])/u.test(trimmed)) return { kind: 'json', text: trimmed }
  const lines = trimmed
    .split(/\r?\n/u)
    .map((line) => line.trim().replace(/^\$ /u, ''))
    .filter((line) => line !== '' && !line.startsWith('#'))
  if (lines.length === 0 || lines.length > linesMax) return null
  const taken = new Set<string>()
  const servers = lines.map((line) => serverOf(line, taken))
  return servers.every((server) => server !== null) ? { kind: 'servers', servers } : null
}

/** The text as a file of servers, for the preview. Null where it names none. */
export function fileOfText(text: string, name: string): DroppedFile | null {
  const told = readText(text)
  if (told === null) return null
  if (told.kind === 'json') return { name, text: told.text }
  return { name, text: JSON.stringify({ servers: told.servers }, null, 2) }
}

function serverOf(line: string, taken: Set<string>): ToldServer | null {
  if (/^https?:\/\/\S+$/iu.test(line) && URL.canParse(line))
    return { name: freeName(nameOfUrl(new URL(line)), taken), url: line }
  const [command, ...args] = wordsOf(line)
  if (command === undefined || args.length === 0 || !launchers.test(command)) return null
  return { name: freeName(nameOfCommand(command, args), taken), command, args }
}

/** `https://mcp.linear.app/sse` is linear, `http://localhost:8001/mcp` is localhost-8001. */
function nameOfUrl({ hostname, port }: URL): string {
  const labels = hostname.split('.')
  const isAddress = /^[\d.]+$/u.test(hostname) || hostname.startsWith('[')
  const named = labels.slice(0, -1).filter((label) => !['www', 'api', 'mcp'].includes(label))
  const name = isAddress ? hostname.replaceAll(/[[\]]/gu, '') : (named.at(-1) ?? hostname)
  return port === '' ? name : `${name}-${port}`
}

/** `npx -y @modelcontextprotocol/server-filesystem@1 /tmp` is filesystem. */
function nameOfCommand(command: string, args: readonly string[]): string {
  const subject =
    args.find((arg) => !arg.startsWith('-') && !['run', 'tool', 'exec'].includes(arg)) ?? command
  const last =
    subject
      .replace(/(?<=.)@[^/]*$/u, '')
      .split(/[\\/]/u)
      .at(-1) ?? subject
  const name = last
    .replace(/\.[a-z]+$/u, '')
    .replace(/^(?:mcp-)?server-/u, '')
    .replace(/^mcp-|-mcp(?:-server)?$/u, '')
  return name.slice(0, 100) || 'server'
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}-${count}`
  taken.add(name)
  return name
}

/** The words of a command line, quotes and backslashes read as a shell does; nothing is expanded. */
export function wordsOf(line: string): string[] {
  const words = line.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gu) ?? []
  return words.map((word) =>
    word.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gu, (_all, double, single, escaped) =>
      double !== undefined ? double.replaceAll(/\\(["\\$`])/gu, '$1') : (single ?? escaped),
    ),
  )
}
