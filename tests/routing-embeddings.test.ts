import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Embeddings } from '../src/main/routing/embeddings'
import { Routing } from '../src/main/routing/routing'
import { Uses } from '../src/main/routing/uses'
import { Vectors } from '../src/main/routing/vectors'
import { TestClock } from './clock'
import { Room, within } from './connections-room'
import { EmbeddingsEndpoint } from './embeddings-endpoint'
import { WilfulServer } from './wilful-server'

const parasol = 'will I want my parasol'

let room: Room
let endpoint: EmbeddingsEndpoint
let server: WilfulServer
let clock: TestClock
let embeddings: Embeddings
let routing: Routing

beforeEach(async () => {
  room = await new Room().start()
  endpoint = await new EmbeddingsEndpoint([
    ['parasol', 'forecast'],
    ['lyrics', 'song'],
  ]).start()
  clock = new TestClock()
  server = await new WilfulServer().start()
  offer(['get_forecast', 'play_song'])
  const id = await room.add({ name: 'several', url: server.url })
  await room.becomes(id, 'connected')
  begin()
})

afterEach(async () => {
  routing.end()
  for (const each of [server, endpoint, room]) await each[Symbol.asyncDispose]()
})

function offer(names: readonly string[]): void {
  const tools = names.map((name) => ({ name, description: `Does ${name}`, inputSchema: { type: 'object' } }))
  server.answers['tools/list'] = () => ({ tools })
}

/** As after a start. */
function begin(): void {
  const { database, vault, preferences: settings, host } = room
  embeddings = new Embeddings({ settings, vault, vectors: new Vectors(database), clock, log: host.log })
  routing = new Routing({ ...room, uses: new Uses({ database, clock: host.clock }), embeddings })
  routing.start()
}

function ask(query: string) {
  const question = { query, servers: 5, tools: 20, fold: false }
  return routing.route(question)
}
const turnOn = () => room.preferences.set({ embeddingsUrl: endpoint.url, embeddingsModel: 'small' })
const used = () =>
  vi.waitFor(async () => {
    const route = await ask(parasol)
    expect(route.embeddings).toBe('used')
    expect(embeddings.state()).toMatchObject({ known: 2, all: 2 })
    return route
  }, within)

test('nothing is sent before somebody chose an endpoint', async () => {
  expect(await ask(parasol)).toMatchObject({ embeddings: 'off', tools: [] })
  expect(await embeddings.test()).toEqual({ ok: false, reason: '' })
  expect(endpoint.asked).toEqual([])
})

test('a tool is found by meaning where no word matches, and its words still count', async () => {
  turnOn()
  await used()
  const { tools, servers } = await ask(parasol)
  expect(tools[0]).toMatchObject({ tool: 'get_forecast', words: 0, meaning: expect.closeTo(1) })
  expect(servers[0]).toMatchObject({ server: 'several', meaning: expect.closeTo(1) })
  const [song] = (await ask('play a song')).tools
  expect(song).toMatchObject({ tool: 'play_song', matches: [expect.objectContaining({ said: 'plai' }), {}] })
})

test('a description is sent once, over a restart too, and only a changed tool again', async () => {
  turnOn()
  await used()
  routing.end()
  begin()
  await used()
  const sent = () => endpoint.asked.flatMap(({ input }) => input).filter((text) => text.includes('Does'))
  expect(sent()).toHaveLength(2)
  offer(['get_forecast', 'play_lyrics'])
  await room.connections.readLists(room.registry.all()[0]?.id ?? '')
  await vi.waitFor(async () => {
    await ask(parasol)
    expect(sent().slice(2)).toEqual([expect.stringContaining('play_lyrics')])
  }, within)
})

test('while the endpoint fails words answer alone and say so, and it is not asked again at once', async () => {
  turnOn()
  endpoint.answer = (response) => response.writeHead(500).end('no')
  expect(await ask('forecast')).toMatchObject({ embeddings: 'failed', tools: [{ tool: 'get_forecast' }] })
  // The question and the descriptions.
  await vi.waitFor(() => expect(endpoint.asked).toHaveLength(2), within)
  expect((await ask('forecast')).embeddings).toBe('failed')
  expect(endpoint.asked).toHaveLength(2)
  endpoint.answer = undefined
  await clock.advance(30_000)
  await used()
})

test('an endpoint that never answers holds nobody up for long', async () => {
  turnOn()
  endpoint.answer = () => {}
  expect(await ask('forecast')).toMatchObject({ embeddings: 'failed', tools: [{ tool: 'get_forecast' }] })
})

test('an answer that is no list of vectors is a failure and is told in words', async () => {
  turnOn()
  endpoint.answer = (response) => response.writeHead(200).end('{"data":[]}')
  expect(await embeddings.test()).toEqual({ ok: false, reason: expect.stringContaining('0 came') })
  endpoint.answer = (response) => response.writeHead(200).end('<html>')
  expect((await ask('forecast')).embeddings).toBe('failed')
})

test('the key goes to the address it was given for, and to no other; what is repeated of it is not told', async () => {
  turnOn()
  expect(await embeddings.setKey('sk-secret')).toMatchObject({ hasKey: true })
  expect(await embeddings.test()).toMatchObject({ ok: true, dimensions: 3 })
  expect(endpoint.asked).toMatchObject([{ authorization: 'Bearer sk-secret', model: 'small' }])
  endpoint.answer = (response) => response.writeHead(401).end('wrong key sk-secret')
  expect(await embeddings.test()).toEqual({ ok: false, reason: 'HTTP 401: wrong key …' })
  await using other = await new EmbeddingsEndpoint([]).start()
  room.preferences.set({ embeddingsUrl: other.url })
  expect(embeddings.state()).toMatchObject({ hasKey: false })
  await embeddings.test()
  expect(other.asked).toMatchObject([{ authorization: undefined }])
  expect(JSON.stringify(room.preferences.get())).not.toContain('sk-secret')
})
