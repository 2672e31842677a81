import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { type RunningServer, startServer } from '../tests/servers/start'
import { audit } from './audit'
import { expect, test } from './rollcall'
import { Window } from './window'

/** A way to a server by an address of this machine that others reach it by, which can break like a network. */
class FarWay implements AsyncDisposable {
  readonly url: string
  readonly #host: string
  readonly #port: number
  readonly #target: number
  readonly #sockets = new Set<Socket>()
  readonly #server = createServer((socket) => {
    const on = connect(this.#target, '127.0.0.1')
    for (const one of [socket, on]) {
      this.#sockets.add(one)
      one.on('error', () => undefined)
      one.on('close', () => {
        this.#sockets.delete(one)
        socket.destroy()
        on.destroy()
      })
    }
    socket.pipe(on).pipe(socket)
  })

  constructor(host: string, { url, port }: RunningServer) {
    this.#host = host
    // The same number at another address.
    this.#port = port
    this.#target = port
    this.url = url.replace('127.0.0.1', host)
  }

  async open(): Promise<void> {
    this.#server.listen(this.#port, this.#host)
    await once(this.#server, 'listening')
  }

  async break(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.break()
  }
}

/** An address of this machine in its network. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses)
  const own = all.find(({ family, internal }) => family === 'IPv4' && !internal)
  if (!own) throw new Error('This machine has no network; without one there is no outage to show.')
  return own.address
}

test('when many servers elsewhere are gone at once, the window says that it is likely this machine', async ({
  rollcall,
}) => {
  test.slow()
  const { page } = rollcall
  const window = new Window(page)
  await using server = await startServer('dual.ts')
  await using way = new FarWay(ownAddress(), server)
  await way.open()
  const names = ['north', 'south', 'east', 'west']
  for (const name of names)
    await rollcall.api('POST', '/servers', {
      name,
      url: way.url,
      metadata: { health: { check_interval_ms: 1_000 } },
    })
  for (const name of names) await window.expectStanding(name, 'Up')

  const bar = page.getByRole('status').filter({ hasText: 'stopped answering at once' })
  await expect(bar).toHaveCount(0)
  await way.break()
  await expect(bar).toContainText(/\d of \d servers elsewhere stopped answering at once/u, {
    timeout: 60_000,
  })
  await expect(bar).toContainText(/for \d+ s/u)
  for (const name of names) await window.expectStanding(name, 'Cannot be seen from here')
  await audit(page, 'an outage on this side')

  await way.open()
  await expect(bar).toHaveCount(0, { timeout: 90_000 })
  for (const name of names) await window.expectStanding(name, 'Up', 60_000)
})
