import type { Server } from '../../shared/contract/registry'

/** Where a server is, on one line: its URL, or the command that starts it. */
export function addressOf({ url, command, args }: Pick<Server, 'url' | 'command' | 'args'>): string {
  return url ?? `stdio: ${commandLine(command ?? '', args ?? [])}`
}

/** A command as one would type it: parts with spaces or quotes quoted, control characters shown as escapes. */
export function commandLine(command: string, args: readonly string[]): string {
  return [command, ...args].map(quoted).join(' ')
}

function quoted(part: string): string {
  const visible = part.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)
  return /^[\w@%+=:,./\\~-]+$/u.test(part) ? visible : `'${visible.replaceAll("'", `'\\''`)}'`
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
}

/** How a server without a live connection is first spoken to, as the core decides it from the registration. */
export function transportTried({ command, url }: Pick<Server, 'command' | 'url'>): 'stdio' | 'sse' | 'http' {
  if (command !== undefined) return 'stdio'
  return url !== undefined && new URL(url).pathname.endsWith('/sse') ? 'sse' : 'http'
}
