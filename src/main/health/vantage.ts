import { EventEmitter } from 'node:events'
import type { Vantage as VantageShape } from '../../shared/contract/health'
import type { Host } from '../host'
import { Wake } from '../wake'
import { type Breakage, outageOf, type Remote } from './outage'

const beatMs = 2_000
/** After a sleep everything is asked again within this. */
const wakingMs = 10_000

/**
 * What can be seen from here: whether this machine has a network, has just slept, or sees so many servers of other
 * machines fail at once that the fault is likely on its own side.
 */
export class Vantage extends EventEmitter<{ changed: [now: Blindness | null]; network: [] }> {
  readonly #host: Pick<Host, 'clock' | 'network'>
  readonly #remotes: () => readonly Remote[]
  #network = ''
  #wokeAt: number | null = null
  #breakage: Breakage | null = null
  #state: VantageShape['state'] = 'clear'
  #since: number | null = null
  #cancel: (() => void) | undefined

  constructor(host: Pick<Host, 'clock' | 'network'>, remotes: () => readonly Remote[]) {
    super()
    this.#host = host
    this.#remotes = remotes
  }

  start(): void {
    this.#network = this.#host.network()
    this.look()
    this.#beat()
  }

  end(): void {
    this.#cancel?.()
    this.removeAllListeners()
  }

  /** What keeps servers of other machines from being seen; null where nothing does. */
  get blindness(): Blindness | null {
    return this.#state === 'offline' || this.#state === 'outage' ? this.#state : null
  }

  get view(): VantageShape {
    return {
      state: this.#state,
      since: this.#since === null ? null : new Date(this.#since).toISOString(),
      failing: this.#breakage?.failing ?? 0,
      of: this.#breakage?.of ?? 0,
    }
  }

  /** The machine has slept, or stood still. */
  woke(): void {
    this.#wokeAt = this.#host.clock.now()
    this.look()
  }

  /** Looks whether anything is otherwise than it was. */
  look(): void {
    const now = this.#host.clock.now()
    const outageSince = this.#state === 'outage' ? this.#since : null
    const breakage = outageOf(this.#remotes(), now, outageSince)
    // Servers notice a pulled cable before the next beat does.
    if (breakage && this.#host.network() === '') this.#network = ''
    this.#breakage = this.#network === '' ? null : breakage
    const state = this.#stateAt(now)
    if (state === this.#state) return
    this.#state = state
    this.#since = state === 'clear' ? null : now
    this.emit('changed', this.blindness)
  }

  /** What is so now and after each change, until the signal ends. */
  async *watch(signal: AbortSignal): AsyncGenerator<VantageShape> {
    const wake = new Wake(signal)
    const onChanged = () => wake.wake()
    this.on('changed', onChanged)
    try {
      while (!signal.aborted) {
        yield this.view
        await wake.sleep()
      }
    } finally {
      this.off('changed', onChanged)
    }
  }

  #stateAt(now: number): VantageShape['state'] {
    if (this.#network === '') return 'offline'
    if (this.#breakage) return 'outage'
    return this.#wokeAt !== null && now - this.#wokeAt < wakingMs ? 'asleep' : 'clear'
  }

  #beat(): void {
    this.#cancel = this.#host.clock.after(beatMs, () => {
      const before = this.#network
      this.#network = this.#host.network()
      this.look()
      if (this.#network !== before && this.#network !== '') this.emit('network')
      this.#beat()
    })
  }
}

export type Blindness = Extract<VantageShape['state'], 'offline' | 'outage'>
