import { RegistrationDocument } from '../../shared/contract/registration'
import { type Document, patchBetween } from './patch'

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
  /** `auto`: the address decides. */
  readonly transport: 'auto' | 'http' | 'sse'
  readonly tags: readonly string[]
  readonly priority: string
  readonly autoConnect: boolean
  readonly healthUrl: string
  readonly description: string
  /** Seconds. */
  readonly timeout: string
  readonly retries: string
  /** JSON. */
  readonly metadata: string
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
  transport: 'auto',
  tags: [],
  priority: '0',
  autoConnect: true,
  healthUrl: '',
  description: '',
  timeout: '',
  retries: '',
  metadata: '',
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
    transport: transportOf(document),
    tags: [...new Set(document.tags ?? [])],
    priority: String(document.priority ?? 0),
    autoConnect: document.auto_connect ?? true,
    healthUrl: document.health_check_url ?? '',
    description: document.description ?? '',
    timeout: document.timeout === undefined ? '' : String(document.timeout),
    retries: document.retry_count === undefined ? '' : String(document.retry_count),
    metadata: document.metadata == null ? '' : JSON.stringify(document.metadata, null, 2),
  }
}

function transportOf({ type }: RegistrationDocument): Draft['transport'] {
  if (type === 'sse') return 'sse'
  return type === undefined || type === 'stdio' ? 'auto' : 'http'
}

/** The registration the draft describes, in the original format; fields left empty are left out. */
export function documentOf(draft: Draft): Document {
  const target = draft.kind === 'http' ? httpTarget(draft) : commandTarget(draft)
  return {
    name: draft.name.trim(),
    ...target,
    ...(draft.description !== '' && { description: draft.description }),
    ...(draft.tags.length > 0 && { tags: draft.tags }),
    priority: numberIn(draft.priority),
    auto_connect: draft.autoConnect,
    ...(draft.healthUrl.trim() !== '' && { health_check_url: draft.healthUrl.trim() }),
    ...(draft.timeout.trim() !== '' && { timeout: numberIn(draft.timeout) }),
    ...(draft.retries.trim() !== '' && { retry_count: numberIn(draft.retries) }),
    ...(draft.metadata.trim() !== '' && { metadata: valueIn(draft.metadata) }),
  }
}

/** The number a text is; else the text, which the contract refuses in its place. */
function numberIn(text: string): number | string {
  return /^[+-]?\d+(?:\.\d+)?$/u.test(text.trim()) ? Number(text) : text
}

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function httpTarget({ url, headers, transport }: Draft): Document {
  return {
    url: url.trim(),
    ...(transport !== 'auto' && { type: transport }),
    ...(headers.some(isFilled) && { headers: recordOf(headers) }),
  }
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
  return patchBetween(documentOf(before), documentOf(after))
}

/** What is wrong with one field of the form; `code` is a key below `problem` in the texts or a sentence of the contract. */
export interface Problem {
  readonly code: 'required' | 'tooLong' | 'tooMany' | 'number' | 'seconds' | 'object' | 'text'
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
  if (field === 'priority' || field === 'retry_count') return { code: 'number', message }
  if (field === 'timeout') return { code: 'seconds', message }
  if (field === 'metadata') return { code: 'object', message }
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
