import { EventEmitter } from 'node:events'
import { type By, type Notice, type Noticed, type Turn, turns } from '../../shared/contract/notices'
import { certificateWarnMs } from '../connections/certificate-end'
import type { Connections } from '../connections/connections'
import type { Health } from '../health/health'
import type { Judgement } from '../health/verdict'
import type { Host } from '../host'
import type { Registry } from '../registry/registry'
import type { ServerRecord } from '../registry/server-record'
import type { Preferences } from '../settings/preferences'
import { Wake } from '../wake'
import { type Condition, NoticeQueue, type Telling, thisMachine } from './notice-queue'
import { isQuiet } from './quiet-hours'

/** While something waits, how often it is looked at whether its time has come. */
const beatMs = 1_000
const namedMax = 12
/** Kept for a follower that has not taken them yet. */
const heldMax = 16

const dayMs = 86_400_000

/** What a server's certificate is told of by; no id has a space. */
const certificateOf = (id: string) => `certificate ${id}`
const serverOf = (subject: string) => subject.split(' ').at(-1) ?? ''

type News = { kind: 'told'; notice: Notice; by: By } | { kind: 'chosen'; notice: Notice }

/** Tells a person what matters of the servers: through the system, else in the page, and in the log in any case. */
export class Notices {
  readonly #registry: Registry
  readonly #connections: Connections
  readonly #health: Health
  readonly #settings: Preferences
  readonly #host: Pick<Host, 'clock' | 'log' | 'notify'>
  readonly #queue = new NoticeQueue()
  readonly #news = new EventEmitter<{ news: [News] }>()
  /** Chosen while no page was there to hear it: the first that comes is led there. */
  #unheard: News | undefined
  #lastId = 0
  #cancel: (() => void) | undefined

  constructor(parts: {
    registry: Registry
    connections: Connections
    health: Health
    settings: Preferences
    host: Pick<Host, 'clock' | 'log' | 'notify'>
  }) {
    this.#registry = parts.registry
    this.#connections = parts.connections
    this.#health = parts.health
    this.#settings = parts.settings
    this.#host = parts.host
    this.#news.setMaxListeners(0)
  }

  /** Comes after the health began: how the machine is by then is no news. */
  start(): void {
    this.#seeMachine()
    this.#health.on('changed', this.#see).on('vantage', this.#seeMachine)
    this.#registry.on('removed', this.#removed)
  }

  /** What waits is not told any more. */
  end(): void {
    this.#health.off('changed', this.#see).off('vantage', this.#seeMachine)
    this.#registry.off('removed', this.#removed)
    this.#cancel?.()
  }

  /** Tells something that means nothing. */
  test(): By {
    return this.#deliver({ about: 'test', counts: {}, servers: [], failing: 0, of: 0 })
  }

  /** Each notice as it is made, and each that was chosen, until the signal ends. */
  async *follow(signal: AbortSignal): AsyncGenerator<News> {
    const wake = new Wake(signal)
    const waiting = this.#unheard ? [this.#unheard] : []
    this.#unheard = undefined
    const take = (news: News) => {
      if (waiting.length < heldMax) waiting.push(news)
      wake.wake()
    }
    this.#news.on('news', take)
    try {
      while (!signal.aborted) {
        yield* waiting.splice(0)
        await wake.sleep()
      }
    } finally {
      this.#news.off('news', take)
    }
  }

  readonly #see = (id: string): void => {
    const judgement = this.#health.judgement(id)
    const condition = judgement && conditionOf(judgement)
    if (!condition || condition === 'off') this.#queue.rest(id)
    else if (condition === 'unknown') this.#queue.lose(id)
    else this.#queue.note(id, condition, this.#host.clock.now())
    this.#seeCertificate(id)
    this.#wait()
  }

  /** Whether it ends soon is a subject of its own: it is so whatever else the server does. */
  #seeCertificate(id: string): void {
    const leftMs = this.#certificateLeftMs(id)
    if (leftMs === null) return
    const condition = leftMs < certificateWarnMs ? 'certificate' : 'well'
    this.#queue.note(certificateOf(id), condition, this.#host.clock.now())
  }

  #certificateLeftMs(id: string): number | null {
    const endsAt = this.#connections.certificateEndsAt(id)
    return endsAt === null ? null : endsAt - this.#host.clock.now()
  }

  readonly #seeMachine = (): void => {
    const { state } = this.#health.vantage
    const isBlind = state === 'offline' || state === 'outage'
    this.#queue.note(thisMachine, isBlind ? 'blind' : 'well', this.#host.clock.now())
    this.#wait()
  }

  readonly #removed = ({ id }: ServerRecord): void => {
    for (const subject of [id, certificateOf(id)]) this.#queue.forget(subject)
  }

  #wait(): void {
    if (this.#cancel || !this.#queue.waits) return
    this.#cancel = this.#host.clock.after(beatMs, () => {
      this.#cancel = undefined
      this.#tell()
      this.#wait()
    })
  }

  #tell(): void {
    const now = this.#host.clock.now()
    const { notifications, quietHours } = this.#settings.get()
    const isMuted = (subject: string) => (this.#registry.get(serverOf(subject))?.mutedUntil ?? 0) > now
    const told = this.#queue.take(now, {
      quiet: isQuiet(quietHours, now),
      silent: (subject) => notifications === 'off' || isMuted(subject),
    })
    const [first] = told
    if (first?.subject === thisMachine) this.#tellOfMachine()
    else if (first) this.#deliver(this.#ofServers(told))
  }

  #tellOfMachine(): void {
    const { state, failing, of } = this.#health.vantage
    if (state === 'offline' || state === 'outage')
      this.#deliver({ about: state, counts: {}, servers: [], failing, of })
  }

  #ofServers(told: readonly Telling[]): Omit<Notice, 'id' | 'at'> {
    const noticed = told.flatMap((telling) => this.#noticed(telling) ?? [])
    const counts: Notice['counts'] = {}
    for (const { turn } of noticed) counts[turn] = (counts[turn] ?? 0) + 1
    // Some of each kind: the first of a kind come before the many of another.
    const ranked = turns.flatMap((turn) =>
      noticed
        .filter((server) => server.turn === turn)
        .entries()
        .toArray(),
    )
    const servers = ranked
      .toSorted(([one], [other]) => one - other)
      .slice(0, namedMax)
      .map(([, server]) => server)
    return { about: 'servers', counts, servers, failing: 0, of: 0 }
  }

  #noticed({ subject, condition, lastedMs }: Telling): Noticed | undefined {
    const id = serverOf(subject)
    const record = this.#registry.get(id)
    const judgement = this.#health.judgement(id)
    if (!record || !judgement) return undefined
    const { error } = this.#connections.state(id)
    return {
      id,
      name: record.registration.name,
      turn: turnOf(condition),
      reason: judgement.reason,
      detail: { ...judgement.detail },
      error: error && { code: error.code, message: error.message, detail: { ...error.detail } },
      daysLeft:
        condition === 'certificate'
          ? Math.max(0, Math.floor((this.#certificateLeftMs(id) ?? 0) / dayMs))
          : null,
      lastedMs,
    }
  }

  #deliver(what: Omit<Notice, 'id' | 'at'>): By {
    const { clock, log } = this.#host
    const notice: Notice = { id: ++this.#lastId, at: new Date(clock.now()).toISOString(), ...what }
    const shown = this.#host.notify(notice, () => this.#choose(notice))
    const by = shown ? 'system' : this.#news.listenerCount('news') > 0 ? 'page' : 'log'
    log.info({ about: notice.about, counts: notice.counts, by }, 'a notice')
    this.#news.emit('news', { kind: 'told', notice, by })
    return by
  }

  #choose(notice: Notice): void {
    const news: News = { kind: 'chosen', notice }
    if (this.#news.listenerCount('news') === 0) this.#unheard = news
    else this.#news.emit('news', news)
  }
}

function conditionOf({ verdict, reason }: Judgement): Condition | 'unknown' | 'off' {
  switch (verdict) {
    case 'up':
    case 'slow':
      return 'well'
    case 'down':
      return reason === 'crash-loop' ? reason : verdict
    case 'unknown':
      return reason === 'needs-auth' ? reason : verdict
    default:
      return verdict
  }
}

function turnOf(condition: Condition): Turn {
  return condition === 'well' || condition === 'blind' ? 'up' : condition
}
