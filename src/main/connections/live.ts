import type { Registration } from '../../shared/contract/registration'
import type { Host } from '../host'
import type { Owner, Processes } from '../processes/processes'
import type { Approvals } from '../registry/approvals'
import { hiding, secretsIn } from '../registry/secrets'
import { SecretMissing, type Vault } from '../registry/vault'
import type { Preferences } from '../settings/preferences'
import { compatibilityOf } from './compatibility'
import { type ConnectionError, ConnectionFailure } from './errors'
import type { Gate } from './gate'
import type { LastLines } from './last-lines'
import { noteListFailed } from './log-notes'
import { Offers } from './offers'
import type { Learned, open } from './open'
import type { ServerLog } from './server-log'
import type { Session } from './session'
import type { Shelf } from './shelf'
import type { SignIns } from './sign-in/sign-ins'

/** How long a fresh session waits for its first lists before it shows as connected. */
const firstListsMs = 5_000

/** What all connections share. */
export interface ConnectionParts {
  readonly approvals: Approvals
  readonly vault: Vault
  readonly preferences: Preferences
  readonly gate: Gate
  readonly host: Host
  /** Where processes are kept on record. */
  readonly processes?: Processes
  readonly signIns: SignIns
  /** How a server is reached. */
  readonly open: typeof open
}

/** A session in use, and the reading of its lists. */
export interface Live {
  readonly session: Session
  readonly offers: Offers
  readonly since: number
  readonly connectMs: number
}

interface Attempt {
  readonly owner: Owner
  readonly serverId: string
  /** As registered: secrets are references. */
  readonly registration: Registration
  readonly learned: Learned
  readonly stderr: LastLines
  readonly log: ServerLog
  readonly signal: AbortSignal
  readonly parts: ConnectionParts
  readonly shelf: Shelf
  readonly onListed: () => void
  /** A list got no answer. */
  readonly onListLost: (error: ConnectionError) => void
}

/**
 * One attempt, from the secrets to the first lists. Throws `ConnectionFailure`, after the registration's or the
 * preferences' connect timeout at the latest.
 */
export async function openLive(attempt: Attempt): Promise<Live> {
  const { clock } = attempt.parts.host
  const startedAt = clock.now()
  const session = await openInTime(attempt)
  const since = clock.now()
  const offers = new Offers({
    session,
    clock,
    shelf: attempt.shelf,
    onChanged: attempt.onListed,
    onFailed: (error, isNews) => {
      if (isNews) noteListFailed(attempt.log, error)
      // A server that answers with a protocol error is there.
      if (error.code === 'protocol') return
      attempt.onListLost(error)
      void session.doubt()
    },
    onTwice: (tool) => attempt.log.protocol('tool-twice', 'warning', { tool }),
  })
  session.start()
  await firstLists(session, offers, attempt)
  return { session, offers, since, connectMs: since - startedAt }
}

async function openInTime({
  owner,
  serverId,
  registration,
  learned,
  stderr,
  log,
  signal,
  parts,
}: Attempt): Promise<Session> {
  const { host, vault, preferences, signIns } = parts
  const timeoutMs = registration.timeoutMs ?? preferences.get().connectTimeoutMs
  const address = registration.url ?? registration.command ?? ''
  const limit = new AbortController()
  const cancel = host.clock.after(timeoutMs, () =>
    limit.abort(new ConnectionFailure('timeout', { address, seconds: timeoutMs / 1_000 })),
  )
  try {
    const opened = await vault.open(registration).catch(explainSecret)
    const secrets = secretsIn(registration, opened)
    log.hide = hiding(secrets)
    return await parts.open({
      registration: opened,
      ...(parts.processes && {
        keeping: {
          processes: parts.processes,
          owner,
          command: [registration.command, ...registration.args].join(' '),
        },
      }),
      secrets,
      bearer: signIns.bearer(serverId),
      log,
      learned,
      stderr,
      signal: AbortSignal.any([signal, limit.signal]),
      timeoutMs,
      requestTimeoutMs: () => preferences.get().requestTimeoutMs,
      compatibility: compatibilityOf(preferences.get()),
      host,
    })
  } finally {
    cancel()
  }
}

function explainSecret(error: unknown): never {
  throw error instanceof SecretMissing
    ? new ConnectionFailure('secret-missing', { field: error.field })
    : error
}

/** Until the first lists are there, so that "connected" has something to show; but not for ever. */
async function firstLists(session: Session, offers: Offers, { signal, parts }: Attempt): Promise<void> {
  const { promise: enough, resolve } = Promise.withResolvers<void>()
  const stop = () => resolve()
  const cancel = parts.host.clock.after(firstListsMs, stop)
  session.once('lost', stop)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted || session.lostTo) stop()
  await Promise.race([offers.start(), enough])
  cancel()
  session.off('lost', stop)
  signal.removeEventListener('abort', stop)
}
