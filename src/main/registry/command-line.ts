import { visibleExactly } from '../../shared/visible-text'

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/

/** What would run, as a person reads it. */
export interface CommandParts {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string | undefined
}

/** A stretch of the line and what it stands for; `raw` is the text itself, of a variable its name. */
export interface CommandPiece {
  readonly part: 'directory' | 'variable' | 'command' | 'argument' | 'between'
  readonly raw: string
  readonly shown: string
}

/** What would run, on one line, quoted as a POSIX shell would need it. */
export function commandLine(parts: CommandParts): string {
  return commandPieces(parts)
    .map(({ shown }) => shown)
    .join('')
}

/** The same, piece by piece. */
export function commandPieces({ command, args, env, cwd }: CommandParts): CommandPiece[] {
  const between = (raw: string): CommandPiece => ({ part: 'between', raw, shown: raw })
  const directory: CommandPiece[] =
    cwd === undefined
      ? []
      : [between('cd '), { part: 'directory', raw: cwd, shown: shownWord(cwd) }, between(' && ')]
  const variables = Object.entries(env).flatMap(([name, value]): CommandPiece[] => [
    { part: 'variable', raw: name, shown: visibleExactly(`${name}=${quoted(value)}`) },
    between(' '),
  ])
  const rest = args.flatMap((raw): CommandPiece[] => [
    between(' '),
    { part: 'argument', raw, shown: shownWord(raw) },
  ])
  return [...directory, ...variables, { part: 'command', raw: command, shown: shownWord(command) }, ...rest]
}

function shownWord(text: string): string {
  return visibleExactly(quoted(text))
}

function quoted(text: string): string {
  return plain.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
