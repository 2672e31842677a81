import { RegistrationDocument } from '../../shared/contract/registration'

export interface Pair {
  /** Only tells the rows of the form apart. */
  readonly id: number
  readonly key: string
  readonly value: string
}

/** A registration as the form has it: text where the person types text. */
export interface Draft {
  readonly kind: 'http' | 'command'
  readonly name: string
  readonly url: string
  readonly command: string
  /** One argument a line. */
  readonly args: string
  readonly cwd: string
  readonly env: readonly Pair[]
  readonly headers: readonly Pair[]
  /** Separated by commas. */
  readonly tags: string
  readonly priority: string
  readonly autoConnect: boolean
  readonly healthUrl: string
  readonly description: string
}

export const emptyDraft: Draft = {
  kind: 'http',
  name: '',
  url: '',
  command: '',
  args: '',
  cwd: '',
  env: [],
  headers: [],
  tags: '',
  priority: '0',
  autoConnect: true,
  healthUrl: '',
  description: '',
}

export function draftOf(document: RegistrationDocument): Draft {
  return {
    kind: document.command === undefined ? 'http' : 'command',
    name: document.name,
    url: document.url ?? '',
    command: document.command ?? '',
    args: (document.args ?? []).join('\n'),
    cwd: document.cwd ?? '',
    env: pairsOf(document.env),
    headers: pairsOf(document.headers),
    tags: (document.tags ?? []).join(', '),
    priority: String(document.priority ?? 0),
    autoConnect: document.auto_connect ?? true,
    healthUrl: document.health_check_url ?? '',
    description: document.description ?? '',
  }
}

type Document = Record<string, unknown>

/** The registration the draft describes, in the original format; fields left empty are left out. */
export function documentOf(draft: Draft): Document {
  const target = draft.kind === 'http' ? httpTarget(draft) : commandTarget(draft)
  const tags = draft.tags
    .split(/[,，、]/u)
    .map((tag) => tag.trim())
    .filter(Boolean)
  return {
    name: draft.name.trim(),
    ...target,
    ...(draft.description !== '' && { description: draft.description }),
    ...(tags.length > 0 && { tags: [...new Set(tags)] }),
    priority: /^[+-]?\d+$/.test(draft.priority.trim()) ? Number(draft.priority) : draft.priority,
    auto_connect: draft.autoConnect,
    ...(draft.healthUrl.trim() !== '' && { health_check_url: draft.healthUrl.trim() }),
  }
}

function httpTarget({ url, headers }: Draft): Document {
  return { url: url.trim(), ...(headers.some(isFilled) && { headers: recordOf(headers) }) }
}

function commandTarget({ command, args, cwd, env }: Draft): Document {
  return {
    command: command.trim(),
    ...(args.trim() !== '' && { args: linesOf(args) }),
    ...(cwd.trim() !== '' && { cwd: cwd.trim() }),
    ...(env.some(isFilled) && { env: recordOf(env) }),
  }
}

/** What to send so that the registration becomes what the draft says: only what differs, `null` for what goes. */
export function patchOf(before: Draft, after: Draft): Document {
  const old = documentOf(before)
  const now = documentOf(after)
  const gone = Object.keys(old).filter((field) => !(field in now))
  const changed = Object.entries(now).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(old[field]),
  )
  return { ...Object.fromEntries(gone.map((field) => [field, null])), ...Object.fromEntries(changed) }
}

/** What is wrong with one field of the form; `code` is a key below `problem` in the texts or a sentence of the contract. */
export interface Problem {
  readonly code: 'required' | 'tooLong' | 'tooMany' | 'number' | 'text'
  readonly message: string
  readonly max?: number
}

/** What is wrong with the draft, by field of the document. Empty where it can be sent. */
export function problemsOf(draft: Draft): ReadonlyMap<string, Problem> {
  const parsed = RegistrationDocument.safeParse(documentOf(draft))
  const problems = new Map<string, Problem>()
  if (!parsed.success)
    for (const issue of parsed.error.issues) {
      const field = String(issue.path[0] ?? 'name')
      if (!problems.has(field)) problems.set(field, problemOf(field, issue))
    }
  return problems
}

function problemOf(
  field: string,
  issue: { code: string; message: string; maximum?: unknown; input?: unknown },
): Problem {
  const { code, message, maximum } = issue
  if (field === 'priority') return { code: 'number', message }
  if (code === 'too_small') return { code: 'required', message }
  if (code === 'too_big')
    return { code: field === 'tags' ? 'tooMany' : 'tooLong', message, max: Number(maximum) }
  return { code: 'text', message: code === 'invalid_key' ? innerMessage(issue) : message }
}

/** A name that does not fit, in `env` or `headers`, hides its reason one level down. */
function innerMessage(issue: { message: string; issues?: unknown }): string {
  const [first] = Array.isArray(issue.issues) ? issue.issues : []
  return typeof first?.message === 'string' ? first.message : issue.message
}

export function linesOf(args: string): readonly string[] {
  return args.replace(/\n+$/, '').split('\n')
}

const isFilled = ({ key, value }: Pair) => key.trim() !== '' || value !== ''

const recordOf = (pairs: readonly Pair[]) =>
  Object.fromEntries(pairs.filter(isFilled).map(({ key, value }) => [key.trim(), value]))

function pairsOf(record: Record<string, string> = {}): readonly Pair[] {
  return Object.entries(record).map(([key, value], id) => ({ id, key, value }))
}
