import type { Check } from '../../shared/contract/health'

/** Slots for each doubling: what is read back is within 10 % of what was measured. */
const slotsPerDoubling = 4
const slotMax = 255

/** Kinds whose time says how fast the server is; a connect starts processes, a call does the tool's work. */
export const timedKinds: ReadonlySet<Check['kind']> = new Set(['ping', 'discover', 'http'])

/**
 * How many answers took how long, by slots that grow with the time, so that any number of them fits into a few bytes
 * and those of two stretches of time can be added.
 */
export class Latencies {
  readonly #counts: Map<number, number>

  constructor(counts: Iterable<readonly [slot: number, count: number]> = []) {
    this.#counts = new Map(counts)
  }

  /** Reads what `bytes` wrote. */
  static from(bytes: Uint8Array): Latencies {
    const counts: [number, number][] = []
    for (let at = 0; at < bytes.length; ) {
      const slot = bytes[at++] ?? 0
      let count = 0
      let factor = 1
      for (let more = true; more && at < bytes.length; factor *= 128) {
        const byte = bytes[at++] ?? 0
        count += (byte & 127) * factor
        more = byte >= 128
      }
      counts.push([slot, count])
    }
    return new Latencies(counts)
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0
  }

  add(ms: number): void {
    const slot = Math.min(slotMax, Math.round(slotsPerDoubling * Math.log2(Math.max(0, ms) + 1)))
    this.#counts.set(slot, (this.#counts.get(slot) ?? 0) + 1)
  }

  merge(other: Latencies): void {
    for (const [slot, count] of other.#counts) this.#counts.set(slot, (this.#counts.get(slot) ?? 0) + count)
  }

  /** The time that `share` of the answers (0 to 1) took at most, in milliseconds; null where there are none. */
  percentile(share: number): number | null {
    const slots = [...this.#counts].sort(([one], [other]) => one - other)
    const total = slots.reduce((sum, [, count]) => sum + count, 0)
    let passed = 0
    for (const [slot, count] of slots) {
      passed += count
      if (passed >= share * total) return Math.round((2 ** (slot / slotsPerDoubling) - 1) * 10) / 10
    }
    return null
  }

  /** Slot and count, the count in groups of seven bits. */
  bytes(): Uint8Array {
    const bytes: number[] = []
    for (const [slot, count] of this.#counts) {
      bytes.push(slot)
      let rest = count
      for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
      bytes.push(rest)
    }
    return Uint8Array.from(bytes)
  }
}
