import { createHash } from 'node:crypto'
import type { Registration } from '../../shared/contract/registration'
import type { Database } from '../database/database'
import { LateWrite } from '../database/late-write'
import { isRemote } from '../health/remote'
import type { Clock } from '../host'
import { ConnectionFailure } from './errors'
import type { Opening, open } from './open'
import type { Session } from './session'

type Open = typeof open

/** What was learnt is written together: hundreds of servers may connect within a second. */
const writeMs = 1_000
/** Of a name in a sentence. */
const nameMax = 80

/** Who answered at an address. */
interface Identity {
  readonly url: string
  readonly called: string
  /** Of its tools' names; empty where it offered none. */
  readonly tools: string
}

/**
 * Who answered at each server's address when it was last connected. Ports are used again: what answers there now under
 * another name and with other tools is another server, and is not taken for this one until a person says so.
 * Processes are known by the command that was approved. Secrets for this machine's own ports are kept back until it is
 * clear who is there; a session that was open when its server was replaced sends them once more, as it learns of that.
 */
export class Identities {
  readonly #database: Database
  readonly #known = new Map<string, Identity>()
  /** The lists that were learnt of. */
  readonly #learnt = new WeakMap<Session, readonly unknown[]>()

  readonly #late: LateWrite
  /** Names of those that are to be written. */
  readonly #unwritten = new Set<string>()

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database
    this.#late = new LateWrite(clock, writeMs, () => this.#write())
    for (const { server, url, called, tools } of database.prepare('SELECT * FROM identity').all())
      this.#known.set(String(server), { url: String(url), called: String(called), tools: String(tools) })
  }

  /** The same way to open, which throws `ConnectionFailure` identity-changed where another server answers. */
  guarding(inner: Open): Open {
    return async (opening) => {
      const known = this.#of(opening.registration)
      if (!known) return inner(opening)
      if (isExposed(opening)) await this.#look(inner, opening, known)
      const session = await inner(opening)
      await recognise(session, known, opening)
      return session
    }
  }

  /** Takes in who is connected now, with the tools it lists. */
  learn({ name, url }: Registration, session: Session, tools: readonly { readonly name: string }[]): void {
    const called = session.client.getServerVersion()?.name
    if (url === undefined || called === undefined || this.#learnt.get(session) === tools) return
    this.#learnt.set(session, tools)
    const before = this.#of({ name, url })
    // Lists that are not used for long are let go, which says nothing of the server.
    const same = before?.called === called ? before.tools : ''
    const now: Identity = { url, called, tools: hashOf(tools) || same }
    if (before?.called === called && before.tools === now.tools) return
    this.#known.set(name, now)
    this.#unwritten.add(name)
    this.#late.soon()
  }

  /** Writes what is waiting. */
  end(): void {
    this.#late.end()
  }

  /** A person says that whoever answers next is this server. Kept on disk before it returns. Throws Fault disk-full. */
  accept(name: string): void {
    this.#database.transaction(() => this.#delete(name))
    this.#known.delete(name)
  }

  /** The server is registered no more. Throws Fault disk-full. */
  forget(name: string): void {
    if (this.#known.delete(name)) this.#database.quickTransaction(() => this.#delete(name))
  }

  #write(): void {
    const insert = this.#database.prepare(
      'INSERT OR REPLACE INTO identity (server, url, called, tools) VALUES (?, ?, ?, ?)',
    )
    this.#database.quickTransaction(() => {
      for (const name of this.#unwritten) {
        const known = this.#known.get(name)
        if (known) insert.run(name, known.url, known.called, known.tools)
      }
    })
    this.#unwritten.clear()
  }

  #delete(name: string): void {
    this.#database.prepare('DELETE FROM identity WHERE server = ?').run(name)
  }

  #of({ name, url }: Pick<Registration, 'name'> & { url?: string | undefined }): Identity | undefined {
    const known = this.#known.get(name)
    return known?.url === url ? known : undefined
  }

  /**
   * Asks who is there without the secrets. Where that cannot be said without them, because it wants a sign-in or refuses
   * in another way, it is asked again with them; where nobody speaks the protocol, they are not sent.
   */
  async #look(inner: Open, opening: Opening, known: Identity): Promise<void> {
    const { log: _log, bearer: _bearer, ...quietly } = opening
    const bare = { ...quietly, registration: { ...opening.registration, headers: {} } }
    const session = await inner(bare).catch((error: unknown) => {
      if (error instanceof ConnectionFailure && saysNothing.has(error.error.code)) return undefined
      throw error
    })
    if (!session) return
    await recognise(session, known, opening)
    await session.close()
  }
}

/** It may be the same server, which wants the secrets first. */
const saysNothing: ReadonlySet<string> = new Set(['auth-required', 'http-status', 'protocol', 'session-lost'])

/** Secrets that would go over this machine's own ports, where one server may take another's place and no certificate tells. */
function isExposed({ registration, bearer }: Opening): boolean {
  const { url = '', headers } = registration
  const isOwn = url.startsWith('http:') && !isRemote(registration)
  return isOwn && (Object.keys(headers).length > 0 || bearer?.isFor(url) === true)
}

/** Ends the session and throws where another server answers. One that has only changed its name has kept its tools. */
async function recognise(session: Session, known: Identity, { signal }: Opening): Promise<void> {
  const called = session.client.getServerVersion()?.name
  if (called === undefined || called === known.called) return
  const tools = await listed(session, signal).catch(() => [])
  if (tools.length > 0 && hashOf(tools) === known.tools) return
  await session.close()
  throw new ConnectionFailure('identity-changed', {
    address: known.url,
    known: known.called.slice(0, nameMax),
    found: called.slice(0, nameMax),
  })
}

async function listed(session: Session, signal: AbortSignal) {
  return session.offers('tools')
    ? (await session.client.listTools(undefined, session.terms(signal))).tools
    : []
}

function hashOf(tools: readonly { readonly name: string }[]): string {
  if (tools.length === 0) return ''
  const names = tools.map(({ name }) => name).toSorted()
  return createHash('sha256').update(JSON.stringify(names)).digest('hex')
}
