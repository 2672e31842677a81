import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { within } from './connections-room'
import { DoctorRoom } from './doctor-room'

/** A place that counts who comes. */
async function sink(): Promise<{ origin: string; visits: () => number }> {
  let visits = 0
  const server = createServer((_request, response) => response.end('{}'))
  server.on('connection', () => visits++)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, visits: () => visits }
}

async function strangeRoom(): Promise<DoctorRoom> {
  const room = new DoctorRoom()
  await room.start()
  for (const source of ['lan', 'other']) room.registry.say(source, { trusted: false })
  onTestFinished(() => room[Symbol.asyncDispose]())
  return room
}

function approve(room: DoctorRoom, name: string): void {
  const record = room.registry.byName(name)
  room.approvals.approve(record, room.approvals.fingerprint(record.registration))
}

describe('T23: a server that waits', () => {
  test('is neither connected nor probed, be it switched on, checked, woken, restarted or examined', async () => {
    const room = await strangeRoom()
    const { origin, visits } = await sink()
    const witness = await sink()
    await room.registry.take('lan', [
      { name: 'streamed', url: `${origin}/mcp`, health_check_url: `${origin}/health` },
      { name: 'events', url: `${origin}/sse`, type: 'sse' },
    ])
    for (const { id } of room.registry.all()) {
      expect(room.connections.state(id).state).toBe('needs-approval')
      room.registry.setIntent(id, 'on')
      room.connections.connect(id)
      room.connections.retryNow(id)
      expect(room.connections.restart(id)).toBe(false)
      await expect(room.health.check(id)).rejects.toMatchObject({ code: 'not-connected' })
      await expect(room.connections.readLists(id)).rejects.toMatchObject({ code: 'not-connected' })
      const { outcome, steps } = await room.examineAgain(id)
      expect([outcome, steps[0]]).toMatchObject(['failed', { step: 'approval', outcome: 'failed' }])
    }
    // Whoever was on the way before it would have come, too.
    await room.registry.take('other', [{ name: 'witness', url: `${witness.origin}/mcp` }])
    approve(room, 'witness')
    await vi.waitFor(() => expect(witness.visits()).toBeGreaterThan(0), within)
    expect(visits()).toBe(0)
  })

  test('is contacted once it is approved, and let go once its address is another', async () => {
    const room = await strangeRoom()
    const one = await sink()
    const other = await sink()
    await room.registry.take('lan', [{ name: 'one', url: `${one.origin}/mcp` }])
    approve(room, 'one')
    await vi.waitFor(() => expect(one.visits()).toBeGreaterThan(0), within)
    await room.registry.take('lan', [{ name: 'one', url: `${other.origin}/mcp` }])
    expect(room.connections.state(room.registry.byName('one').id).state).toBe('needs-approval')
    expect(other.visits()).toBe(0)
  })
})

test('T15: a command is not started, whatever a source says of itself', async () => {
  const room = await strangeRoom()
  await room.registry.take('lan', [
    { name: 'x', command: 'sh', args: ['-c', 'exit 1'], trusted: true, autoApprove: ['*'] },
  ])
  const { id } = room.registry.byName('x')
  room.connections.connect(id)
  expect(room.connections.state(id).state).toBe('needs-approval')
  expect(room.processes.all()).toEqual([])
})
