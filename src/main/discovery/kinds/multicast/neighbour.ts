import type { Answer, Question } from 'dns-packet'
import { Lease } from './lease'
import type { Sender } from './link-sockets'

/** Services kept of one sender. */
const servicesMax = 64
/** Targets kept of one service: more than one is a contradiction, and shown as two. */
const targetsMax = 4
const hostsMax = 64
const addressesMax = 8
/** How often, and how long apart, what was not told is asked for. */
const triesMax = 3
const againMs = 1_000

/** One place where a service says it is. */
export interface Offer {
  /** Its own name on the network, e.g. `Kitchen lights`. */
  readonly instance: string
  /** The host's name, e.g. `kitchen.local`. */
  readonly target: string
  readonly port: number
  readonly txt: readonly Uint8Array[]
  readonly addresses: readonly string[]
}

interface Service {
  /** In full, as it was sent. */
  readonly name: string
  readonly pointer: Lease
  readonly targets: Map<string, { readonly host: string; readonly port: number; readonly lease: Lease }>
  txt: { readonly strings: readonly Uint8Array[]; readonly lease: Lease } | null
  tries: number
  askAt: number
}

/** What one sender says on one network, while it holds. */
export class Neighbour {
  readonly sender: Sender
  readonly #services = new Map<string, Service>()
  /** By host, then address. */
  readonly #hosts = new Map<string, Map<string, Lease>>()

  constructor(sender: Sender) {
    this.sender = sender
  }

  get size(): number {
    return this.#services.size
  }

  get isSilent(): boolean {
    return this.#services.size === 0 && this.#hosts.size === 0
  }

  /** Takes one record. False where it is left out because there is no room, or `hasRoom` says so. */
  hear(answer: Answer, nowMs: number, hasRoom: boolean): boolean {
    switch (answer.type) {
      case 'PTR':
        return this.#point(answer.data, answer.ttl ?? 0, nowMs, hasRoom)
      case 'SRV': {
        const service = this.#services.get(answer.name.toLowerCase())
        const { target, port } = answer.data
        const entry = { host: target, port }
        return (
          !service || this.#keep(service.targets, `${target.toLowerCase()}:${port}`, answer, nowMs, entry)
        )
      }
      case 'TXT':
        this.#describe(answer.name, strings(answer.data), answer.ttl ?? 0, nowMs)
        return true
      case 'A':
      case 'AAAA':
        this.#locate(answer, nowMs)
        return true
      default:
        return true
    }
  }

  offers(): Offer[] {
    return Array.from(this.#services.values()).flatMap((service) =>
      Array.from(service.targets.values(), ({ host, port }) => ({
        instance: service.name.replace(/\._[^.]*\._[^.]*\.local$/iu, ''),
        target: host,
        port,
        txt: service.txt?.strings ?? [],
        addresses: [...(this.#hosts.get(host.toLowerCase())?.keys() ?? [])],
      })),
    )
  }

  /** Drops what has ended. True where anything had. */
  expire(nowMs: number): boolean {
    let any = false
    for (const [key, service] of this.#services) {
      for (const [target, { lease }] of service.targets)
        if (lease.hasEnded(nowMs)) any = service.targets.delete(target) || any
      if (service.txt?.lease.hasEnded(nowMs)) {
        service.txt = null
        any = true
      }
      if (service.pointer.hasEnded(nowMs)) any = this.#services.delete(key) || any
    }
    for (const [host, addresses] of this.#hosts) {
      for (const [address, lease] of addresses)
        if (lease.hasEnded(nowMs)) any = addresses.delete(address) || any
      if (addresses.size === 0) this.#hosts.delete(host)
    }
    return any
  }

  /** What to ask about its services now, at most `max`. */
  questions(type: string, nowMs: number, max: number): Question[] {
    const questions: Question[] = []
    const ask = (name: string, ...types: ('PTR' | 'SRV' | 'TXT' | 'A' | 'AAAA')[]) => {
      if (isAskable(name)) for (const each of types) questions.push({ type: each, name })
      // A name with a dot within it cannot be written as a question; its pointer brings it along.
      else questions.push({ type: 'PTR', name: type })
    }
    for (const service of this.#services.values()) {
      if (questions.length >= max) break
      if (service.pointer.asks(nowMs)) ask(type, 'PTR')
      if (service.txt?.lease.asks(nowMs)) ask(service.name, 'TXT')
      for (const { host, lease } of service.targets.values()) {
        if (lease.asks(nowMs)) ask(service.name, 'SRV')
        const addresses = [...(this.#hosts.get(host.toLowerCase())?.values() ?? [])]
        if (addresses.filter((address) => address.asks(nowMs)).length > 0) ask(host, 'A', 'AAAA')
      }
      if (this.#lacks(service) === null || service.tries >= triesMax || service.askAt > nowMs) continue
      const lacking = this.#lacks(service)
      service.tries += 1
      service.askAt = nowMs + againMs
      if (lacking === 'place') ask(service.name, 'SRV', 'TXT')
      else for (const { host } of service.targets.values()) ask(host, 'A', 'AAAA')
    }
    return questions.slice(0, Math.max(0, max))
  }

  get dueAt(): number {
    let dueAt = Number.POSITIVE_INFINITY
    for (const service of this.#services.values()) {
      dueAt = Math.min(dueAt, service.pointer.dueAt, service.txt?.lease.dueAt ?? dueAt)
      for (const { host, lease } of service.targets.values()) {
        const addresses = [...(this.#hosts.get(host.toLowerCase())?.values() ?? [])]
        dueAt = Math.min(dueAt, lease.dueAt, ...addresses.map((address) => address.dueAt))
      }
      if (service.tries < triesMax && this.#lacks(service) !== null) dueAt = Math.min(dueAt, service.askAt)
    }
    for (const addresses of this.#hosts.values())
      for (const lease of addresses.values()) dueAt = Math.min(dueAt, lease.endsAt)
    return dueAt
  }

  #lacks(service: Service): 'place' | 'address' | null {
    if (service.targets.size === 0) return 'place'
    const isLost = Array.from(service.targets.values()).some(
      ({ host }) => !this.#hosts.has(host.toLowerCase()),
    )
    return isLost ? 'address' : null
  }

  #point(name: string, ttl: number, nowMs: number, hasRoom: boolean): boolean {
    const key = name.toLowerCase()
    const known = this.#services.get(key)
    if (known) known.pointer.renew(ttl, nowMs)
    if (known || ttl === 0) return true
    if (!hasRoom || this.#services.size >= servicesMax) return false
    const pointer = new Lease(ttl, nowMs)
    this.#services.set(key, {
      name,
      pointer,
      targets: new Map(),
      txt: null,
      tries: 0,
      askAt: nowMs + againMs,
    })
    return true
  }

  #describe(name: string, said: readonly Uint8Array[], ttl: number, nowMs: number): void {
    const service = this.#services.get(name.toLowerCase())
    if (!service) return
    if (ttl > 0) service.txt = { strings: said, lease: new Lease(ttl, nowMs) }
    else service.txt?.lease.renew(0, nowMs)
  }

  /** A place of a service. One that says it is the only one (cache-flush) ends those told more than a second ago. */
  #keep(
    kept: Service['targets'],
    key: string,
    answer: { ttl?: number | undefined; flush?: boolean | undefined },
    nowMs: number,
    entry: { host: string; port: number },
  ): boolean {
    const ttl = answer.ttl ?? 0
    if (answer.flush) for (const [other, { lease }] of kept) if (other !== key) lease.supersede(nowMs)
    const known = kept.get(key)
    if (known) known.lease.renew(ttl, nowMs)
    if (known || ttl === 0) return true
    if (kept.size >= targetsMax) return false
    kept.set(key, { ...entry, lease: new Lease(ttl, nowMs) })
    return true
  }

  #locate(
    answer: {
      name: string
      data: string
      type: string
      ttl?: number | undefined
      flush?: boolean | undefined
    },
    nowMs: number,
  ): void {
    const host = answer.name.toLowerCase()
    const ttl = answer.ttl ?? 0
    const addresses = this.#hosts.get(host) ?? new Map<string, Lease>()
    const isSameFamily = (other: string) => other.includes(':') === answer.data.includes(':')
    if (answer.flush)
      for (const [other, lease] of addresses)
        if (other !== answer.data && isSameFamily(other)) lease.supersede(nowMs)
    const known = addresses.get(answer.data)
    if (known) known.renew(ttl, nowMs)
    if (known || ttl === 0) return
    if (addresses.size >= addressesMax || (!this.#hosts.has(host) && this.#hosts.size >= hostsMax)) return
    addresses.set(answer.data, new Lease(ttl, nowMs))
    this.#hosts.set(host, addresses)
  }
}

/** Labels of at most 63 bytes, none empty, and no dot within one. */
function isAskable(name: string): boolean {
  const labels = name.replace(/\.$/u, '').split('.')
  const isService = labels.some((label) => label.startsWith('_'))
  if (isService && labels.findIndex((label) => label.startsWith('_')) > 1) return false
  return name.length <= 253 && labels.every((label) => label !== '' && Buffer.byteLength(label) <= 63)
}

function strings(data: unknown): Uint8Array[] {
  const list = Array.isArray(data) ? data : [data]
  return list.map((each) => (typeof each === 'string' ? Buffer.from(each) : each)).filter(isBytes)
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array
}
