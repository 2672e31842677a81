import type { Packet } from 'dns-packet'
import type { SourceIssue } from '../../../../shared/contract/discovery'
import { fileIssue } from '../../issue'
import type { NamedEntry, Reader, ReaderParts, Reading } from '../../kind'
import { foundIn } from './found'
import { foundEntry } from './found-entry'
import { LinkSockets, mdnsPort, type Sender } from './link-sockets'
import { type Link, linksHere } from './links'
import { Names } from './names'
import { ownTarget } from './own-target'
import { type OfferBy, offersMax, Records } from './records'
import { Traffic } from './traffic'

export interface MulticastOptions {
  /** The kind of service that is looked for, e.g. `_mcp._tcp`. */
  readonly service: string
}

/** Where and how it listens; all but tests leave it as it is. */
export interface Listening {
  readonly port: number
  readonly links: () => readonly Link[]
  /** How long answers to a question are awaited. */
  readonly windowMs: number
  /** How long what comes together is gathered. */
  readonly settleMs: number
  /** How often this machine's networks are looked at. */
  readonly lookoutMs: number
}

export const listening: Listening = {
  port: mdnsPort,
  links: () => linksHere(),
  windowMs: 1_000,
  settleMs: 200,
  lookoutMs: 5_000,
}

/** Between two questions to everybody where nothing else is said. What is known is asked for before it ends anyway. */
const everyMs = 600_000
/** Between two packets of questions about what ends or is missing. */
const roundMs = 1_000

type Purpose = 'look' | 'due' | 'settle' | 'lookout' | 'window' | 'repeat'

type Parts = Pick<ReaderParts<MulticastOptions>, 'options' | 'intervalMs' | 'host' | 'onReading' | 'onChange'>

/**
 * Listens for one kind of service on the networks this machine is on, and asks for it: at the start, now and then, on
 * request, after sleep and when the networks change. It contacts nobody it hears of.
 */
export class MulticastReader implements Reader {
  readonly remarks: readonly SourceIssue[] = []
  readonly #parts: Parts
  readonly #listening: Listening
  readonly #type: string
  readonly #traffic = new Traffic(() => this.#settle())
  readonly #records: Records
  readonly #names = new Names()
  #intervalMs: number
  #sockets: LinkSockets | null = null
  #heard = false
  #network = ''
  #told = ''
  #ended = false
  #nextLookAt: number | null = null
  #reading: Promise<void> | null = null
  /** The look under way tells its outcome even if it is no news. */
  #isAsked = false
  #lastRound = 0
  /** Timers by what they are for; each cancels itself. */
  readonly #timers = new Map<Purpose, () => void>()
  #stopWake: () => void = () => {}
  #closeWindow: () => void = () => {}

  constructor(parts: Parts, how: Partial<Listening> = {}) {
    this.#parts = parts
    this.#listening = { ...listening, ...how }
    this.#type = `${parts.options.service}.local`
    this.#records = new Records(this.#type, this.#traffic)
    this.#intervalMs = parts.intervalMs ?? everyMs
  }

  get intervalMs(): number {
    return this.#intervalMs
  }

  get nextLookAt(): number | null {
    return this.#nextLookAt
  }

  /** Whether anybody has answered since the start. */
  get heard(): boolean {
    return this.#heard
  }

  async start(): Promise<void> {
    const { host } = this.#parts
    this.#network = host.network()
    this.#stopWake = host.onWake(() => void this.#reopen())
    this.#lookOut()
    await this.read()
  }

  read(): Promise<void> {
    this.#isAsked = true
    return this.#lookOnce()
  }

  async end(): Promise<void> {
    this.#ended = true
    this.#stopWake()
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
    this.#nextLookAt = null
    this.#sockets?.end()
    this.#sockets = null
    this.#closeWindow()
    await this.#reading
  }

  forget(): void {
    this.#told = ''
  }

  lookEvery(intervalMs: number | null): void {
    this.#intervalMs = intervalMs ?? everyMs
    if (this.#nextLookAt !== null) this.#planLook()
    this.#parts.onChange()
  }

  #lookOnce(): Promise<void> {
    this.#reading ??= this.#look().finally(() => {
      this.#reading = null
    })
    return this.#reading
  }

  /** Asks everybody, waits for the answers, tells the outcome. */
  async #look(): Promise<void> {
    if (this.#ended) return
    this.#nextLookAt = null
    if (!this.#sockets || this.#sockets.failure !== null) await this.#open()
    await this.#ask()
    // Once more within the window: a lost packet must not look like a server gone.
    this.#after('repeat', this.#listening.windowMs / 3, () => void this.#ask())
    await this.#window()
    if (this.#ended) return
    this.#planLook()
    const always = this.#isAsked
    this.#isAsked = false
    this.#tell(always)
    this.#parts.onChange()
  }

  async #open(): Promise<void> {
    this.#sockets?.end()
    const { links, port } = this.#listening
    const here = links()
    this.#records.leave(({ link }) => here.some(({ name }) => name === link.name))
    const sockets = new LinkSockets({
      links: here,
      port,
      clock: this.#parts.host.clock,
      traffic: this.#traffic,
      onPacket: (packet, sender) => this.#hear(packet, sender),
    })
    this.#sockets = sockets
    await sockets.start()
    if (this.#ended) sockets.end()
  }

  async #reopen(): Promise<void> {
    if (this.#ended) return
    await this.#reading
    this.#sockets?.end()
    this.#sockets = null
    await this.#lookOnce()
  }

  async #ask(): Promise<void> {
    const question = { type: 'PTR', name: this.#type } as const
    await this.#sockets?.send({ type: 'query', id: 0, questions: [question] })
  }

  #hear(packet: Packet, sender: Sender): void {
    const now = this.#parts.host.clock.now()
    if (this.#ended || !this.#records.hear(packet, sender, now)) return
    this.#heard = true
    this.#planDue()
    this.#settle()
  }

  /** What ended goes, what ends soon or is missing is asked for. */
  #tend(): void {
    const now = this.#parts.host.clock.now()
    if (this.#records.expire(now)) this.#settle()
    if (now - this.#lastRound >= roundMs) {
      const questions = this.#records.questions(now)
      if (questions.length > 0) {
        this.#lastRound = now
        void this.#sockets?.send({ type: 'query', id: 0, questions })
      }
    }
    this.#planDue()
  }

  #planDue(): void {
    const { dueAt } = this.#records
    if (dueAt === Number.POSITIVE_INFINITY) return
    const now = this.#parts.host.clock.now()
    // A little late rather than often: what ends together goes together.
    this.#after('due', Math.max(dueAt - now, this.#lastRound + roundMs - now, 50), () => this.#tend())
  }

  #planLook(): void {
    this.#nextLookAt = this.#parts.host.clock.now() + this.#intervalMs
    this.#after('look', this.#intervalMs, () => void this.#lookOnce())
  }

  #lookOut(): void {
    this.#after('lookout', this.#listening.lookoutMs, () => {
      const network = this.#parts.host.network()
      if (network !== this.#network) void this.#reopen()
      this.#network = network
      this.#lookOut()
    })
  }

  /** Tells what changed once what belongs together has come; the first packet sets the time, a flood cannot move it. */
  #settle(): void {
    if (this.#timers.has('settle') || this.#timers.has('window')) return
    this.#after('settle', this.#listening.settleMs, () => this.#tell(false))
  }

  #window(): Promise<void> {
    return new Promise((resolve) => {
      this.#closeWindow = resolve
      this.#after('window', this.#listening.windowMs, resolve)
    })
  }

  #tell(always: boolean): void {
    this.#records.expire(this.#parts.host.clock.now())
    const reading = this.#read()
    const told = JSON.stringify(reading)
    if (this.#ended || (!always && told === this.#told)) return
    this.#told = told
    this.#parts.onReading(reading)
  }

  #read(): Reading {
    const failure = this.#sockets?.failure ?? null
    if (failure !== null) {
      const message = `The local network cannot be listened to: ${failure}.`
      return { outcome: 'failed', issue: fileIssue('no-network', message, { reason: failure }) }
    }
    return {
      outcome: 'named',
      entries: this.#entries(),
      frame: { keys: [], rest: {} },
      issues: this.#issues(),
    }
  }

  #entries(): NamedEntry[] {
    const found = foundIn(this.#othersOffers()).slice(0, offersMax)
    const called = this.#names.call(found)
    return found
      .map((one, index) =>
        foundEntry(one, called[index]?.name ?? one.instance, called[index]?.address ?? null),
      )
      .sort((one, other) => compare(one.name ?? '', other.name ?? ''))
  }

  /** What this Rollcall announces itself, it has already. */
  #othersOffers(): OfferBy[] {
    const own = ownTarget(this.#parts.host)
    return this.#records.offers().filter(({ offer }) => offer.target.toLowerCase() !== own)
  }

  #issues(): SourceIssue[] {
    const issues: SourceIssue[] = []
    const warn = (...issue: Parameters<typeof fileIssue>) =>
      issues.push({ ...fileIssue(...issue), severity: 'warning' })
    if (this.#records.full)
      warn('too-many-servers', `More than ${offersMax} servers are announced; the others are left out.`, {
        limit: offersMax,
      })
    const loud = this.#traffic.loud(this.#parts.host.clock.now())
    if (loud.length > 0) {
      const address = loud.join(', ')
      warn(
        'too-much-traffic',
        `${address} announces more than Rollcall reads; it is heard again in a minute.`,
        {
          address,
        },
      )
    }
    return issues
  }

  #after(what: Purpose, delayMs: number, work: () => void): void {
    this.#timers.get(what)?.()
    if (this.#ended) return
    const cancel = this.#parts.host.clock.after(delayMs, () => {
      this.#timers.delete(what)
      work()
    })
    this.#timers.set(what, cancel)
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
