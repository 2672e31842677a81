/** Characters that show as nothing, or turn or break the line they stand in. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]|[^\S ]/gu

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/

/** What would run, on one line, quoted as a POSIX shell would need it. */
export function commandLine(parts: {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string | undefined
}): string {
  const variables = Object.entries(parts.env).map(([name, value]) => `${name}=${quoted(value)}`)
  const run = [...variables, quoted(parts.command), ...parts.args.map(quoted)].join(' ')
  return visible(parts.cwd === undefined ? run : `cd ${quoted(parts.cwd)} && ${run}`)
}

/** Every character an eye could miss as `\u{…}`, so that what is read is what is there. */
export function visible(text: string): string {
  return text.replace(unseen, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

function quoted(text: string): string {
  return plain.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
