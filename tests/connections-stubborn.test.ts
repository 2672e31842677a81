import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Room, within } from './connections-room'
import { HeldMemory } from './held-memory'
import { stdioCommand } from './servers/start'

let room: Room

beforeEach(async () => {
  room = await new Room().start()
})

afterEach(() => room[Symbol.asyncDispose]())

async function stubborn(deed: string): Promise<{ id: string; pid: number }> {
  const id = await room.add({ name: 'stubborn', ...stdioCommand('stubborn-stdio.ts', [deed]) })
  await room.becomes(id, 'connected')
  return { id, pid: room.connections.session(id)?.pid ?? 0 }
}

const errorOf = (id: string) =>
  vi.waitFor(() => {
    const { error } = room.connections.state(id)
    expect(error).not.toBeNull()
    return error
  }, within)

describe.skipIf(process.platform === 'win32')('F33: a process that does not do as it should', () => {
  test('one that stops taking what it is sent is given up when a request may last no longer, and started anew', async () => {
    room.preferences.set({ requestTimeoutMs: 1_500 })
    const { id, pid } = await stubborn('--deaf')
    process.kill(pid, 'SIGUSR2')
    const text = 'x'.repeat(4_000_000)
    await expect(room.connections.callTool(id, 'echo', { text })).rejects.toMatchObject({
      code: expect.stringMatching(/^server-(timeout|unreachable)$/u),
    })
    expect((await errorOf(id))?.code).toMatch(/^(not-reading|timeout)$/u)
    await room.becomes(id, 'connected')
    expect(room.connections.session(id)?.pid).not.toBe(pid)
  })

  test('one that closes its output and lives on is seen, ended and started anew', async () => {
    const { id, pid } = await stubborn('--mute')
    process.kill(pid, 'SIGUSR2')
    expect((await errorOf(id))?.code).toBe('closed')
    await room.becomes(id, 'connected')
    expect(room.connections.session(id)?.pid).not.toBe(pid)
    expect(() => process.kill(pid, 0)).toThrow()
  })

  test('one that writes a quarter of a gigabyte to stderr costs neither memory nor its connection', async () => {
    const { id, pid } = await stubborn('--flood')
    using memory = HeldMemory.watch()
    process.kill(pid, 'SIGUSR2')
    await vi.waitFor(() => expect(room.connections.details(id).stderr).toContain('that was all'), {
      timeout: 60_000,
      interval: 50,
    })
    expect(memory.grownBytes).toBeLessThan(64 * 1_048_576)
    expect(room.connections.details(id).stderr.length).toBeLessThanOrEqual(200)
    expect((await room.connections.callTool(id, 'echo', { text: 'still there' })).content).toMatchObject([
      { text: 'still there' },
    ])
    expect(room.connections.session(id)?.pid).toBe(pid)
  }, 90_000)
})

describe.skipIf(process.platform === 'win32')(
  'F30: a command that cannot run is told for what it is, at the first attempt',
  () => {
    const elf = Buffer.alloc(64)
    elf.write('\x7fELF\x02\x01\x01', 'latin1')
    elf.writeUInt16LE(process.arch === 'x64' ? 183 : 62, 18)
    const made: Record<string, (path: string) => void> = {
      'command-missing': () => {},
      'command-is-folder': (path) => mkdirSync(path),
      'command-not-executable': (path) => writeFileSync(path, '#!/bin/sh\n'),
      'command-wrong-machine': (path) => writeFileSync(path, elf, { mode: 0o755 }),
      'interpreter-missing': (path) => writeFileSync(path, '#!/no/such/python\n', { mode: 0o755 }),
    }
    test.each(Object.entries(made))('%s', async (code, make) => {
      const command = join(room.host.dataDir, '程序 with spaces')
      make(command)
      const id = await room.add({ name: 'one', command })
      const { error, attempt } = await room.becomes(id, 'failed')
      expect(error).toMatchObject({ code, detail: { command } })
      expect(attempt).toBe(1)
    })
  },
)

test.skipIf(process.platform === 'win32')(
  'F30: a path with spaces and Chinese in it runs, and what means something to a shell is an argument like any other',
  async () => {
    const command = join(room.host.dataDir, '节点 & node')
    copyFileSync(process.execPath, command)
    chmodSync(command, 0o755)
    const args = ['test&calc', '$(id)', '`id`', ';id', '%PATH%', '|cat', '']
    const script = `process.stderr.write(JSON.stringify(process.argv.slice(1)) + '\\n'); process.exitCode = 5`
    const id = await room.add({ name: 'test&calc', command, args: ['-e', script, '--', ...args] })
    expect((await errorOf(id))?.code).toBe('process-exited')
    expect(JSON.parse(room.connections.details(id).stderr[0] ?? '[]')).toEqual(args)
  },
)
