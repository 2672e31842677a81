import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Room, within } from './connections-room'
import { HeldMemory } from './held-memory'
import { stdioCommand } from './servers/start'

let room: Room

beforeEach(async () => {
  room = await new Room().start()
})

afterEach(() => room[Symbol.asyncDispose]())

async function connected(args: readonly string[] = []): Promise<string> {
  const id = await room.add({ name: 'one', ...stdioCommand('hostile-stdio.mjs', args) })
  await room.becomes(id, 'connected')
  return id
}

const call = (id: string, tool: string, args: Record<string, unknown>) =>
  room.connections.callTool(id, tool, args)

describe('F34: noise on stdout is told and counted, and the server goes on', () => {
  test.each([
    ['a banner', '*** ready ***\\n', 1],
    ['a byte order mark', '\\uFEFF', 0],
    ['a bar of progress, with carriage returns', '[=>   ]\\r[===> ]\\n', 1],
    ['NUL', '\\u0000\\n', 0],
  ] as const)('before the first message: %s', async (_, before, violations) => {
    const id = await connected(['--before', before])
    expect((await call(id, 'echo', { text: 'fine' })).content).toEqual([{ type: 'text', text: 'fine' }])
    // A legacy server is started twice until it is known, and makes its noise each time.
    expect(room.connections.details(id).violations).toBe(2 * violations)
  })

  test.each([
    ['UTF-16', { hex: Buffer.from('hello\n', 'utf16le').toString('hex') }, 'bytes'],
    ['half of a character', { hex: 'e6bc0a' }, 'bytes'],
    ['JSON that is no message, a hundred times', { text: '{"level":30,"msg":"hi"}\n'.repeat(100) }, 'write'],
  ] as const)('between messages: %s', async (_, args, tool) => {
    const id = await connected()
    await call(id, tool, args)
    expect((await call(id, 'echo', { text: 'fine' })).content).toEqual([{ type: 'text', text: 'fine' }])
    expect(room.connections.details(id).violations).toBeGreaterThan(0)
    expect(room.connections.state(id).state).toBe('connected')
  })

  test('an answer in a thousand writes is an answer', async () => {
    const id = await connected()
    const text = '漢'.repeat(300)
    expect((await call(id, 'slowly', { text })).content).toEqual([{ type: 'text', text }])
  })
})

test('T35: messages that are none, more than twenty within a minute, end the connection', async () => {
  const id = await connected()
  const text = '{"jsonrpc":"2.0","id":{},"result":{}}\n'.repeat(30)
  await expect(call(id, 'write', { text })).rejects.toMatchObject({ detail: { cause: 'quarantined' } })
  expect((await room.becomes(id, 'failed')).error?.code).toBe('quarantined')
})

describe('T29, L7: a line without end is cut at 16 MB, and the process with it', () => {
  test.each([
    ['a message', '{"jsonrpc":"2.0","id":1,"result":"'],
    ['noise', 'a'],
  ])(
    '%s',
    async (_, text) => {
      const id = await connected()
      const { pid } = room.connections.details(id)
      using memory = HeldMemory.watch()
      await expect(call(id, 'flood', { text })).rejects.toMatchObject({ detail: { cause: 'misbehaving' } })
      const { error, nextAttemptAt } = await room.becomes(id, 'failed')
      expect(error?.code).toBe('misbehaving')
      expect((nextAttemptAt ?? 0) - room.host.clock.now()).toBeGreaterThan(30_000)
      await vi.waitFor(() => expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH'), within)
      // The line, and the rooms it grew out of.
      expect(memory.grownBytes).toBeLessThan(64 * 1_048_576)
      // What lies in the pipe comes on top of the limit: nothing more was taken from it while it was ended.
      expect(takenMegabytes(room.connections.details(id).stderr)).toBeLessThanOrEqual(17)
    },
    90_000,
  )
})

function takenMegabytes(stderr: readonly string[]): number {
  return stderr.filter((line) => line === 'one more megabyte was taken').length
}
