const control = /\p{Cc}/u

/**
 * The call as one would type it in a POSIX shell. Whatever the arguments hold, the shell hands them on as they are: the
 * JSON has control characters as escapes, and single quotes stand between everything else and the shell. Undefined where
 * a name has control characters: pasted, they would drive the terminal.
 */
export function callLine(server: string, tool: string, args: Record<string, unknown>): string | undefined {
  if (control.test(server) || control.test(tool)) return undefined
  const names = [server, tool].map((name) => quoted(name)).join(' ')
  // A name that begins with a dash would read as an option.
  const guarded = [server, tool].some((name) => name.startsWith('-')) ? `-- ${names}` : names
  return Object.keys(args).length === 0
    ? `rollcall call ${guarded}`
    : `rollcall call --args ${quoted(json(args))} ${guarded}`
}

/** `JSON.stringify` leaves DEL and the second set of control characters as they are. */
function json(args: Record<string, unknown>): string {
  return JSON.stringify(args).replaceAll(
    /[\u007f-\u009f]/gu,
    (character) => `\\u00${(character.codePointAt(0) ?? 0).toString(16)}`,
  )
}

function quoted(part: string): string {
  return /^[\w@%+=:,./-]+$/u.test(part) ? part : `'${part.replaceAll("'", `'\\''`)}'`
}
