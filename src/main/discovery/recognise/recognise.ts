import type { SourceIssue } from '../../../shared/contract/discovery'
import type { AskedInput, Recognised, Remark } from '../../../shared/contract/recognise'
import type { RegistrationDocument } from '../../../shared/contract/registration'
import { freeName, nameFromCommand, nameFromUrl } from '../../../shared/suggested-name'
import { holdsSecret, looksSecret } from '../../registry/secrets'
import { withoutRepeats, withSuspicions } from '../document'
import { type Entry, namedEntry, readEntry } from '../entry'
import type { NamedEntry } from '../kind'
import { type Found, nothing } from './found'
import { filledIn, openInputs, openParts } from './inputs'
import { linesIn } from './line-text'
import { linkIn } from './links'
import { fileFound, jsonFound, tomlFound, yamlFound } from './structured'

/** Longest text that is looked at, in UTF-16 units. */
const textMax = 1_048_576

export interface Recognition {
  readonly kind: Recognised['kind']
  /** Values for the words that say it: `app`, `name`, `host`. */
  readonly detail: Recognised['detail']
  readonly entries: readonly NamedEntry[]
  /** What the entries leave open. */
  readonly inputs: readonly AskedInput[]
  /** What is wrong with the whole. */
  readonly issues: readonly SourceIssue[]
  readonly remarks: readonly Remark[]
  /** What can be asked for its servers, where the text is the name of a machine. */
  readonly host: string | null
}

export interface Setting {
  /** What the text is called where it is a file: `.json` allows no comments, `.yaml` and `.toml` are read as such. */
  readonly fileName?: string | undefined
  /** Names that entries must not imitate, and names guessed must not have. */
  readonly knownNames?: readonly string[]
  /** What the server there, or started so, is called already. */
  readonly calledAlready?: (document: Readonly<Record<string, unknown>>) => string | undefined
  /** What a person gave for the inputs. */
  readonly values?: ReadonlyMap<string, string>
}

/**
 * What a text is: an address, a command line, the configuration of any program, an install link, the name of a machine;
 * and the servers it names. Never throws, asks nobody, resolves nothing. Texts over 1 MiB are nothing.
 */
export function recognise(text: string, setting: Setting = {}): Recognition {
  return recognition(foundIn(text, setting.fileName), setting)
}

function foundIn(given: string, fileName = ''): Found {
  const text = (fenced(given) ?? given).replace(/^\uFEFF/u, '').trim()
  if (text.length > textMax) return nothing()
  // A file is what its name says; what is wrong in it is told as that.
  if (/\.(?:jsonc?|ya?ml|toml)$/iu.test(fileName)) return fileFound(unmarked(given), fileName)
  if (tomlList.test(text)) return tomlFound(text)
  if (/^(?:[{[]|\/[/*])/u.test(text)) return jsonFound(unmarked(fenced(given) ?? given))
  // A snippet out of a larger file: `"files": { "command": … }`.
  if (/^"[^"\n]*"\s*:/u.test(text)) return { ...jsonFound(`{${text.replace(/,$/u, '')}}`), placed: false }
  return (
    linkIn(text, jsonFound) ??
    (yamlList.test(text) ? yamlFound(text) : undefined) ??
    linesIn(text) ??
    nothing()
  )
}

/** TOML and YAML are known by the names their lists have. */
const tomlList = /^[ \t]*\[{1,2}[ \t]*"?mcp_servers\b/mu
const yamlList = /^(?:extensions|mcpServers|mcp_servers|servers)[ \t]*:/mu

/** The first block of code in a text out of a manual. */
function fenced(text: string): string | undefined {
  if (!text.includes('```')) return undefined
  const start = text.indexOf('\n', text.indexOf('```')) + 1
  const end = text.indexOf('\n```', start - 1)
  return start > 0 && end > start ? text.slice(start, end) : undefined
}

const unmarked = (text: string) => text.replace(/^\uFEFF/u, '')

/** Looks at each entry that was found. */
export function recognition(what: Found, setting: Setting = {}): Recognition {
  const { knownNames = [], calledAlready } = setting
  const values = valuesFor(what.inputs, setting.values ?? new Map())
  const optional = new Set(what.inputs.filter(({ required }) => !required).map(({ id }) => id))
  const { kind, detail, lines, issues, host } = what
  const taken = new Set(knownNames)
  const open: unknown[] = []
  const read = what.entries.map((raw) => {
    const prepare = (document: Readonly<Record<string, unknown>>) => {
      open.push(openParts(document))
      const filled = filledIn(document, values, optional)
      if (!what.guessesNames) return filled
      return { name: calledAlready?.(filled) ?? guessedName(filled, taken), ...named(filled) }
    }
    const entry = readEntry(raw, lines, { dialect: what.dialect, prepare })
    if (entry.document) taken.add(entry.document.name)
    return entry
  })
  const entries = withSuspicions(withoutRepeats(read, lines), knownNames, lines)
  return {
    kind,
    detail,
    entries: entries.map((entry) => namedEntry(entry, what)),
    inputs: openInputs(open, what.inputs),
    issues,
    remarks: [...what.remarks, ...entries.flatMap(remarksOf)],
    host,
  }
}

/** What a person gave, else what was declared to be taken then. */
function valuesFor(
  declared: readonly AskedInput[],
  given: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const initial = declared.flatMap(({ id, initial }): [string, string][] => (initial ? [[id, initial]] : []))
  return new Map([...initial, ...[...given].filter(([, value]) => value !== '')])
}

/** Without a name that is none. */
function named({ name, ...fields }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return name === undefined || name === '' ? fields : { name, ...fields }
}

function guessedName({ url, command, args }: Readonly<Record<string, unknown>>, taken: ReadonlySet<string>) {
  const words = Array.isArray(args) ? args.filter((word) => typeof word === 'string') : []
  const name = typeof command === 'string' ? nameFromCommand(command, words) : nameFromUrl(String(url))
  return freeName(name, taken) || freeName('server', taken)
}

function remarksOf({ document, claimsTrust }: Entry): Remark[] {
  if (document === null) return []
  const { name: server } = document
  return [
    ...(claimsTrust ? [{ code: 'claims-trust' as const, detail: { server } }] : []),
    ...(secretInArgs(document) ? [{ code: 'secret-in-args' as const, detail: { server } }] : []),
    ...(secretInUrl(document) ? [{ code: 'secret-in-url' as const, detail: { server } }] : []),
  ]
}

/** `--api-key VALUE`, `--token=VALUE`, or an argument that looks like a key by itself. */
function secretInArgs({ args = [] }: RegistrationDocument): boolean {
  return args.some((word, at) => {
    const [flag = '', value = args[at + 1]] = word.includes('=') ? splitOnce(word) : [word]
    if (looksSecret(word)) return true
    const isNamed = flag.startsWith('-') && holdsSecret('env', flag)
    return isNamed && value !== undefined && !value.startsWith('-') && !value.startsWith('${')
  })
}

function secretInUrl({ url = '' }: RegistrationDocument): boolean {
  if (!URL.canParse(url)) return false
  return [...new URL(url).searchParams].some(
    ([name, value]) =>
      value !== '' && !/%7B|\{/u.test(value) && (holdsSecret('env', name) || looksSecret(value)),
  )
}

function splitOnce(word: string): [string, string] {
  const at = word.indexOf('=')
  return [word.slice(0, at), word.slice(at + 1)]
}
