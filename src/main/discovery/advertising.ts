import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { hostname } from 'node:os'
import type { Packet } from 'dns-packet'
import type { Database } from '../database/database'
import type { Host } from '../host'
import type { Registry } from '../registry/registry'
import type { ServerRecord } from '../registry/server-record'
import {
  type Advert,
  advertOf,
  asksFor,
  kindPacket,
  notSharable,
  packetOf,
  type Said,
  sharableUrl,
} from './advert'
import { LinkSockets, mdnsPort, type Sender } from './kinds/multicast/link-sockets'
import { type Link, linksHere } from './kinds/multicast/links'
import { ownTarget } from './kinds/multicast/own-target'
import { Traffic } from './kinds/multicast/traffic'

/** RFC 6762 §8.3 and §6: said twice, and the same at most once a second. */
const againMs = 1_000
const lookoutMs = 5_000
const reachTimeoutMs = 2_000

interface SharedRow {
  readonly id: string
  readonly url: string
  readonly instance: string
}

export interface AdvertisingParts {
  readonly database: Database
  readonly registry: Registry
  readonly host: Host
  /** What a server, by its id, says of itself. */
  readonly said: (id: string) => Said
  readonly port?: number
  readonly links?: () => readonly Link[]
}

/**
 * Tells the local network of the servers a person wants shared, while they are switched on and where they were. Nothing
 * listens while none is shared. Says goodbye at the end.
 */
export class Advertising {
  readonly #parts: AdvertisingParts
  readonly #target: string
  #adverts: readonly Advert[] = []
  #sockets: LinkSockets | null = null
  #network = ''
  #isRunning = false
  /** By network and advert, when it was last said there. */
  readonly #saidAt = new Map<string, number>()
  readonly #cancels = new Map<'again' | 'lookout', () => void>()
  /** What is said is said one after the other. */
  #work: Promise<void> = Promise.resolve()
  readonly #onRegistry = () => this.#refresh()

  constructor(parts: AdvertisingParts) {
    this.#parts = parts
    this.#target = ownTarget(parts.host)
  }

  start(): void {
    const { registry } = this.#parts
    this.#isRunning = true
    registry.on('added', this.#onRegistry)
    registry.on('changed', this.#onRegistry)
    registry.on('removed', this.#onRegistry)
    this.#refresh()
  }

  /** Says goodbye for all that is announced. */
  async end(): Promise<void> {
    const { registry } = this.#parts
    registry.off('added', this.#onRegistry)
    registry.off('changed', this.#onRegistry)
    registry.off('removed', this.#onRegistry)
    for (const cancel of this.#cancels.values()) cancel()
    this.#cancels.clear()
    this.#then(() => this.#become([]))
    this.#isRunning = false
    await this.#work
  }

  /** Throws Fault `not-found`. */
  shares(name: string): boolean {
    const record = this.#parts.registry.byName(name)
    return this.#rows().some((row) => isOf(row, record))
  }

  /** Resolves once it is kept. Throws Fault `not-found`, `not-sharable`, `disk-full`. */
  async share(name: string, isShared: boolean): Promise<void> {
    const { registry, database } = this.#parts
    const record = registry.byName(name)
    const { id } = record
    if (isShared) {
      const url = sharableUrl(record, (host) => this.#isOwn(host))
      await this.#reach(record, url)
      database
        .prepare('INSERT OR REPLACE INTO shared_server (id, url, instance) VALUES (?, ?, ?)')
        .run(id, url.href, randomUUID())
    } else database.prepare('DELETE FROM shared_server WHERE id = ?').run(id)
    this.#refresh()
    await this.#work
  }

  #refresh(): void {
    if (this.#isRunning) this.#then(() => this.#become(this.#wanted()))
  }

  #then(work: () => Promise<void>): void {
    const { log } = this.#parts.host
    this.#work = this.#work
      .then(work)
      .catch((error) => log.warn({ error: String(error) }, 'servers could not be announced'))
  }

  #wanted(): Advert[] {
    const { registry, said } = this.#parts
    const [target, computer] = [this.#target, hostname()]
    return this.#rows().flatMap((row) => {
      const record = registry.get(row.id)
      if (!record || !isOf(row, record) || record.intent === 'off') return []
      const { id, url, instance } = row
      return [advertOf(record, new URL(url), { instance, target, computer, said: said(id) })]
    })
  }

  /** Says goodbye for what goes, announces what comes. */
  async #become(adverts: readonly Advert[]): Promise<void> {
    const isIn = (list: readonly Advert[]) => {
      const all = new Set(list.map((advert) => JSON.stringify(advert)))
      return (advert: Advert) => all.has(JSON.stringify(advert))
    }
    const [before, after] = [isIn(this.#adverts), isIn(adverts)]
    const gone = this.#adverts.filter((advert) => !after(advert))
    const fresh = adverts.filter((advert) => !before(advert))
    this.#adverts = adverts
    // One that only describes itself anew says so without leaving.
    const stays = new Set(adverts.map(({ instance }) => instance))
    for (const advert of gone)
      if (!stays.has(advert.instance)) await this.#sockets?.send((link) => packetOf(advert, link, true))
    if (adverts.length === 0) this.#close()
    else if (!this.#sockets) await this.#open()
    else await this.#announce(fresh)
  }

  async #open(): Promise<void> {
    const { host, port = mdnsPort, links = linksHere } = this.#parts
    const here = links()
    this.#network = host.network()
    const sockets = new LinkSockets({
      links: here,
      port,
      clock: host.clock,
      traffic: new Traffic(() => {}),
      onPacket: (packet, sender) => this.#answer(packet, sender),
    })
    this.#sockets = sockets
    await sockets.start()
    await this.#announce(this.#adverts)
    this.#lookOut()
  }

  #close(): void {
    this.#sockets?.end()
    this.#sockets = null
    this.#saidAt.clear()
  }

  async #announce(adverts: readonly Advert[]): Promise<void> {
    for (const advert of adverts) await this.#sockets?.send((link) => packetOf(advert, link))
    if (adverts.length === 0 || !this.#isRunning) return
    this.#after('again', againMs, () =>
      this.#then(async () => {
        for (const advert of this.#adverts) await this.#sockets?.send((link) => packetOf(advert, link))
      }),
    )
  }

  /** What was said on one network is not known on another; and by now servers may say other things of themselves. */
  #lookOut(): void {
    this.#after('lookout', lookoutMs, () => {
      if (!this.#sockets) return
      if (this.#parts.host.network() !== this.#network) this.#then(() => this.#reopen())
      else this.#lookOut()
      this.#refresh()
    })
  }

  async #reopen(): Promise<void> {
    this.#close()
    if (this.#adverts.length > 0) await this.#open()
  }

  #answer(packet: Packet, { link }: Sender): void {
    if (packet.type !== 'query') return
    const asked = asksFor(packet, this.#adverts)
    const now = this.#parts.host.clock.now()
    const isDue = (what: string) => {
      const key = `${link.name} ${what}`
      if (now - (this.#saidAt.get(key) ?? Number.NEGATIVE_INFINITY) < againMs) return false
      this.#saidAt.set(key, now)
      return true
    }
    if (asked.kinds && isDue('kinds')) void this.#sockets?.send(kindPacket(), link)
    for (const advert of asked.adverts)
      if (isDue(advert.id)) void this.#sockets?.send((on) => packetOf(advert, on), link)
  }

  /** Others on the network must be able to reach it: many servers listen to this computer alone. */
  async #reach({ registration: { name } }: ServerRecord, url: URL): Promise<void> {
    const { links = linksHere } = this.#parts
    const [address] = links().flatMap(({ ipv4 }) => ipv4 ?? [])
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
    if (address !== undefined && (await isListening(address, port))) return
    throw notSharable(name, 'here-only')
  }

  #isOwn(host: string): boolean {
    const { links = linksHere } = this.#parts
    if (/^(?:localhost|127\..*|::1)$/u.test(host)) return true
    return links().some(({ ipv4, ipv6 }) => ipv4 === host || ipv6?.address === host)
  }

  #rows(): SharedRow[] {
    const rows = this.#parts.database.prepare('SELECT id, url, instance FROM shared_server').all()
    return rows.map((row) => ({ id: String(row.id), url: String(row.url), instance: String(row.instance) }))
  }

  #after(what: 'again' | 'lookout', delayMs: number, work: () => void): void {
    this.#cancels.get(what)?.()
    if (this.#isRunning) this.#cancels.set(what, this.#parts.host.clock.after(delayMs, work))
  }
}

/** Another address is another server: nobody agreed to share that one. */
function isOf(row: SharedRow, { id, registration }: ServerRecord): boolean {
  return row.id === id && registration.url !== undefined && new URL(registration.url).href === row.url
}

function isListening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: reachTimeoutMs })
    const settle = (is: boolean) => {
      socket.destroy()
      resolve(is)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
    socket.once('timeout', () => settle(false))
  })
}
