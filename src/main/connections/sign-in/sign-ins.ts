import { EventEmitter } from 'node:events'
import { Fault } from '../../../shared/contract/fault'
import type { SignInProblem, SignIn as View } from '../../../shared/contract/sign-in'
import type { Host } from '../../host'
import type { Registry } from '../../registry/registry'
import type { ServerRecord } from '../../registry/server-record'
import { undoMs } from '../../registry/server-table'
import { SecretMissing, type Vault } from '../../registry/vault'
import { Bearer } from './bearer'
import { CredentialStore } from './credentials'
import { type GivenClient, introduced } from './introduced'
import { problemOf, SignInFailure } from './problem'
import { revoke } from './revoke'
import { SignIn } from './sign-in'
import { viewOf } from './view'

/** What is known of one server's sign-in besides its credentials. */
interface Entry {
  readonly bearer: Bearer
  running?: SignIn | undefined
  opened: boolean
  problem: SignInProblem | null
  /** The last try ended in the browser: what we registered as may not be known there any more. */
  registerAnew: boolean
}

/** Signing in to servers and out again; whoever sends requests to one takes the token from its `bearer`. */
export class SignIns extends EventEmitter<{
  changed: [serverId: string]
  'signed-in': [serverId: string]
  'signed-out': [serverId: string]
}> {
  readonly #registry: Registry
  readonly #vault: Vault
  readonly #host: Host
  readonly #store: CredentialStore
  readonly #entries = new Map<string, Entry>()
  #cancelTidying: (() => void) | undefined

  constructor(parts: { registry: Registry; vault: Vault; host: Host }) {
    super()
    this.#registry = parts.registry
    this.#vault = parts.vault
    this.#host = parts.host
    this.#store = new CredentialStore(parts.vault, parts.host.log)
  }

  /**
   * Follows the registry: what belongs to a server that is elsewhere now is deleted, and what belongs to one that is gone,
   * once it cannot be brought back.
   */
  start(): void {
    this.#registry.on('removed', this.#removed)
    this.#registry.on('changed', this.#replaced)
    this.#tidy()
  }

  /** Gives up what is under way. */
  end(): void {
    this.#registry.off('removed', this.#removed)
    this.#registry.off('changed', this.#replaced)
    this.#cancelTidying?.()
    for (const { running } of this.#entries.values()) running?.cancel()
    this.removeAllListeners()
  }

  /** What puts the server's token on its requests. */
  bearer(id: string): Bearer {
    return this.#entry(id).bearer
  }

  /** Undefined where nobody signed in, tried to, or was asked to. */
  view(id: string): View | undefined {
    const record = this.#registry.get(id)
    const url = record?.registration.url
    const entry = this.#entries.get(id)
    if (url === undefined) return undefined
    return viewOf({ ...entry, credentials: this.#store.get(id, url) })
  }

  /**
   * Begins a sign-in, or opens the browser again for the one under way. Resolves once it is the browser's turn or it
   * has come to nothing. Throws Fault invalid for a server that is a command.
   */
  async begin(id: string): Promise<View> {
    const record = this.#record(id)
    const entry = this.#entry(id)
    if (entry.bearer.asking.isInsatiable) this.#fail(id, new SignInFailure('scope-limit'))
    else {
      entry.running ??= await this.#start(record, entry)
      await entry.running.ready
      await this.#openBrowser(id, entry)
    }
    return this.#shown(id)
  }

  cancel(id: string): View {
    this.#entry(id).running?.cancel()
    return this.#shown(id)
  }

  /** Forgets the tokens. A client id given by hand stays. */
  async out(id: string): Promise<View> {
    const { url } = this.#record(id)
    const entry = this.#entry(id)
    entry.running?.cancel()
    const credentials = this.#store.get(id, url)
    await this.#store.put(id, credentials?.client?.byHand ? { ...credentials, tokens: null } : null)
    entry.bearer.reset()
    entry.problem = null
    if (credentials?.tokens) this.emit('signed-out', id)
    this.emit('changed', id)
    if (credentials)
      void revoke(credentials).catch((error: unknown) => this.#warn(error, 'a token was not revoked'))
    return this.#shown(id)
  }

  /** Takes the client id a person got from the authorization server, then begins; null forgets it. */
  async client(id: string, given: GivenClient | null): Promise<View> {
    const { url } = this.#record(id)
    const entry = this.#entry(id)
    entry.running?.cancel()
    if (given === null) {
      await this.#store.put(id, null)
      entry.problem = null
      this.emit('changed', id)
      return this.#shown(id)
    }
    try {
      const challenge = entry.bearer.challenge ?? { url }
      const headers = await this.#headersOf(id)
      const now = this.#host.clock.now()
      await this.#store.put(id, await introduced(given, { url, challenge, headers, now }))
    } catch (error) {
      this.#fail(id, error)
      return this.#shown(id)
    }
    return this.begin(id)
  }

  async #start({ id, url }: { id: string; url: string }, entry: Entry): Promise<SignIn> {
    const { clock, version, clientMetadataUrl } = this.#host
    const before = this.#store.get(id, url)
    const isStale = entry.registerAnew && before?.client?.byHand !== true
    const signIn = new SignIn({
      url,
      headers: await this.#headersOf(id),
      challenge: entry.bearer.challenge ?? { url },
      before: before && isStale ? { ...before, client: null } : before,
      wanted: entry.bearer.asking.wanted,
      clientMetadataUrl,
      version,
      clock,
      onStep: () => this.emit('changed', id),
    })
    // Asked twice at once, the first has it.
    if (entry.running) return entry.running
    entry.running = signIn
    entry.opened = false
    entry.problem = null
    this.emit('changed', id)
    void this.#follow(id, entry, signIn)
    return signIn
  }

  async #follow(id: string, entry: Entry, signIn: SignIn): Promise<void> {
    try {
      const credentials = await signIn.run()
      if (signIn.isCancelled) return
      await this.#store.put(id, credentials)
      entry.registerAnew = false
      entry.bearer.renewed()
      this.#settle(entry, signIn)
      this.emit('signed-in', id)
    } catch (error) {
      if (signIn.step !== 'preparing') entry.registerAnew = true
      this.#settle(entry, signIn)
      if (!signIn.isCancelled) this.#fail(id, error)
    } finally {
      this.#settle(entry, signIn)
      this.emit('changed', id)
    }
  }

  #settle(entry: Entry, signIn: SignIn): void {
    if (entry.running === signIn) entry.running = undefined
  }

  async #openBrowser(id: string, { running }: Entry): Promise<void> {
    const url = running?.authorizationUrl
    if (!url) return
    const opened = await this.#host.openExternal(url).catch((error: unknown) => {
      this.#warn(error, 'the browser could not be opened')
      return false
    })
    const entry = this.#entries.get(id)
    if (entry) entry.opened = opened
    this.emit('changed', id)
  }

  #fail(id: string, error: unknown): void {
    const address = this.#registry.get(id)?.registration.url ?? ''
    const problem = problemOf(error, address)
    this.#host.log.info({ server: id, problem: problem.code }, 'a sign-in came to nothing')
    this.#entry(id).problem = problem
    this.emit('changed', id)
  }

  #entry(id: string): Entry {
    const known = this.#entries.get(id)
    if (known) return known
    const { clock, log } = this.#host
    const onChanged = () => this.emit('changed', id)
    const bearer = new Bearer({ serverId: id, store: this.#store, clock, log, onChanged })
    const entry: Entry = { bearer, opened: false, problem: null, registerAnew: false }
    this.#entries.set(id, entry)
    return entry
  }

  #record(id: string): { id: string; url: string } {
    const record = this.#registry.get(id)
    if (!record)
      throw new Fault('not-found', 'This server is not registered any more.', { kind: 'server', name: id })
    const { url, name } = record.registration
    if (url === undefined) {
      const message = `${name} starts a command; there is nowhere to sign in.`
      throw new Fault('invalid', message, { message, issues: [] })
    }
    return { id, url }
  }

  #shown(id: string): View {
    return this.view(id) ?? viewOf({ always: true })
  }

  async #headersOf(id: string): Promise<Readonly<Record<string, string>>> {
    const record = this.#registry.get(id)
    if (!record) return {}
    const opened = await this.#vault.open(record.registration).catch((error: unknown) => {
      if (error instanceof SecretMissing) return undefined
      throw error
    })
    return opened?.headers ?? {}
  }

  readonly #removed = ({ id }: ServerRecord): void => {
    this.#entries.get(id)?.running?.cancel()
    this.#entries.delete(id)
    this.#tidy()
  }

  readonly #replaced = ({ id, registration }: ServerRecord, before: ServerRecord): void => {
    const { url } = registration
    if (url === before.registration.url) return
    const entry = this.#entries.get(id)
    entry?.running?.cancel()
    if (url !== undefined && this.#store.get(id, url)) return
    entry?.bearer.reset()
    if (entry) entry.problem = null
    this.#forget(id)
  }

  /** Deletes what belongs to nobody any more; where a removal can still be undone, again when that is over. */
  #tidy(): void {
    const gone = this.#store.ids().filter((id) => !this.#registry.get(id))
    const kept = gone.filter((id) => this.#registry.canBringBack(id))
    for (const id of gone) if (!kept.includes(id)) this.#forget(id)
    if (kept.length === 0 || this.#cancelTidying) return
    this.#cancelTidying = this.#host.clock.after(undoMs, () => {
      this.#cancelTidying = undefined
      this.#tidy()
    })
  }

  #forget(id: string): void {
    void this.#store.put(id, null).catch((error: unknown) => this.#warn(error, 'a sign-in was not deleted'))
  }

  #warn(error: unknown, message: string): void {
    this.#host.log.warn({ error: String(error) }, message)
  }
}
