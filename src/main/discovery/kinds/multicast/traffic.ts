/** Records of one sender that are read within a minute. */
const recordsMax = 200
/** Senders that are heard within a minute. */
const sendersMax = 256
/** Datagrams that are looked at within a second, of all senders together. */
const packetsMax = 1_000
/** Senders of whom it is told. */
const loudMax = 5
const minuteMs = 60_000
const secondMs = 1_000

/** How much of what strangers send is read at all. Whoever sends more is not heard until the minute is over. */
export class Traffic {
  #minute = 0
  #second = 0
  #packets = 0
  readonly #records = new Map<string, number>()
  readonly #loud = new Set<string>()
  readonly #onLoud: () => void

  /** `onLoud`: somebody has said too much. */
  constructor(onLoud: () => void) {
    this.#onLoud = onLoud
  }

  /** Whether a datagram may be decoded. */
  admits(sender: string, nowMs: number): boolean {
    this.#turn(nowMs)
    this.#packets += 1
    const used = this.#records.get(sender)
    const isStranger = used === undefined && this.#records.size >= sendersMax
    if (this.#packets <= packetsMax && !isStranger && (used ?? 0) < recordsMax) return true
    this.#mark(sender)
    return false
  }

  /** How many of a datagram's records may be read; the rest is dropped. */
  take(sender: string, records: number): number {
    const used = this.#records.get(sender) ?? 0
    const taken = Math.min(records, recordsMax - used)
    this.#records.set(sender, used + taken)
    if (taken < records) this.#mark(sender)
    return taken
  }

  /** Who said too much in this minute. */
  loud(nowMs: number): string[] {
    this.#turn(nowMs)
    return [...this.#loud].sort()
  }

  #mark(sender: string): void {
    if (this.#loud.has(sender) || this.#loud.size >= loudMax) return
    this.#loud.add(sender)
    this.#onLoud()
  }

  #turn(nowMs: number): void {
    const minute = Math.floor(nowMs / minuteMs)
    if (minute !== this.#minute) {
      this.#minute = minute
      this.#records.clear()
      this.#loud.clear()
    }
    const second = Math.floor(nowMs / secondMs)
    if (second === this.#second) return
    this.#second = second
    this.#packets = 0
  }
}
