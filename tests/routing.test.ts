import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Embeddings } from '../src/main/routing/embeddings'
import { Routing } from '../src/main/routing/routing'
import { Uses } from '../src/main/routing/uses'
import { Vectors } from '../src/main/routing/vectors'
import { Room, within } from './connections-room'
import { startServer } from './servers/start'
import { WilfulServer } from './wilful-server'

const samples = new URL('../resources/examples/', import.meta.url).pathname

let room: Room
let routing: Routing

beforeEach(async () => {
  room = await new Room().start()
  const { database, vault, preferences: settings } = room
  const { clock, log } = room.host
  const embeddings = new Embeddings({ settings, vault, vectors: new Vectors(database), clock, log })
  routing = new Routing({ ...room, uses: new Uses({ database, clock }), embeddings })
  routing.start()
})

afterEach(async () => {
  routing.end()
  await room[Symbol.asyncDispose]()
})

const ask = (query: string, scope?: Parameters<Routing['route']>[0]['scope']) =>
  routing.route({ query, scope, servers: 5, tools: 20, fold: true })

/** A connected server with one tool. */
async function server(name: string, tool: object, more: object = {}) {
  const one = await new WilfulServer().start()
  one.answers['tools/list'] = () => ({ tools: [{ inputSchema: { type: 'object' }, ...tool }] })
  const id = await room.add({ name, url: one.url, ...more })
  await room.becomes(id, 'connected')
  await vi.waitFor(() => expect(room.health.of(id).verdict).toBe('up'), within)
  return { one, id }
}

test('questions in both languages find the right tools of the sample servers', async () => {
  const running = await Promise.all(
    ['weather', 'database', 'text'].map((name) => startServer(`${samples}${name}.mjs`)),
  )
  for (const [at, name] of ['weather', 'database', 'text'].entries()) {
    const id = await room.add({ name, url: running[at]?.url, tags: [name] })
    await room.becomes(id, 'connected')
  }
  expect((await ask('今天天气怎么样')).servers[0]?.server).toBe('weather')
  expect((await ask('which orders are late')).servers[0]?.server).toBe('database')
  expect((await ask('how many words are in this text')).servers[0]?.server).toBe('text')
  const [first] = (await ask('which orders are late')).tools
  expect(first?.matches).toEqual(expect.arrayContaining([expect.objectContaining({ said: 'order' })]))
  await Promise.all(running.map((one) => one.kill()))
})

test('what may not be used is left out, and it is said why', async () => {
  const forecast = { name: 'get_forecast', description: 'Forecast of a city' }
  const { one: on, id: muted } = await server('muted', forecast)
  const { one: off, id: offId } = await server('off', forecast)
  const { one: well } = await server('well', forecast)
  room.registry.mute(muted, Date.now() + 3_600_000)
  room.registry.setIntent(offId, 'off')
  const { servers, tools, leftOut } = await ask('forecast for a city')
  expect(servers.map(({ server }) => server)).toEqual(['well'])
  expect(tools.map(({ server }) => server)).toEqual(['well'])
  expect(Object.fromEntries(leftOut.map(({ server, reason }) => [server, reason]))).toEqual({
    muted: 'muted',
    off: 'off',
  })
  expect((await ask('forecast', { without: ['well'] })).leftOut).toContainEqual(
    expect.objectContaining({ server: 'well', reason: 'excluded' }),
  )
  for (const each of [on, off, well]) await each[Symbol.asyncDispose]()
})

test('between equals the higher priority is first, and so is what answered before', async () => {
  const tool = { name: 'translate', description: 'Translates text' }
  const { one: low } = await server('low', tool, { priority: 1 })
  const { one: high } = await server('high', tool, { priority: 9 })
  const names = async () => (await ask('translate this')).servers.map(({ server }) => server)
  expect(await names()).toEqual(['high', 'low'])
  const { one: same, id } = await server('same', tool, { priority: 9 })
  for (let call = 0; call < 3; call += 1) await room.connections.callTool(id, 'translate', {})
  expect(await names()).toEqual(['same', 'high', 'low'])
  for (const each of [low, high, same]) await each[Symbol.asyncDispose]()
})

test('a changed list is found by its new words, without the others being read anew', async () => {
  const { one, id } = await server('shifting', { name: 'play_song' })
  expect((await ask('song')).tools).toMatchObject([{ tool: 'play_song' }])
  one.answers['tools/list'] = () => ({ tools: [{ name: 'book_flight', inputSchema: { type: 'object' } }] })
  await room.connections.readLists(id)
  expect((await ask('song')).tools).toEqual([])
  expect((await ask('flight')).tools).toMatchObject([{ tool: 'book_flight' }])
  await one[Symbol.asyncDispose]()
})

test('what a tool was of use is known after a restart', async () => {
  const { one, id } = await server('kept', { name: 'translate', description: 'Translates text' })
  await room.connections.callTool(id, 'translate', {})
  routing.end()
  expect(new Uses({ database: room.database, clock: room.host.clock }).of(id, 'translate')).toBe(1)
  routing.start()
  await one[Symbol.asyncDispose]()
})
