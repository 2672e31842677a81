import type { Trial, TrialStep } from '../../shared/contract/connections'
import { Fault } from '../../shared/contract/fault'
import type { Registration } from '../../shared/contract/registration'
import type { Host } from '../host'
import type { Processes } from '../processes/processes'
import { secretsIn } from '../registry/secrets'
import { SecretMissing, type Vault } from '../registry/vault'
import type { Preferences } from '../settings/preferences'
import { nothingOld } from './compatibility'
import { type ConnectionError, ConnectionFailure, connectionErrorOf } from './errors'
import { LastLines } from './last-lines'
import { nothingLearned, open, type Reached } from './open'
import type { Session } from './session'
import type { Bearer } from './sign-in/bearer'
import { strangersBearer } from './sign-in/stranger'

type StepName = TrialStep['step']
const stepNames: readonly StepName[] = ['reach', 'speak', 'list']

/** Names of tools an answer carries; the count is of all. */
const namesMax = 200

/**
 * Connects once to what nobody has registered yet, and tells how far it came. Owns what it opens until it is closed
 * again; keeps nothing.
 */
export class Trials {
  readonly #vault: Vault
  readonly #preferences: Preferences
  readonly #host: Host
  readonly #processes: Processes | undefined
  readonly #ended = new AbortController()
  readonly #running = new Set<Promise<Trial>>()

  constructor(parts: { vault: Vault; preferences: Preferences; host: Host; processes?: Processes }) {
    this.#vault = parts.vault
    this.#preferences = parts.preferences
    this.#host = parts.host
    this.#processes = parts.processes
  }

  /**
   * Resolves once what was opened is closed again, its process included: after the connect and the request timeout and
   * 4 s at the latest. A server that cannot be used is an answer, not a fault. Throws Fault cancelled (`signal`).
   */
  run(registration: Registration, signal?: AbortSignal): Promise<Trial> {
    const given = AbortSignal.any([this.#ended.signal, ...(signal ? [signal] : [])])
    const running = this.#run(registration, given).finally(() => this.#running.delete(running))
    this.#running.add(running)
    return running
  }

  /** Gives up what is under way; resolves once its processes are gone. */
  async end(): Promise<void> {
    this.#ended.abort(new ConnectionFailure('closed', { address: 'Rollcall' }))
    await Promise.allSettled(this.#running)
  }

  async #run(registration: Registration, signal: AbortSignal): Promise<Trial> {
    const steps = new Steps(() => this.#host.clock.now())
    const stderr = new LastLines()
    let session: Session | undefined
    let tools: string[] = []
    let error: ConnectionError | null = null
    try {
      session = await this.open(registration, { stderr, signal, onReached: () => steps.pass('reach') })
      steps.pass('reach')
      steps.pass('speak')
      tools = await this.#list(session, signal)
      steps.pass('list')
    } catch (thrown) {
      if (signal.aborted) throw new Fault('cancelled', 'The test was given up.', {})
      error = session ? session.failureOf(thrown) : failureOf(thrown, registration)
      steps.fail()
    } finally {
      await session?.close()
    }
    return {
      steps: steps.all(),
      error,
      era: session?.era ?? null,
      transport: session?.kind ?? null,
      address: session?.address ?? null,
      toolCount: tools.length,
      tools: tools.slice(0, namesMax),
      stderr: stderr.all(),
    }
  }

  /** One attempt within the connect timeout; the session is the caller's to close. Throws what `open` and the vault throw. */
  async open(
    registration: Registration,
    rest: {
      stderr: LastLines
      signal: AbortSignal
      onReached: (reached: Reached) => void
      /** Of a server that is kept; without it nobody is signed in. */
      bearer?: Bearer
    },
  ): Promise<Session> {
    const { connectTimeoutMs } = this.#preferences.get()
    const timeoutMs = registration.timeoutMs ?? connectTimeoutMs
    const address = registration.url ?? registration.command ?? ''
    const limit = new AbortController()
    const cancel = this.#host.clock.after(timeoutMs, () =>
      limit.abort(new ConnectionFailure('timeout', { address, seconds: timeoutMs / 1_000 })),
    )
    try {
      const opened = await this.#vault.open(registration)
      return await open({
        bearer: strangersBearer(this.#vault, this.#host),
        ...rest,
        registration: opened,
        // Its arguments may hold what is no reference yet.
        ...(this.#processes && {
          keeping: {
            processes: this.#processes,
            owner: { kind: 'trial', name: registration.name },
            command: registration.command ?? '',
          },
        }),
        secrets: secretsIn(registration, opened),
        learned: nothingLearned(),
        signal: AbortSignal.any([rest.signal, limit.signal]),
        timeoutMs,
        requestTimeoutMs: () => this.#preferences.get().requestTimeoutMs,
        compatibility: nothingOld,
        host: this.#host,
      })
    } finally {
      cancel()
    }
  }

  async #list(session: Session, signal: AbortSignal): Promise<string[]> {
    if (!session.offers('tools')) return []
    const timeout = this.#preferences.get().requestTimeoutMs
    const { tools } = await session.client.listTools(undefined, { timeout, signal })
    return tools.map(({ name }) => name)
  }
}

/** How far a trial came; each step begins where the one before it ended. */
class Steps {
  readonly #now: () => number
  readonly #passed: TrialStep[] = []
  #failed: TrialStep | undefined
  #since: number

  constructor(now: () => number) {
    this.#now = now
    this.#since = now()
  }

  /** The step is done; said again it changes nothing. */
  pass(step: StepName): void {
    if (!this.#passed.some((one) => one.step === step)) this.#passed.push(this.#ended(step, 'ok'))
  }

  /** The first step that is not done is the one that failed. */
  fail(): void {
    const step = stepNames[this.#passed.length]
    if (step) this.#failed = this.#ended(step, 'failed')
  }

  /** All steps, in order; those never come to are `skipped`. */
  all(): TrialStep[] {
    const came = [...this.#passed, ...(this.#failed ? [this.#failed] : [])]
    const rest = stepNames.slice(came.length)
    return [...came, ...rest.map((step): TrialStep => ({ step, outcome: 'skipped', durationMs: null }))]
  }

  #ended(step: StepName, outcome: 'ok' | 'failed'): TrialStep {
    const now = this.#now()
    const durationMs = now - this.#since
    this.#since = now
    return { step, outcome, durationMs }
  }
}

function failureOf(thrown: unknown, { url, command, timeoutMs = 0 }: Registration): ConnectionError {
  const known =
    thrown instanceof SecretMissing
      ? new ConnectionFailure('secret-missing', { field: thrown.field })
      : thrown
  return connectionErrorOf(known, { address: url ?? command ?? '', timeoutMs })
}
