import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { endBeforeQuit } from './quit'

/** Quits as Electron does: asks everybody, ends unless somebody objects. */
class FakeApp extends EventEmitter {
  quits = 0

  quit(): void {
    const event = { prevented: false, preventDefault: () => Object.assign(event, { prevented: true }) }
    this.emit('before-quit', event)
    if (!event.prevented) this.quits += 1
  }
}

function setUp(end: () => Promise<void>, longestMs = 60_000) {
  const app = new FakeApp()
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  endBeforeQuit({ app: app as never, end, longestMs, log })
  return { app, log }
}

describe('quitting', () => {
  it('waits until the core has ended', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { app } = setUp(() => promise)
    app.quit()
    app.quit()
    expect(app.quits).toBe(0)
    resolve()
    await vi.waitFor(() => expect(app.quits).toBe(1))
  })

  it('ends the core once, however often a person asks', async () => {
    const end = vi.fn(async () => {})
    const { app } = setUp(end)
    app.quit()
    app.quit()
    await vi.waitFor(() => expect(app.quits).toBe(1))
    expect(end).toHaveBeenCalledTimes(1)
  })

  it('does not hang on a core that does', async () => {
    const { app, log } = setUp(() => new Promise(() => {}), 20)
    app.quit()
    await vi.waitFor(() => expect(app.quits).toBe(1))
    expect(log.error).toHaveBeenCalled()
  })

  it('happens even when ending fails', async () => {
    const { app, log } = setUp(() => Promise.reject(new Error('disk')))
    app.quit()
    await vi.waitFor(() => expect(app.quits).toBe(1))
    expect(log.error).toHaveBeenCalledWith({ error: 'Error: disk' }, 'ending failed')
  })
})
