import { SseError } from '@modelcontextprotocol/client'
import type { Registration } from '../../shared/contract/registration'
import type { Host } from '../host'
import { hiding } from '../registry/secrets'
import { askableOf, type Compatibility } from './compatibility'
import { Conduct } from './conduct'
import { type ConnectionError, ConnectionFailure, causeOf, connectionErrorOf } from './errors'
import { type Guard, GuardedProcess, GuardedTransport } from './guarded-transport'
import { type Endpoint, endpoints, httpLink } from './http'
import type { LastLines } from './last-lines'
import { loginPath } from './login-path'
import { type Era, negotiate } from './negotiate'
import { type Keeping, ServerProcess } from './process'
import type { ServerLog } from './server-log'
import { Session } from './session'
import type { Bearer } from './sign-in/bearer'

/** What earlier connections taught about a server; spares questions, never decides anything for good. */
export interface Learned {
  /** The address that answered. */
  endpoint: Pick<Endpoint, 'kind' | 'address'> | null
  era: Era | null
  eraAt: number
  /** Until when its certificate is good, epoch milliseconds; null where it has shown none. */
  certificateEndsAt: number | null
  readonly conduct: Conduct
}

export const nothingLearned = (): Learned => ({
  endpoint: null,
  era: null,
  eraAt: 0,
  certificateEndsAt: null,
  conduct: new Conduct(),
})

/** A server that was upgraded still answers in the old way, so the memory of an old era fades. */
const eraMemoryMs = 24 * 3_600_000

/** What answered. */
export interface Reached {
  readonly pid?: number
  readonly response?: Response
}

export interface Opening {
  /** With real secrets in it. */
  readonly registration: Registration
  /** Where a process is kept on record, and for whom; without it it ends with its connection only. */
  readonly keeping?: Keeping
  readonly learned: Learned
  readonly stderr: LastLines
  /** What of the registration must not be shown again. */
  readonly secrets: readonly string[]
  /** Puts the token of a sign-in on requests over HTTP. */
  readonly bearer?: Bearer
  /** Is told what happens on the way and later. */
  readonly log?: ServerLog
  /** Aborted with the reason to fail with. */
  readonly signal: AbortSignal
  readonly timeoutMs: number
  readonly requestTimeoutMs: () => number
  readonly compatibility: Compatibility
  readonly host: Host
  /** Something is there: the process runs, the address answered. May be called more than once. */
  readonly onReached?: (reached: Reached) => void
}

/**
 * One attempt to reach a server. Throws `ConnectionFailure` and then leaves no socket and no process behind.
 * What it learned on the way is kept in `learned`.
 */
export async function open(opening: Opening): Promise<Session> {
  const { registration, learned, host } = opening
  const { url } = registration
  learned.conduct.begin()
  const session = await (url === undefined ? openProcess(opening) : openHttp(opening, url)).catch((error) => {
    if (error instanceof ConnectionFailure && otherwise.has(error.error.code)) learned.era = null
    throw error
  })
  if (session.era !== learned.era) learned.eraAt = host.clock.now()
  learned.era = session.era
  return session
}

/** The server is there but answers otherwise than it did: it may have changed its era. */
const otherwise: ReadonlySet<ConnectionError['code']> = new Set([
  'protocol',
  'http-status',
  'not-mcp',
  'era-unsupported',
])

async function openProcess(opening: Opening): Promise<Session> {
  const { registration, stderr, log, secrets, learned, keeping } = opening
  const { conduct } = learned
  const hide = hiding(secrets)
  const command = registration.command ?? ''
  const made: ServerProcess[] = []
  const env = await variablesOf(opening)
  const make = () => {
    const { args, cwd } = registration
    const one = new ServerProcess({ command, args, env, cwd }, stderr, keeping)
    one.patienceMs = opening.requestTimeoutMs
    one.onstarted = (pid = 0) => {
      opening.onReached?.({ pid })
      log?.connection('process', 'info', { pid })
    }
    one.onstderr = (lines, leftOut) => {
      log?.stderr(lines, leftOut)
      return lines.map(hide)
    }
    const guarded = new GuardedProcess(one, guardOf(opening, command))
    one.onbroken = (line) => guarded.broken(line)
    made.push(one)
    return guarded
  }
  try {
    const spoken = await negotiate(make, termsOf(opening))
    const { transport } = spoken
    return new Session({
      ...spoken,
      ...sharedParts(opening),
      kind: 'stdio',
      address: command,
      pid: transport.pid,
      causeOf: () => conduct.failure ?? made.at(-1)?.exit,
      followStream: (listener) => listener(true),
    })
  } catch (error) {
    const { signal } = opening
    const cause = conduct.failure ?? made.at(-1)?.exit ?? error
    throw failureOf(signal.aborted ? signal.reason : cause, command, opening)
  }
}

/** What a command is started with besides what every program needs: the PATH of the login shell, and its own variables. */
export async function variablesOf(opening: Opening): Promise<Record<string, string>> {
  const path = await loginPath(opening.host, opening)
  return { ...(path !== null && { PATH: path }), ...opening.registration.env }
}

async function openHttp(opening: Opening, url: string): Promise<Session> {
  const { registration, learned, signal } = opening
  const preferred = registration.transport === 'sse' ? 'sse' : 'http'
  const failures: ConnectionError[] = []
  for (const endpoint of endpoints(url, preferred, registration.headers, learned.endpoint)) {
    try {
      const session = await openEndpoint(opening, endpoint)
      learned.endpoint = endpoint
      return session
    } catch (error) {
      const failure = failureOf(signal.aborted ? signal.reason : error, endpoint.address, opening)
      if (signal.aborted || !isElsewhere(failure.error)) throw failure
      failures.push(failure.error)
    }
  }
  const telling = failures.find(({ code }) => code === 'not-mcp') ?? failures[0]
  throw new ConnectionFailure(telling?.code ?? 'not-mcp', { ...telling?.detail, address: url })
}

async function openEndpoint(opening: Opening, endpoint: Endpoint): Promise<Session> {
  const links: ReturnType<typeof httpLink>[] = []
  const make = () => {
    const guard = guardOf(opening, endpoint.address)
    const { bearer, registration } = opening
    const link = httpLink(endpoint, {
      ...guard,
      onAnswered: (response) => opening.onReached?.({ response }),
      onCertificate: (endsAt) => {
        opening.learned.certificateEndsAt = endsAt
      },
      signed:
        bearer && ((ask) => bearer.over(ask, { url: registration.url ?? '', headers: endpoint.headers })),
    })
    links.push(link)
    return new GuardedTransport(link.transport, guard)
  }
  const terms = termsOf(opening)
  try {
    const spoken = await negotiate(make, {
      ...terms,
      knownLegacy: terms.knownLegacy || endpoint.kind === 'sse',
    })
    const link = links.at(-1)
    return new Session({
      ...spoken,
      ...(link && { transport: link.transport }),
      ...sharedParts(opening),
      kind: endpoint.kind,
      address: endpoint.address,
      pid: null,
      causeOf: () => opening.learned.conduct.failure,
      onLost: () => link?.stop(),
      followStream: (listener) => link?.followStream(listener),
    })
  } catch (error) {
    if (error instanceof SseError) error.cause ??= links.at(-1)?.lastFailure()
    throw opening.learned.conduct.failure ?? error
  }
}

function termsOf({ host, learned, timeoutMs, signal, compatibility }: Opening) {
  const remembered = host.clock.now() - learned.eraAt < eraMemoryMs
  const knownLegacy = learned.era === 'legacy' && remembered
  return { version: host.version, knownLegacy, timeoutMs, signal, compatibility }
}

function guardOf({ host, learned, log, compatibility }: Opening, address: string): Guard {
  return {
    address,
    mayAsk: askableOf(compatibility),
    clock: host.clock,
    conduct: learned.conduct,
    onViolation: (violation, detail) => log?.protocol(violation, 'warning', detail),
    onExcess: ({ error }) => log?.protocol('over-limit', 'error', causeOf(error)),
  }
}

function sharedParts({ host, requestTimeoutMs, compatibility, log }: Opening) {
  return { clock: host.clock, requestTimeoutMs, compatibility, ...(log && { log }) }
}

function failureOf(error: unknown, address: string, { timeoutMs }: Opening): ConnectionFailure {
  const { code, detail } = connectionErrorOf(error, { address, timeoutMs })
  return new ConnectionFailure(code, detail)
}

/** Says that MCP is not spoken at this address in this way, so that another may be tried. */
function isElsewhere({ code, detail }: ConnectionError): boolean {
  if (code === 'not-mcp') return true
  const status = code === 'http-status' ? Number(detail.status) : 0
  return status === 501 || (status >= 400 && status < 500 && status !== 408 && status !== 429)
}
