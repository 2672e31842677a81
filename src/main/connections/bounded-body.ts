import type { Clock } from '../host'
import { ConnectionFailure } from './errors'
import { EventShape } from './event-shape'
import { type Excess, excessive, messageBytesMax, streamBytesMax } from './excess'
import { JsonShape } from './json-shape'
import type { Source } from './sockets'

/** `json` one message; `events` the stream of one request; `lasting` a stream that stays open; `refusal` a page of an error. */
export type BodyKind = 'json' | 'events' | 'lasting' | 'refusal'

/** A body that is one message and stops growing for this long is given up. */
const idleMs = 30_000
const minuteMs = 60_000
/** Of what a server writes under an error status: more says nothing more. */
const refusalBytesMax = 65_536

interface Terms {
  readonly kind: BodyKind
  readonly address: string
  readonly clock: Clock
  /** Told at once when a limit is broken; the stream fails with the same. */
  readonly onExcess: (failure: ConnectionFailure, excess: Excess) => void
}

/**
 * A body, decoded, that ends where it breaks a limit: counted as it comes, so that nothing beyond the limit is kept,
 * and the socket under it closed. Of a refusal only the beginning is read.
 */
export function boundedBody(source: Source, terms: Terms): ReadableStream<Uint8Array> {
  const { kind, address, clock, onExcess } = terms
  const measure = measureOf(kind, clock)
  let bytes = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await nextOf(source, terms)
        if (done) return controller.close()
        bytes += value.length
        if (kind === 'refusal' && bytes >= refusalBytesMax) {
          controller.enqueue(value.subarray(0, refusalBytesMax - (bytes - value.length)))
          controller.close()
          return leave(source)
        }
        const excess = measure(value)
        if (excess === undefined) return controller.enqueue(value)
        const failure = excessive(excess, address)
        onExcess(failure, excess)
        controller.error(failure)
        return leave(source)
      },
      cancel: (reason) => source.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

type Measure = (chunk: Uint8Array) => Excess | undefined

function measureOf(kind: BodyKind, clock: Clock): Measure {
  if (kind === 'refusal') return () => undefined
  if (kind === 'json') {
    const shape = new JsonShape()
    const size = new Total('message', messageBytesMax)
    return (chunk) => size.add(chunk.length) ?? shape.read(chunk)
  }
  const shape = new EventShape()
  const size = new Total(kind === 'events' ? 'answer' : 'flood', streamBytesMax)
  let since = clock.now()
  return (chunk) => {
    if (kind === 'lasting' && clock.now() - since >= minuteMs) {
      since = clock.now()
      size.renew()
      shape.renew()
    }
    return size.add(chunk.length) ?? shape.read(chunk)
  }
}

class Total {
  readonly #excess: Excess
  readonly #max: number
  #bytes = 0

  constructor(excess: Excess, max: number) {
    this.#excess = excess
    this.#max = max
  }

  renew(): void {
    this.#bytes = 0
  }

  add(bytes: number): Excess | undefined {
    this.#bytes += bytes
    return this.#bytes > this.#max ? this.#excess : undefined
  }
}

/** The next chunk; where one message stalls, the body is left and that is thrown. */
async function nextOf(source: Source, { kind, address, clock }: Terms) {
  if (kind === 'events' || kind === 'lasting') return source.read()
  const stalled = Promise.withResolvers<never>()
  const cancel = clock.after(idleMs, () => {
    stalled.reject(new ConnectionFailure('timeout', { address, seconds: idleMs / 1_000 }))
    void leave(source)
  })
  try {
    return await Promise.race([source.read(), stalled.promise])
  } finally {
    cancel()
  }
}

/** Closes the socket; how that goes changes nothing any more. */
function leave(source: Source): Promise<void> {
  return source.cancel().catch(() => {})
}
