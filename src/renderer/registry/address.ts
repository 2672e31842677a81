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
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must become visible.
  const visible = part.replaceAll(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu,
    escaped,
  )
  return /^[\w@%+=:,./\\~-]+$/u.test(visible) ? visible : `'${visible.replaceAll("'", `'\\''`)}'`
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
}
