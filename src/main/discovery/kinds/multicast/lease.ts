/** The longest a record counts without being told again, whatever it says: what RFC 6762 §10 recommends. */
const ttlMaxSeconds = 4_500
/** RFC 6762 §10.1: what says goodbye, or is contradicted by its own sender, ends a second later. */
const graceMs = 1_000
/** RFC 6762 §5.2: when it is asked for again, in parts of its life, and by how much that may vary. */
const askedAt = [0.8, 0.85, 0.9, 0.95] as const
const spread = 0.02

/** How long one record holds, and when to ask for it again before it ends. */
export class Lease {
  #toldAt: number
  #endsAt: number
  #asked = 0
  #wobble: number

  constructor(ttlSeconds: number, nowMs: number) {
    this.#toldAt = nowMs
    this.#endsAt = nowMs + Math.min(ttlSeconds, ttlMaxSeconds) * 1_000
    this.#wobble = Math.random() * spread
  }

  get endsAt(): number {
    return this.#endsAt
  }

  /** When it is to be asked for, or ends. */
  get dueAt(): number {
    const part = askedAt[this.#asked]
    if (part === undefined) return this.#endsAt
    return Math.min(this.#endsAt, this.#toldAt + (this.#endsAt - this.#toldAt) * (part + this.#wobble))
  }

  hasEnded(nowMs: number): boolean {
    return nowMs >= this.#endsAt
  }

  /** It was told again; TTL 0 is its sender's goodbye. */
  renew(ttlSeconds: number, nowMs: number): void {
    if (ttlSeconds === 0) {
      this.#endSoon(nowMs)
      return
    }
    this.#toldAt = nowMs
    this.#endsAt = nowMs + Math.min(ttlSeconds, ttlMaxSeconds) * 1_000
    this.#asked = 0
    this.#wobble = Math.random() * spread
  }

  /** Its sender says something else now. What was told within the last second belongs to the same answer. */
  supersede(nowMs: number): void {
    if (nowMs - this.#toldAt > graceMs) this.#endSoon(nowMs)
  }

  /** True once for each time it is to be asked for. */
  asks(nowMs: number): boolean {
    if (this.#asked >= askedAt.length || this.dueAt > nowMs || this.hasEnded(nowMs)) return false
    while (this.#asked < askedAt.length && this.dueAt <= nowMs) this.#asked += 1
    return true
  }

  #endSoon(nowMs: number): void {
    this.#endsAt = Math.min(this.#endsAt, nowMs + graceMs)
    this.#asked = askedAt.length
  }
}
