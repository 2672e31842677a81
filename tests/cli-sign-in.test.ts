import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'
import { within } from './connections-room'
import { Realm } from './servers/sign-in'
import { type RunningServer, startServer } from './servers/start'
import { follow } from './sign-in-browser'

let room: CliRoom
let upstream: RunningServer
let realm: Realm

beforeAll(async () => {
  ;[room, upstream] = await Promise.all([startCliRoom(), startServer('modern.ts')])
  realm = await Realm.start(upstream.url)
  await room.rollcall(['add', 'notes', realm.url])
})
afterAll(async () => {
  await realm[Symbol.asyncDispose]()
  await Promise.all([room[Symbol.asyncDispose](), upstream.stop()])
})

const address = () =>
  vi.waitFor(async () => {
    const { body } = await room.shell.ask('GET', '/api/servers/notes')
    expect(body.signIn?.authorizationUrl).toContain('/authorize?')
    return String(body.signIn.authorizationUrl)
  }, within)

test('sign-in tells where to go, waits for it, and says how the server stands then', async () => {
  const running = room.rollcall(['sign-in', 'notes'])
  const url = await address()
  await follow(url)
  const { code, out, err } = await running
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(`Signed in with ${realm.issuer}`) })
  expect(err).toContain(url)
  expect(out + err).not.toMatch(/token-|renewal-/u)
  const { body } = await room.shell.ask('GET', '/api/servers/notes')
  expect(JSON.stringify(body)).not.toMatch(/token-|renewal-/u)
})

test('sign-out forgets it', async () => {
  const { code, out } = await room.rollcall(['sign-out', 'notes'])
  expect({ code, out }).toEqual({ code: 0, out: 'Signed out of notes.' })
  const { body } = await room.shell.ask('GET', '/api/servers/notes')
  expect(body.signIn?.account ?? null).toBeNull()
})

test('a sign-in that comes to nothing ends with the reason, in the person’s language', async () => {
  realm.rules.brings = { code: null, error: 'access_denied' }
  const running = room.rollcall(['sign-in', 'notes'], { language: 'zh' })
  await follow(await address())
  expect(await running).toMatchObject({ code: 1, out: expect.stringContaining('浏览器里的登录被拒绝了') })
  realm.rules.brings = {}
})

test('interrupted, it is given up', async () => {
  const interruption = new AbortController()
  const running = room.rollcall(['sign-in', 'notes'], { interrupted: interruption.signal })
  await address()
  interruption.abort()
  expect((await running).code).toBe(1)
  await vi.waitFor(async () => {
    const { body } = await room.shell.ask('GET', '/api/servers/notes')
    expect(body.signIn?.step ?? 'idle').toBe('idle')
  }, within)
})

test('a secret without its id, and a command instead of an address, are refused', async () => {
  expect((await room.rollcall(['sign-in', 'notes', '--client-secret', 'x'])).code).toBe(2)
  await room.rollcall(['add', 'tool', '--no-auto-connect', '--', 'node', '-v'])
  const refused = await room.shell.ask('POST', '/api/servers/tool/sign-in')
  expect(refused.status).toBe(400)
})
