import type { Answer, Packet, Question } from 'dns-packet'
import type { Sender } from './link-sockets'
import { Neighbour, type Offer } from './neighbour'
import type { Traffic } from './traffic'

/** Senders of which anything is kept. */
const neighboursMax = 256
/** Services that are kept in all. */
export const offersMax = 200
/** Questions in one packet. */
const questionsMax = 20

/** A service as one sender describes it. */
export interface OfferBy {
  readonly offer: Offer
  readonly sender: Sender
}

/**
 * What is said of one service type on the networks, each sender's words for themselves: nobody's goodbye or
 * contradiction takes away what another one said. Everything ends with its TTL.
 */
export class Records {
  /** E.g. `_mcp._tcp.local`. */
  readonly #type: string
  readonly #traffic: Traffic
  readonly #neighbours = new Map<string, Neighbour>()
  #full = false

  constructor(type: string, traffic: Traffic) {
    this.#type = type.toLowerCase()
    this.#traffic = traffic
  }

  /** More services were announced than are kept. */
  get full(): boolean {
    return this.#full
  }

  /** Takes what a response says about this type. True where it says anything. */
  hear(packet: Packet, sender: Sender, nowMs: number): boolean {
    if (packet.type !== 'response') return false
    const said = [...(packet.answers ?? []), ...(packet.additionals ?? [])].filter((answer) =>
      this.#concerns(answer),
    )
    if (!said.some(({ type }) => type === 'PTR' || type === 'SRV' || type === 'TXT')) {
      if (!this.#neighbours.has(keyOf(sender))) return false
    }
    const neighbour = this.#neighbourAt(sender)
    if (!neighbour) return false
    // Pointers first: a service is known by them, whatever order a packet has.
    const taken = said.slice(0, this.#traffic.take(sender.address, said.length)).sort(byRank)
    for (const answer of taken) {
      if (!neighbour.hear(answer, nowMs, this.#count() < offersMax)) this.#full = true
    }
    return taken.length > 0
  }

  /** What is offered now. */
  offers(): OfferBy[] {
    return Array.from(this.#neighbours.values()).flatMap((neighbour) =>
      neighbour.offers().map((offer) => ({ offer, sender: neighbour.sender })),
    )
  }

  /** Drops what has ended. True where anything had. */
  expire(nowMs: number): boolean {
    let any = false
    for (const [key, neighbour] of this.#neighbours) {
      any = neighbour.expire(nowMs) || any
      if (neighbour.isSilent) this.#neighbours.delete(key)
    }
    if (any && this.#count() < offersMax) this.#full = false
    return any
  }

  /** Drops what was said on networks this machine has left. */
  leave(isHere: (sender: Sender) => boolean): void {
    for (const [key, { sender }] of this.#neighbours) if (!isHere(sender)) this.#neighbours.delete(key)
  }

  /** What is to be asked now: what is missing, and what ends soon. At most 20; the rest is asked the next time. */
  questions(nowMs: number): Question[] {
    const questions = new Map<string, Question>()
    for (const neighbour of this.#neighbours.values())
      for (const question of neighbour.questions(this.#type, nowMs, questionsMax - questions.size))
        questions.set(`${question.type} ${question.name}`, question)
    return [...questions.values()]
  }

  /** When something is to be asked or ends, in ms since 1970; Infinity where nothing is known. */
  get dueAt(): number {
    return Math.min(
      Number.POSITIVE_INFINITY,
      ...Array.from(this.#neighbours.values(), (neighbour) => neighbour.dueAt),
    )
  }

  #count(): number {
    let count = 0
    for (const neighbour of this.#neighbours.values()) count += neighbour.size
    return count
  }

  #concerns({ type, name }: Answer): boolean {
    const lower = name.toLowerCase()
    if (type === 'PTR') return lower === this.#type
    if (type === 'SRV' || type === 'TXT') return lower.endsWith(`.${this.#type}`)
    return type === 'A' || type === 'AAAA'
  }

  #neighbourAt(sender: Sender): Neighbour | undefined {
    const key = keyOf(sender)
    const known = this.#neighbours.get(key)
    if (known) return known
    if (this.#neighbours.size >= neighboursMax) {
      this.#full = true
      return undefined
    }
    const neighbour = new Neighbour(sender)
    this.#neighbours.set(key, neighbour)
    return neighbour
  }
}

function keyOf({ address, link }: Sender): string {
  return `${link.name} ${address}`
}

function byRank(one: Answer, other: Answer): number {
  return Number(one.type !== 'PTR') - Number(other.type !== 'PTR')
}
