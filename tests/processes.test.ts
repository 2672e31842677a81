import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { markName } from '../src/main/processes/system-process'
import { type ApiShell, startApiShell } from './api-shell'
import { Room, within } from './connections-room'
import { stdioCommand } from './servers/start'

/** Whether it still runs; a dead process that its new parent has not fetched yet does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const stat = `/proc/${pid}/stat`
  return !existsSync(stat) || !/^\d+ \(.*\) Z/u.test(readFileSync(stat, 'utf8'))
}

const idle = ['-e', 'setInterval(() => {}, 1_000_000)']

/** A process that is nobody's. */
async function stranger(
  env: NodeJS.ProcessEnv = process.env,
): Promise<ChildProcess & { readonly pid: number }> {
  const child = spawn(process.execPath, idle, { stdio: 'ignore', env })
  await once(child, 'spawn')
  return Object.assign(child, { pid: child.pid ?? 0 })
}

describe.skipIf(process.platform !== 'linux')('F32: what a server starts', () => {
  let room: Room
  beforeEach(async () => {
    room = await new Room().start()
  })
  afterEach(() => room[Symbol.asyncDispose]())

  /** The pids that `escape-stdio.ts` tells of itself. */
  async function escaping(...args: string[]): Promise<{ id: string; pids: number[] }> {
    const id = await room.add({ name: 'escape', ...stdioCommand('escape-stdio.ts', args) })
    await room.becomes(id, 'connected')
    const line = room.connections.details(id).stderr.find((text) => text.startsWith('pids '))
    const { pid, own, orphan } = JSON.parse((line ?? '').slice('pids '.length))
    return { id, pids: [pid, own, orphan] }
  }
  const nobodyOf = (pids: readonly number[]) =>
    vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), within)

  test('ends with it when it is switched off, in whatever session it hides', async () => {
    const { id, pids } = await escaping('--stay')
    expect(pids.filter(isAlive)).toEqual(pids)
    room.registry.setIntent(id, 'off')
    await nobodyOf(pids)
  })

  test('ends with it when it ends by itself, though nobody knows its parent any more', async () => {
    const { id, pids } = await escaping()
    const [pid = 0] = pids
    process.kill(pid, 'SIGKILL')
    await nobodyOf(pids)
    expect(room.processes.crashesOf(id)).toBe(1)
  })

  test('has ended when the room has', async () => {
    const { pids } = await escaping('--stay')
    await room.connections.end()
    expect(pids.filter(isAlive)).toEqual([])
    expect(room.processes.all()).toEqual([])
    expect(room.database.prepare('SELECT * FROM process_started').all()).toEqual([])
  })
})

describe('the ledger', () => {
  let shell: ApiShell
  beforeEach(async () => {
    shell = await startApiShell()
  })
  afterEach(() => shell[Symbol.asyncDispose]())

  const rowOf = async (name: string) =>
    (await shell.ask('GET', '/api/processes')).body.processes.find(
      ({ owner }: { owner: { name?: string } }) => owner.name === name,
    )
  const running = (name: string) =>
    vi.waitFor(async () => {
      const row = await rowOf(name)
      expect(row?.state).toBe('running')
      return row
    }, within)

  test('has a row for each process, with what it takes, and for Rollcall itself', async () => {
    const env = { API_TOKEN: 'hidden' }
    const command = stdioCommand('grandchild-stdio.ts', ['--token', 'abc'])
    await shell.ask('POST', '/api/servers', { name: 'family', ...command, env })
    const row = await running('family')
    expect(row).toMatchObject({
      owner: { kind: 'server', id: expect.any(String), name: 'family' },
      command: [command.command, ...command.args].join(' '),
      children: 1,
      crashes: expect.any(Number),
      startedAt: expect.any(String),
    })
    expect(row.memoryBytes).toBeGreaterThan(10_000_000)
    expect(Math.abs(Date.now() - Date.parse(row.startedAt))).toBeLessThan(120_000)
    const { processes, leftovers } = (await shell.ask('GET', '/api/processes')).body
    const core = processes.find(({ owner }: { owner: { part?: string } }) => owner.part === 'core')
    expect(core).toMatchObject({ pid: process.pid, state: 'running', crashes: null })
    expect(leftovers).toEqual([])
  })

  test('says who ended by itself how often, and restarts a server in one request', async () => {
    await shell.ask('POST', '/api/servers', { name: 'mortal', ...stdioCommand('dual.ts', ['--stdio']) })
    const first = await running('mortal')
    process.kill(first.pid, 'SIGKILL')
    const second = await vi.waitFor(async () => {
      const row = await rowOf('mortal')
      expect(row).toMatchObject({ state: 'running', crashes: 1 })
      expect(row.pid).not.toBe(first.pid)
      return row
    }, within)
    expect(await shell.ask('POST', '/api/servers/mortal/restart')).toMatchObject({ status: 200 })
    await vi.waitFor(async () => {
      const row = await rowOf('mortal')
      expect(row).toMatchObject({ state: 'running', crashes: 1 })
      expect(row.pid).not.toBe(second.pid)
    }, within)
    expect(isAlive(second.pid)).toBe(false)
  })

  test('restarts nothing that is switched off, or is not there', async () => {
    await shell.ask('POST', '/api/servers', {
      name: 'off',
      ...stdioCommand('dual.ts', ['--stdio']),
      auto_connect: false,
    })
    expect(await shell.ask('POST', '/api/servers/off/restart')).toMatchObject({
      status: 409,
      body: { code: 'not-connected', detail: { state: 'off' } },
    })
    expect(await shell.ask('POST', '/api/servers/nobody/restart')).toMatchObject({ status: 404 })
  })

  test('gives up its process when it is tested only, and shows it meanwhile', async () => {
    const trial = shell.ask('POST', '/api/test', {
      name: 'tried',
      ...stdioCommand('hung.ts', ['--stdio']),
      timeout: 4,
    })
    await vi.waitFor(async () => {
      expect(await rowOf('tried')).toMatchObject({
        owner: { kind: 'trial', name: 'tried' },
        state: 'starting',
      })
    }, within)
    await trial
    expect(await rowOf('tried')).toBeUndefined()
  })
})

describe.skipIf(process.platform !== 'linux')('F32: what an earlier run left', () => {
  /** As a run that was killed would have left it on record. */
  function record(room: Room, pid: number, began: string, mark: string): void {
    room.database
      .prepare('INSERT INTO process_started (pid, began, mark, owner, command, at) VALUES (?, ?, ?, ?, ?, 0)')
      .run(pid, began, mark, 'weather', 'node weather.mjs')
  }

  test('is offered while it runs and ended on request, by pid and beginning, or by its mark', async () => {
    await using room = await new Room().start()
    const one = await stranger()
    const escaped = await stranger({ ...process.env, [markName]: 'earlier.7' })
    record(room, one.pid, (await room.processes.table.begun(one.pid)) ?? '', 'earlier.1')
    record(room, 4_000_000, 'long/gone', 'earlier.7')
    record(room, 4_000_001, 'long/gone', 'earlier.8')
    await room.processes.start()
    const found = room.processes.leftovers(await room.processes.table.read())
    expect(found).toMatchObject([
      { pid: one.pid, server: 'weather', command: 'node weather.mjs' },
      { pid: escaped.pid, server: 'weather', command: 'node' },
    ])
    expect(await room.processes.endLeftovers()).toEqual({ ended: 2, left: 0 })
    expect([isAlive(one.pid), isAlive(escaped.pid)]).toEqual([false, false])
    expect(await room.processes.endLeftovers()).toEqual({ ended: 0, left: 0 })
    expect(room.database.prepare('SELECT * FROM process_started').all()).toEqual([])
  })

  test('is never another process that was given the same pid', async () => {
    await using room = await new Room().start()
    const other = await stranger()
    const began = (await room.processes.table.begun(other.pid)) ?? ''
    record(
      room,
      other.pid,
      began.replace(/\d$/u, (digit) => String((Number(digit) + 1) % 10)),
      'earlier.1',
    )
    expect(room.processes.leftovers(await room.processes.table.read())).toEqual([])
    expect(await room.processes.endLeftovers()).toEqual({ ended: 0, left: 0 })
    expect(isAlive(other.pid)).toBe(true)
    other.kill('SIGKILL')
  })

  test('is forgotten at the start where nothing of it runs any more', async () => {
    await using room = await new Room().start()
    record(room, 4_000_000, 'long/gone', 'earlier.1')
    await room.processes.start()
    expect(room.database.prepare('SELECT * FROM process_started').all()).toEqual([])
  })
})
