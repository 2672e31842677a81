import { delimiter } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { ElicitAnswer, ElicitRequest, OnElicit } from '../src/main/connections/connections'
import { TestClock } from './clock'
import { Room, within } from './connections-room'
import { type RunningServer, startServer } from './servers/start'

let server: RunningServer
let clock: TestClock
let room: Room
let id: string

beforeAll(async () => {
  server = await startServer('curious.mjs')
})
afterAll(() => server.kill())

beforeEach(async () => {
  clock = new TestClock()
  room = await new Room({ clock }).start()
  id = await room.add({ name: 'curious', url: server.url })
  await room.becomes(id, 'connected')
})
afterEach(() => room[Symbol.asyncDispose]())

/** What the tool made of the answer. */
async function run(tool: string, onElicit?: OnElicit, signal?: AbortSignal): Promise<unknown> {
  for await (const event of room.connections.runTool(id, tool, {}, signal, 'page', onElicit))
    if (event.kind === 'result') return JSON.parse(String(event.result.content[0]?.text))
  return undefined
}

const accept =
  (content: Record<string, unknown>): OnElicit =>
  () =>
    Promise.resolve({ action: 'accept', content })

test('a person fills in the form; what they leave out is as the form has it', async () => {
  const asked: ElicitRequest[] = []
  const answer = await run('book', (request, signal) => {
    asked.push(request)
    return accept({ name: 'Ada' })(request, signal)
  })
  expect(asked).toMatchObject([
    { message: 'For how many, and by what name?', wants: { mode: 'form', schema: { required: ['name'] } } },
  ])
  expect(answer).toEqual({ action: 'accept', content: { name: 'Ada', guests: 2 } })
})

test.each(['decline', 'cancel'] as const)('a person may %s', async (action) => {
  expect(await run('book', () => Promise.resolve({ action }))).toEqual({ action })
})

test('T44 an address is passed on as it is, and not opened', async () => {
  const asked: ElicitRequest[] = []
  const answer = await run('pay', async (request) => {
    asked.push(request)
    return { action: 'accept' }
  })
  expect(asked).toEqual([
    { message: 'Pay here, please', wants: { mode: 'url', url: 'https://pay.example/orders/1' } },
  ])
  expect(answer).toMatchObject({ action: 'accept' })
})

test('a call that nobody watches is told that nobody answers', async () => {
  expect(await run('book')).toEqual({ action: 'cancel' })
  await vi.waitFor(
    () =>
      expect(
        room.connections
          .log(id)
          .list(undefined, 100)
          .map(({ code }) => code),
      ).toContain('asked-nobody'),
    within,
  )
})

test('a person may take longer than a request, and the call goes on after it', async () => {
  const answering = Promise.withResolvers<ElicitAnswer>()
  const asked = vi.fn<OnElicit>(() => answering.promise)
  const answer = run('book', asked)
  await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce(), within)
  await clock.advance(700_000)
  answering.resolve({ action: 'accept', content: { name: 'Ada', guests: 4 } })
  expect(await answer).toEqual({ action: 'accept', content: { name: 'Ada', guests: 4 } })
})

test('T44 the fourth question within a minute is declined without anybody being asked', async () => {
  const asked = vi.fn<OnElicit>(accept({ name: 'Ada' }))
  for (let n = 0; n < 3; n += 1) await run('book', asked)
  expect(await run('book', asked)).toEqual({ action: 'decline' })
  expect(asked).toHaveBeenCalledTimes(3)
  await clock.advance(61_000)
  expect(await run('book', asked)).toMatchObject({ action: 'accept' })
})

test('a stopped call asks nobody any longer', async () => {
  const stop = new AbortController()
  const asked = vi.fn<OnElicit>(() => new Promise(() => {}))
  const call = run('book', asked, stop.signal)
  await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce(), within)
  stop.abort()
  await expect(call).rejects.toMatchObject({ code: 'cancelled' })
})

test('no server is offered a model or folders unless a person switched that on', async () => {
  const refused = expect.stringContaining('Method not found')
  expect(await run('muse', accept({ text: 'Rain', model: 'poet' }))).toEqual({ refused })
  expect(await run('roots')).toEqual({ refused })
})

test('a server that wants a model asked shows the person all of it, and gets what the model said', async () => {
  room.preferences.set({ sampling: 'ask' })
  const other = await room.add({ name: 'poet', url: server.url })
  await room.becomes(other, 'connected')
  id = other
  const asked: ElicitRequest[] = []
  const answer = await run('muse', async (request) => {
    asked.push(request)
    return { action: 'accept', content: { text: 'Rain, at last', model: 'poet' } }
  })
  expect(asked).toMatchObject([
    {
      message: 'You are a poet.\n\nA line about rain, please',
      wants: { mode: 'sample', system: 'You are a poet.', maxTokens: 50 },
    },
  ])
  expect(answer).toMatchObject({ role: 'assistant', content: { text: 'Rain, at last' }, model: 'poet' })
  expect(await run('muse', () => Promise.resolve({ action: 'decline' }))).toMatchObject({
    refused: expect.stringContaining('rejected'),
  })
})

test('a server is told of the folders that were set, and of no others', async () => {
  room.preferences.set({ roots: ['/srv/work', '/srv/more work'].join(delimiter) })
  const other = await room.add({ name: 'bounded', url: server.url })
  await room.becomes(other, 'connected')
  id = other
  expect(await run('roots')).toEqual({
    roots: [
      { uri: pathToFileURL('/srv/work').href, name: 'work' },
      { uri: pathToFileURL('/srv/more work').href, name: 'more work' },
    ],
  })
})
