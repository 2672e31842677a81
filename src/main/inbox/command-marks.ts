import type { DangerCode, Mark } from '../../shared/contract/inbox'
import { type CommandParts, commandPieces } from '../registry/command-line'
import { dangerOfVariable } from './dangerous-variables'
import { apart, found, hiddenIn, type MarkedText } from './marks'
import { packagesIn } from './packages'

/** A program that runs what its arguments say, and the flags after which that stands. */
interface Interpreter {
  readonly program: RegExp
  readonly runs: RegExp
  /** Flags that have other code loaded first. */
  readonly loads?: RegExp
}

const interpreters: readonly Interpreter[] = [
  {
    program: /^(?:node|nodejs|bun|tsx|ts-node|electron)$/u,
    runs: /^(?:-e|-p|-pe|--eval|--print)(?:=|$)/u,
    loads: /^(?:-r|--require|--import|--loader|--experimental-loader|--preload)(?:=|$)/u,
  },
  { program: /^deno$/u, runs: /^eval$/u, loads: /^--(?:preload|import)(?:=|$)/u },
  { program: /^(?:python|pypy|py|pythonw)[\d.]*$/u, runs: /^-[A-Za-z]*c/u },
  { program: /^(?:perl|ruby|lua|luajit)[\d.]*$/u, runs: /^-[A-Za-z0-9]*[eE]/u, loads: /^-[rMI]/u },
  { program: /^php[\d.]*$/u, runs: /^-[rBRE]|^--run$/u },
  { program: /^(?:osascript|groovy|scala|julia|rscript)$/u, runs: /^(?:-e|--eval)/u },
  { program: /^(?:powershell|pwsh)$/u, runs: /^[-/](?:c|command|e|ec|en\w*)$/iu },
  { program: /^npx$/u, runs: /^(?:-c|--call)(?:=|$)/u },
]
const shells = /^(?:sh|bash|zsh|dash|ash|ksh|mksh|fish|csh|tcsh|busybox|cmd|wsl)$/u
const shellRuns = /^(?:-[A-Za-z]*c|\/[ck])$/iu
const moreRights = /^(?:sudo|doas|pkexec|gsudo|runas)$/u
const engines = /^(?:docker|podman|nerdctl)$/u
const engineRights =
  /^--(?:privileged|cap-add|device|security-opt|(?:pid|net|network|ipc|uts|userns)[= ]?host)(?:=|$)|^(?:pid|net|network|ipc|userns)=host$/u
const wholeDisk =
  /^(?:-v|--volume=)?(?:\/|\/(?:etc|root|home|usr|var|proc|sys|dev)\/?|~\/?|\$HOME|[A-Za-z]:[\\/]?):|(?:src|source)=(?:\/|\/(?:etc|root|home|usr|var|proc|sys|dev))\/?(?:,|$)|docker\.sock|podman\.sock/u
const fetchedAndRun =
  /\b(?:curl|wget|fetch|iwr|irm|invoke-(?:webrequest|restmethod))\b[^|]*\|\s*(?:sudo\s+)?(?:[\w/]*\/)?(?:(?:ba|z|da|a|k|fi)?sh|python[\d.]*|node|perl|ruby|iex)\b|\biex\b.*\b(?:iwr|irm|invoke-\w+|downloadstring)\b/giu
const substitution = /\$\([^)]*\)|`[^`]*`|[<>]\([^)]*\)/gu

/** A command line on which every character is visible, and what on it deserves a second look. */
export function markedCommand(parts: CommandParts): MarkedText {
  const words = [parts.command, ...parts.args]
  const dangers = dangersOf(words)
  const withShell = words.some((word) => shells.test(programOf(word)))
  const within: Mark[] = []
  const whole: Mark[] = []
  let text = ''
  let place = -1
  for (const { part, raw, shown } of commandPieces(parts)) {
    const at = text.length
    text += shown
    if (part === 'between') continue
    const end = part === 'variable' ? at + raw.length : text.length
    const isWord = part === 'command' || part === 'argument'
    const reason = part === 'variable' ? dangerOfVariable(raw) : isWord ? dangers.get(++place) : undefined
    if (reason !== undefined) whole.push({ start: at, end, reason })
    const all = part === 'variable' ? `${raw}${parts.env[raw]}` : raw
    within.push(...hiddenIn(all, shown, at), ...found(fetchedAndRun, shown, at, 'fetched-and-run'))
    if (withShell) within.push(...found(substitution, shown, at, 'substitution'))
  }
  return { text, marks: apart([...within, ...whole]) }
}

/** What is dangerous about each word as a whole, by its place; the program has place 0. */
function dangersOf(words: readonly string[]): Map<number, DangerCode> {
  const dangers = new Map<number, DangerCode>()
  let interpreter: Interpreter | undefined
  let inShell = false
  let inEngine = false
  for (const [place, word] of words.entries()) {
    const program = programOf(word)
    const known = interpreters.find((one) => one.program.test(program))
    if (known) interpreter = known
    inEngine ||= engines.test(program)
    const reason = dangerOfWord(word, program, { interpreter, inShell, inEngine })
    inShell ||= reason === 'shell'
    if (reason !== undefined) dangers.set(place, reason)
  }
  for (const { place, reason } of packagesIn(words, programOf)) dangers.set(place, reason)
  return dangers
}

/** What a flag means depends on the programs named before it: `env sh -c …`, `docker run … node -e …`. */
function dangerOfWord(
  word: string,
  program: string,
  after: {
    readonly interpreter: Interpreter | undefined
    readonly inShell: boolean
    readonly inEngine: boolean
  },
): DangerCode | undefined {
  if (shells.test(program)) return 'shell'
  if (moreRights.test(program)) return 'more-rights'
  if (after.inShell && shellRuns.test(word)) return 'inline-code'
  if (after.interpreter?.runs.test(word)) return 'inline-code'
  if (after.interpreter?.loads?.test(word)) return 'loads-code'
  if (after.inEngine && engineRights.test(word)) return 'more-rights'
  if (after.inEngine && wholeDisk.test(word)) return 'whole-disk'
  const variable = /^(?:--env=|-e)?([A-Za-z_]\w*)=/u.exec(word)?.[1]
  return variable === undefined ? undefined : dangerOfVariable(variable)
}

/** `C:\bin\Node.EXE` → `node`. */
function programOf(word: string): string {
  const name = word.split(/[\\/]/u).at(-1) ?? ''
  return name.toLowerCase().replace(/\.(?:exe|cmd|bat|com|ps1)$/u, '')
}
