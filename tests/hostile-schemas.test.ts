import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Room, within } from './connections-room'
import { startPromising } from './servers/promising'
import { json, RawServer } from './servers/raw'

let room: Room

beforeEach(async () => {
  room = await new Room().start()
})

afterEach(() => room[Symbol.asyncDispose]())

test('T33, T34: a call is answered whatever its schema is, and the answer says what is wrong with it', async () => {
  await using server = await startPromising()
  const id = await room.add({ name: 'one', url: server.url })
  await room.becomes(id, 'connected')
  const problemOf = async (tool: string) => {
    const { content, structuredProblem } = await room.connections.callTool(id, tool, {})
    expect(content).toEqual([{ type: 'text', text: `This is ${tool}.` }])
    return structuredProblem
  }
  expect(await problemOf('kept')).toBeUndefined()
  expect(await problemOf('broken')).toEqual({ code: 'mismatch', path: '/degrees', keyword: 'type' })
  expect(await problemOf('missing')).toEqual({ code: 'missing' })
  expect(await problemOf('endless')).toEqual({ code: 'aborted' })
  expect(await problemOf('elsewhere')).toEqual({ code: 'schema-elsewhere' })
  expect(await problemOf('kept')).toBeUndefined()
  expect(server.count('tools/call')).toBe(6)
})

test('B093: a tool whose schema is none is left out, and the others are there', async () => {
  await using server = await startPromising()
  const id = await room.add({ name: 'one', url: server.url })
  await room.becomes(id, 'connected')
  expect(room.connections.tools(id).map(({ name }) => name)).toEqual([
    'kept',
    'broken',
    'missing',
    'endless',
    'elsewhere',
  ])
  expect(room.connections.log(id).list(undefined, 100)).toContainEqual(
    expect.objectContaining({ code: 'entry-stray', detail: { method: 'tools/list', names: 'nonsense' } }),
  )
})

test('L17: a list of 20,000 tools is read as far as Rollcall takes it', async () => {
  const description = 'x'.repeat(250)
  const tools = Array.from({ length: 20_000 }, (_, n) => ({
    name: `tool_${n}`,
    description,
    inputSchema: { type: 'object' },
  }))
  await using server = await RawServer.start(({ rpc }, response) => {
    if (rpc.method !== 'tools/list') return false
    json(response, { jsonrpc: '2.0', id: rpc.id, result: { tools } })
    return true
  })
  const id = await room.add({ name: 'one', url: server.url })
  await room.becomes(id, 'connected')
  // On a busy machine it is connected before so long a list is read.
  await vi.waitFor(() => expect(room.connections.tools(id)).toHaveLength(10_000), within)
})
