import { shellWords } from '../../../shared/shell-words'
import type { Fields } from '../fields'
import { type Found, foundValues } from './found'

/** Longest command line, in characters. */
const lineMax = 65_536

/** Programs that start servers; a line that begins with one, or with a path, is a command. */
const launchers =
  /^(?:.*[\\/])?(?:npx|npm|pnpm|pnpx|yarn|bun|bunx|deno|node|uv|uvx|python3?|pipx|docker|podman|go|cargo|dotnet|dnx|java|cmd|wsl)(?:\.exe|\.cmd)?$/iu
const paths = /^(?:\/|\.{1,2}[\\/]|~[\\/]|[A-Za-z]:[\\/]).|\.exe$/iu

/** Programs that add servers with a command line of their own, and what they are called. */
const adders: Readonly<Record<string, string>> = {
  claude: 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
  qwen: 'Qwen Code',
  amp: 'Amp',
  code: 'VS Code',
  'code-insiders': 'VS Code Insiders',
}

/**
 * A command line as a manual has it: with a prompt before it, variables (`KEY=value`, `export`, `set`, `$env:KEY=`), `cd`,
 * line ends escaped for a POSIX shell, PowerShell or cmd. Undefined where the text is no such thing.
 */
export function commandIn(text: string): Fields | undefined {
  if (text.length > lineMax) return undefined
  const line = text.replaceAll(/[\\^`]\r?\n\s*/gu, ' ').replace(/^(?:[$>%]|PS [^>]*>)\s+/u, '')
  if (/[\r\n]/u.test(line)) return undefined
  const env: Record<string, string> = {}
  let cwd: string | undefined
  let words = [...shellWords(line)]
  for (;;) {
    const set = variableIn(words)
    const isFolder = words[0] === 'cd' && words[1] !== undefined && (words[2] === '&&' || words[2] === ';')
    if (set) env[set.name] = set.value
    else if (isFolder) cwd = words[1]
    else break
    words = words.slice(set ? set.words : 3)
  }
  const [command, ...args] = words
  if (command === undefined || !(launchers.test(command) || paths.test(command))) return undefined
  const isBare = args.length === 0 && !paths.test(command)
  if (isBare || args.some((word) => shellOperators.has(word))) return undefined
  return {
    command,
    ...(args.length > 0 && { args }),
    ...(Object.keys(env).length > 0 && { env }),
    ...(cwd !== undefined && { cwd }),
  }
}

/** What only a shell could do: such a line is not one program. */
const shellOperators: ReadonlySet<string> = new Set(['|', '||', '&&', ';', '&', '>', '>>', '<', '2>', '2>&1'])

/** A variable set before the command, and how many words that took. */
function variableIn(words: readonly string[]): { name: string; value: string; words: number } | undefined {
  const [first = ''] = words
  const isWord = first === 'export' || first === 'set' || first === 'env'
  const at = isWord ? 1 : 0
  const [, name, value = ''] = /^(?:\$env:)?([A-Za-z_]\w*)=(.*)$/su.exec(words[at] ?? '') ?? []
  if (name === undefined) return undefined
  const isEnded = value.endsWith(';')
  const end = words[at + 1]
  const isJoined = end === '&&' || end === ';'
  return { name, value: isEnded ? value.slice(0, -1) : value, words: at + 1 + (isJoined ? 1 : 0) }
}

/** `claude mcp add …`, `code --add-mcp '{…}'`: the server they would add. Undefined for any other text. */
export function addCommandIn(text: string): Found | undefined {
  if (text.length > lineMax) return undefined
  const line = text.replaceAll(/[\\^`]\r?\n\s*/gu, ' ').replace(/^[$>%]\s+/u, '')
  const [program = '', ...words] = shellWords(line)
  const app = Object.hasOwn(adders, program) ? adders[program] : undefined
  if (app === undefined) return undefined
  const entry = words[0] === '--add-mcp' ? jsonEntry(words[1]) : addedEntry(words)
  return entry && foundValues('add-command', [entry], { detail: { app }, guessesNames: true })
}

function addedEntry(words: readonly string[]): Fields | undefined {
  const [mcp, verb, ...rest] = words
  if (mcp !== 'mcp') return undefined
  if (verb === 'add-json') {
    const [name, json] = rest.filter((word) => !word.startsWith('-'))
    const entry = jsonEntry(json)
    return entry && { ...entry, name }
  }
  if (verb !== 'add') return undefined
  const { name, target, options } = addArguments(rest)
  const [first, ...args] = target
  const url = options.url ?? (first !== undefined && /^https?:/iu.test(first) ? first : undefined)
  if (name === undefined || (url === undefined && first === undefined)) return undefined
  const { env, headers, type } = options
  if (url !== undefined)
    return { name, url, ...(type && { type }), ...(Object.keys(headers).length > 0 && { headers }) }
  return { name, command: first, args, ...(Object.keys(env).length > 0 && { env }) }
}

interface AddOptions {
  url: string | undefined
  type: string | undefined
  readonly env: Record<string, string>
  readonly headers: Record<string, string>
}

/** The first word that is no option is the name; what follows `--`, or the name, is what is started. */
function addArguments(words: readonly string[]) {
  const options: AddOptions = { url: undefined, type: undefined, env: {}, headers: {} }
  let name: string | undefined
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--') return { name, target: words.slice(at + 1), options }
    const [flag = '', inline] = word.startsWith('--') ? splitAt(word, '=') : [word]
    const value = () => inline ?? words[++at] ?? ''
    if (flag === '--url') options.url = value()
    else if (flag === '--transport' || flag === '-t') options.type = value()
    else if (flag === '--scope' || flag === '-s') value()
    else if (flag === '--header' || flag === '-H') put(options.headers, value(), ':')
    else if (flag === '--env' || flag === '-e') {
      put(options.env, value(), '=')
      while (/^[A-Z_][A-Z0-9_]*=/u.test(words[at + 1] ?? '')) put(options.env, words[++at] ?? '', '=')
    } else if (word.startsWith('-')) continue
    else if (name === undefined) name = word
    else return { name, target: words.slice(at), options }
  }
  return { name, target: [], options }
}

function put(into: Record<string, string>, pair: string, sign: string): void {
  const [name = '', value = ''] = splitAt(pair, sign)
  into[name.trim()] = value.trim()
}

function splitAt(text: string, sign: string): [string, string?] {
  const at = text.indexOf(sign)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + sign.length)]
}

function jsonEntry(text: string | undefined): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
