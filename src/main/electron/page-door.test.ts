import { EventEmitter } from 'node:events'
import { os } from '@orpc/server'
import { describe, expect, it, vi } from 'vitest'
import { frameChannel } from '../../shared/pipe'
import { frameDoor, frameMax } from '../door'
import { PageDoor } from './page-door'

/** As much of a window's contents as the door looks at. */
class FakePage extends EventEmitter {
  readonly sent: string[] = []
  destroyed = false

  send(channel: string, frame: string): void {
    expect(channel).toBe(frameChannel)
    this.sent.push(frame)
  }

  isDestroyed(): boolean {
    return this.destroyed
  }
}

const ours = { parent: null, origin: 'app://rollcall', isDestroyed: () => false }

function open() {
  const ended = vi.fn()
  const asked = vi.fn(() => 'hello')
  const router = {
    hello: os.handler(asked),
    count: os.handler(async function* ({ signal }) {
      signal?.addEventListener('abort', ended)
      for (let number = 0; ; number += 1) {
        yield number
        await new Promise((resolve) => setImmediate(resolve))
      }
    }),
  }
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const ipc = new EventEmitter()
  const door = new PageDoor({
    door: frameDoor(router, log),
    ipc: ipc as never,
    origin: 'app://rollcall',
    log,
  })
  const page = new FakePage()
  door.start()
  door.letIn(page as never)
  const send = (frame: unknown, from: object = {}) =>
    ipc.emit(frameChannel, { sender: page, senderFrame: ours, ...from }, frame)
  return { door, ipc, page, log, send, ended, asked }
}

const request = (path: string, id = '1') => JSON.stringify({ i: id, p: { u: `/${path}` } })

describe('the door of a window', () => {
  it("answers the page's frames", async () => {
    const { page, send } = open()
    send(request('hello'))
    await vi.waitFor(() => expect(page.sent.join()).toContain('hello'))
  })

  it.each([
    ['a frame that is gone', { senderFrame: null }],
    ['a destroyed frame', { senderFrame: { ...ours, isDestroyed: () => true } }],
    ['a frame inside the page', { senderFrame: { ...ours, parent: ours } }],
    ['another origin', { senderFrame: { ...ours, origin: 'https://example.com' } }],
    ['an opaque origin', { senderFrame: { ...ours, origin: 'null' } }],
    ['another window', { sender: new FakePage() }],
  ])('refuses %s, and says so once', async (_who, from) => {
    const { page, log, send } = open()
    send(request('hello', '1'), from)
    send(request('hello', '2'), from)
    send(request('hello', '3'))
    await vi.waitFor(() => expect(page.sent).toHaveLength(1))
    expect(page.sent[0]).toContain('"3"')
    expect(log.warn).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['nothing', undefined],
    ['a number', 7],
    ['an object', { i: '1' }],
    ['bytes', new Uint8Array(8)],
    ['more than a frame may be', 'x'.repeat(frameMax + 1)],
  ])('refuses %s for a frame', (_what, frame) => {
    const { log, send } = open()
    send(frame)
    expect(log.warn).toHaveBeenCalledWith(expect.anything(), 'a frame was refused')
  })

  it.each(['did-navigate', 'render-process-gone', 'destroyed'])(
    'ends what a page watched on %s',
    async (event) => {
      const { page, send, ended } = open()
      send(request('count'))
      await vi.waitFor(() => expect(page.sent.length).toBeGreaterThan(3))
      page.emit(event)
      await vi.waitFor(() => expect(ended).toHaveBeenCalled())
      const sent = page.sent.length
      await new Promise((resolve) => setImmediate(resolve))
      expect(page.sent).toHaveLength(sent)
    },
  )

  it('lets the next document of the same window in', async () => {
    const { page, send } = open()
    send(request('hello', '1'))
    page.emit('did-navigate')
    send(request('hello', '2'))
    await vi.waitFor(() => expect(page.sent.join()).toContain('"2"'))
  })

  it('hears nothing any more after its end', () => {
    const { door, ipc, send } = open()
    door.end()
    expect(send(request('hello'))).toBe(false)
    expect(ipc.listenerCount(frameChannel)).toBe(0)
  })

  it('sends nothing to a destroyed page', async () => {
    const { page, send, asked } = open()
    page.destroyed = true
    send(request('hello'))
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    await new Promise((resolve) => setImmediate(resolve))
    expect(page.sent).toEqual([])
  })
})
