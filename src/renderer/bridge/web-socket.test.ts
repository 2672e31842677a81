// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { RecurringWebSocket } from './web-socket'

const made: FakeSocket[] = []

/** Opens, closes and speaks when the test says so. */
class FakeSocket extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSED = 3
  readyState = 0
  readonly protocols: readonly string[]

  constructor(_url: string, protocols: readonly string[]) {
    super()
    this.protocols = protocols
    made.push(this)
  }

  become(event: 'open' | 'close') {
    this.readyState = event === 'open' ? 1 : 3
    this.dispatchEvent(new Event(event))
  }

  send() {}
  close() {
    this.become('close')
  }
}

let answer: () => Promise<{ status: number }>
let socket: RecurringWebSocket

beforeEach(() => {
  vi.useFakeTimers()
  made.length = 0
  answer = () => Promise.reject(new TypeError('unreachable'))
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.stubGlobal('fetch', () => answer())
  socket = new RecurringWebSocket('ws://127.0.0.1/ws', 'sesame')
  socket.start()
})

afterEach(() => {
  socket.end()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('shows its token as a subprotocol, never in the address', () => {
  expect(made[0]?.protocols).toEqual(['rollcall.v1', 'token.sesame'])
})

it('says it is lost when the connection closes, and opens another', async () => {
  made[0]?.become('open')
  expect(socket.status).toBe('open')
  made[0]?.become('close')
  expect(socket.status).toBe('lost')
  await vi.advanceTimersByTimeAsync(400)
  expect(made).toHaveLength(2)
  made[1]?.become('open')
  expect(socket.status).toBe('open')
})

it('goes on trying for ever, at least every seven seconds', async () => {
  for (let tries = 1; tries <= 12; tries += 1) {
    expect(made).toHaveLength(tries)
    made.at(-1)?.become('close')
    await vi.advanceTimersByTimeAsync(7_000)
  }
})

it('stops trying once it learns that the token is refused', async () => {
  answer = () => Promise.resolve({ status: 401 })
  made[0]?.become('close')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(socket.status).toBe('refused')
  expect(made).toHaveLength(1)
})

it('opens nothing any more once it has ended', async () => {
  made[0]?.become('open')
  socket.end()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(made).toHaveLength(1)
})
