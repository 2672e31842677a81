import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { Trials } from '../src/main/connections/trial'
import { systemClock } from '../src/main/host'
import { toRegistration } from '../src/shared/contract/registration'
import { Room, within } from './connections-room'
import { Realm } from './servers/sign-in'
import { type RunningServer, startServer } from './servers/start'
import { follow, over, signIn } from './sign-in-browser'

let modern: RunningServer
let legacy: RunningServer
let realm: Realm
let room: Room
let skewMs: number

beforeAll(async () => {
  ;[modern, legacy] = await Promise.all([startServer('modern.ts'), startServer('legacy.mjs')])
})
afterAll(async () => {
  await Promise.all([modern.stop(), legacy.stop()])
})
beforeEach(async () => {
  skewMs = 0
  realm = await Realm.start(modern.url)
  const clock = { ...systemClock, now: () => Date.now() + skewMs }
  room = await new Room({ clock }).start()
})
afterEach(async () => {
  await room[Symbol.asyncDispose]()
  await realm[Symbol.asyncDispose]()
})

const secrets = () => readFile(join(room.host.dataDir, 'secrets.json'), 'utf8')
const call = (id: string) => room.connections.callTool(id, 'echo', { text: 'hi' })
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => String(error),
  )

async function signedIn(document: Record<string, unknown> = {}): Promise<string> {
  const id = await room.add({ name: 'notes', url: realm.url, ...document })
  await room.becomes(id, 'needs-auth')
  const view = await signIn(room, id)
  expect(view.problem).toBeNull()
  await room.becomes(id, 'connected')
  return id
}

describe('signing in', () => {
  test.each(['modern', 'legacy'] as const)(
    'leads from needs sign-in to connected with a %s server',
    async (era) => {
      await realm[Symbol.asyncDispose]()
      realm = await Realm.start(era === 'modern' ? modern.url : legacy.url)
      const id = await room.add({ name: 'notes', url: realm.url })
      const { error } = await room.becomes(id, 'needs-auth')
      expect(error?.code).toBe('sign-in-required')
      const { authorizationUrl, step } = await room.connections.signIns.begin(id)
      expect(step).toBe('browser')
      const asked = new URL(authorizationUrl ?? '').searchParams
      expect(asked.get('code_challenge_method')).toBe('S256')
      expect(asked.get('resource')).toBe(realm.url)
      expect(asked.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/u)
      const { status, page } = await follow(authorizationUrl ?? '')
      expect(status).toBe(200)
      expect(page).toContain('You are signed in')
      expect((await room.becomes(id, 'connected')).era).toBe(era)
      expect(await call(id)).toMatchObject({ isError: false })
      const { account, ...rest } = await over(room, id)
      expect(account).toMatchObject({ issuer: realm.issuer, renewable: true })
      expect(JSON.stringify({ account, rest })).not.toMatch(/token-|renewal-/u)
    },
  )

  test('lasts over a restart', async () => {
    const id = await signedIn()
    const { dataDir } = room.host
    await room.connections.end()
    room.database.end()
    room = await new Room({ dataDir }).start()
    await room.becomes(id, 'connected')
    expect(realm.askedOf('/authorize')).toHaveLength(1)
  })

  test('asks as the same client again, on the same port', async () => {
    const id = await signedIn()
    await room.connections.signIns.out(id)
    realm.revokeAll()
    const first = new URL(realm.askedOf('/authorize')[0]?.path ?? '', realm.issuer).searchParams
    expect(first.get('client_id')).toMatch(/^client-/u)
    await room.becomes(id, 'needs-auth')
    expect((await signIn(room, id)).account).not.toBeNull()
  })

  test('goes to a client id a person gave, with its secret, where strangers are not registered', async () => {
    realm.rules.metadata = {
      registration_endpoint: undefined,
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
    }
    const id = await room.add({ name: 'notes', url: realm.url })
    await room.becomes(id, 'needs-auth')
    expect((await room.connections.signIns.begin(id)).problem?.code).toBe('client-wanted')
    const view = await room.connections.signIns.client(id, { clientId: 'ours', clientSecret: 'hush' })
    expect(view.clientId).toBe('ours')
    await follow(view.authorizationUrl ?? '')
    await room.becomes(id, 'connected')
    const basic = Buffer.from('ours:hush').toString('base64')
    expect(realm.askedOf('/token')[0]?.headers.authorization).toBe(`Basic ${basic}`)
    expect(JSON.stringify(room.connections.signIns.view(id))).not.toContain('hush')
  })

  test('is not offered by a server that only wants a header', async () => {
    realm.rules.tells = false
    const id = await room.add({ name: 'keys', url: realm.url })
    const { error } = await room.becomes(id, 'needs-auth')
    expect(error?.code).toBe('auth-required')
    expect((await room.connections.signIns.begin(id)).problem?.code).toBe('nowhere')
  })

  test('is what a test of a server nobody has registered says it wants', async () => {
    const { vault, preferences, host } = room
    const trials = new Trials({ vault, preferences, host })
    const trial = await trials.run(toRegistration({ name: 'new', url: realm.url }))
    expect(trial.error?.code).toBe('sign-in-required')
  })

  test('registers anew with another authorization server, and takes nothing of the old one there', async () => {
    const id = await signedIn()
    const old = JSON.parse((await secrets()).replaceAll('\\"', "'")).held
    const known = JSON.stringify(old).match(/(?:client|token|renewal)-[\w-]+/gu) ?? []
    expect(known).toHaveLength(3)
    await using other = await Realm.start(modern.url)
    realm.rules.resource = { authorization_servers: [other.issuer] }
    realm.rules.renewal = 'invalid_grant'
    realm.revokeAll()
    await room.becomes(id, 'needs-auth')
    const { authorizationUrl } = await room.connections.signIns.begin(id)
    await follow(authorizationUrl ?? '')
    await over(room, id)
    expect(other.askedOf('/register')).toHaveLength(1)
    expect(other.tokenRequests('authorization_code')).toHaveLength(1)
    for (const one of known) expect(JSON.stringify(other.asked)).not.toContain(one)
  })
})

describe('what a hostile server cannot do', () => {
  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'smb://attacker/x',
    'ms-calculator:',
    'http://attacker.example/authorize',
    'http://0.0.0.0/authorize',
    'https://user:pass@127.0.0.1/authorize',
    'http://169.254.169.254/authorize',
  ])('T48, L13: have %s opened', async (address) => {
    realm.rules.metadata = { authorization_endpoint: address }
    const opened: string[] = []
    await room[Symbol.asyncDispose]()
    room = await new Room({ openExternal: async (url) => opened.push(url) > 0 }).start()
    const id = await room.add({ name: 'notes', url: realm.url })
    await room.becomes(id, 'needs-auth')
    const { problem, authorizationUrl } = await room.connections.signIns.begin(id)
    expect(['address-refused', 'broken']).toContain(problem?.code)
    expect(authorizationUrl).toBeNull()
    expect(opened).toEqual([])
  })

  test('T49, L14: learn the registration’s headers at another origin', async () => {
    await signedIn({ headers: { 'X-API-Key': 'of the server' } })
    const elsewhere = realm.asked.filter(({ at }) => at === 'authorization')
    expect(elsewhere.length).toBeGreaterThan(3)
    expect(JSON.stringify(elsewhere.map(({ headers }) => headers))).not.toContain('of the server')
    expect(elsewhere.every(({ headers }) => headers.authorization === undefined)).toBe(true)
    expect(realm.asked.some(({ headers }) => headers['x-api-key'] === 'of the server')).toBe(true)
  })

  test('T49: have a token request sent on', async () => {
    realm.rules.metadata = { token_endpoint: `${realm.issuer}/moved` }
    const id = await room.add({ name: 'notes', url: realm.url })
    await room.becomes(id, 'needs-auth')
    expect((await signIn(room, id)).problem?.code).toBe('unreachable')
    expect(realm.askedOf('/moved')).toHaveLength(1)
    expect(realm.askedOf('/token')).toEqual([])
  })

  test.each([
    ['no-pkce', { code_challenge_methods_supported: undefined }],
    ['no-pkce', { code_challenge_methods_supported: ['plain'] }],
    ['issuer-mismatch', { issuer: 'https://honest.example' }],
  ] as const)('T51: go on with %s', async (code, metadata) => {
    realm.rules.metadata = metadata
    const id = await room.add({ name: 'notes', url: realm.url })
    await room.becomes(id, 'needs-auth')
    expect((await room.connections.signIns.begin(id)).problem?.code).toBe(code)
    expect(realm.askedOf('/register')).toEqual([])
  })

  test('get a token for another resource', async () => {
    realm.rules.resource = { resource: 'https://bank.example/mcp' }
    const id = await room.add({ name: 'notes', url: realm.url })
    await room.becomes(id, 'needs-auth')
    expect((await room.connections.signIns.begin(id)).problem?.code).toBe('resource-mismatch')
  })

  test.each([
    ['another name', { iss: 'https://honest.example' }],
    ['a slash more', { iss: 'SLASH' }],
    ['no name although it always says it', {}],
  ])('send the browser back with %s', async (_, brings) => {
    realm.rules.metadata = { authorization_response_iss_parameter_supported: true }
    realm.rules.brings = 'iss' in brings && brings.iss === 'SLASH' ? { iss: `${realm.issuer}/` } : brings
    const id = await room.add({ name: 'notes', url: realm.url })
    await room.becomes(id, 'needs-auth')
    expect((await signIn(room, id)).problem?.code).toBe('issuer-mismatch')
    expect(realm.askedOf('/token')).toEqual([])
  })

  test('B075: put words on the page, or in the reason', async () => {
    realm.rules.brings = {
      code: null,
      error: 'access_denied',
      error_description: '<script>alert(1)</script>',
    }
    const id = await room.add({ name: 'notes', url: realm.url })
    await room.becomes(id, 'needs-auth')
    const { authorizationUrl } = await room.connections.signIns.begin(id)
    const { page } = await follow(authorizationUrl ?? '')
    expect(page).not.toContain('script')
    const { problem } = await over(room, id)
    expect(problem?.code).toBe('denied')
    expect(JSON.stringify(problem)).not.toContain('script')
  })

  test('answer in the browser’s place: only the state it was sent off with counts, and only once', async () => {
    const id = await room.add({ name: 'notes', url: realm.url })
    await room.becomes(id, 'needs-auth')
    const { authorizationUrl } = await room.connections.signIns.begin(id)
    const back = new URL(new URL(authorizationUrl ?? '').searchParams.get('redirect_uri') ?? '')
    for (const query of ['?code=x&state=wrong', '?code=x', '']) {
      const answer = await fetch(`${back.href}${query}`)
      expect(answer.status).toBe(400)
    }
    expect((await fetch(new URL('/other', back))).status).toBe(404)
    expect(room.connections.signIns.view(id)?.step).toBe('browser')
    const { back: used } = await follow(authorizationUrl ?? '')
    await room.becomes(id, 'connected')
    await expect(fetch(used)).rejects.toThrow()
    expect(realm.tokenRequests('authorization_code')).toHaveLength(1)
  })
})

describe('F37: a token', () => {
  test('is renewed before it ends, kept before it is used', async () => {
    realm.rules.lifeSeconds = 600
    const id = await signedIn()
    let keptFirst: Promise<boolean> | undefined
    realm.onToken = (token) => {
      if (realm.tokenRequests('refresh_token').length > 0)
        keptFirst ??= secrets().then((kept) => kept.includes(token))
    }
    skewMs = 550_000
    expect(await call(id)).toMatchObject({ isError: false })
    expect(realm.tokenRequests('refresh_token')).toHaveLength(1)
    expect(await keptFirst).toBe(true)
  })

  test('that is refused is renewed once for all who wait', async () => {
    const id = await signedIn()
    realm.revokeAll()
    const calls = await Promise.all(Array.from({ length: 10 }, () => outcome(call(id))))
    expect(calls).toEqual(Array.from({ length: 10 }, () => 'ok'))
    expect(realm.tokenRequests('refresh_token')).toHaveLength(1)
  })

  test('that cannot be renewed any more leads to a sign-in, and is not tried again', async () => {
    const id = await signedIn()
    realm.rules.renewal = 'invalid_grant'
    realm.revokeAll()
    expect(await outcome(call(id))).toContain('wants you to sign in')
    const { error } = await room.becomes(id, 'needs-auth')
    expect(error?.code).toBe('sign-in-required')
    room.connections.retryNow(id)
    await room.becomes(id, 'needs-auth')
    expect(realm.tokenRequests('refresh_token')).toHaveLength(1)
    expect(room.connections.signIns.view(id)?.account ?? null).toBeNull()
  })

  test('that cannot be renewed just now is kept, and renewed later', async () => {
    const id = await signedIn()
    realm.rules.renewal = 'trouble'
    realm.revokeAll()
    expect(await outcome(call(id))).toContain('could not be renewed')
    const { error } = await room.becomes(id, 'waiting')
    expect(error?.code).toBe('renewal-failed')
    expect(room.connections.signIns.view(id)?.account).not.toBeNull()
    realm.rules.renewal = 'ok'
    skewMs = 70_000
    room.connections.retryNow(id)
    await room.becomes(id, 'connected')
    expect(realm.askedOf('/authorize')).toHaveLength(1)
  })

  test('never goes to another server, nor to a new address of this one', async () => {
    const id = await signedIn()
    await using elsewhere = await Realm.start(modern.url)
    await room.registry.update('notes', { url: elsewhere.url })
    await room.becomes(id, 'needs-auth')
    expect(JSON.stringify(elsewhere.asked)).not.toMatch(/token-|renewal-/u)
    await vi.waitFor(async () => expect(await secrets()).not.toMatch(/token-|renewal-/u), within)
  })

  test('is there again when the removal of its server is undone', async () => {
    const id = await signedIn()
    const { undo } = room.registry.unregister('notes')
    expect(room.connections.signIns.view(id)).toBeUndefined()
    room.registry.restore(undo)
    await room.becomes(id, 'connected')
    expect(await call(id)).toMatchObject({ isError: false })
    expect(realm.tokenRequests('authorization_code')).toHaveLength(1)
  })

  test('is deleted once the removal of its server cannot be undone any more', async () => {
    await signedIn()
    room.registry.unregister('notes')
    expect(await secrets()).toContain('renewal-')
    skewMs = 25 * 3_600_000
    await room.add({ name: 'other', url: 'http://127.0.0.1:9/mcp' })
    room.registry.unregister('other')
    await vi.waitFor(async () => expect(await secrets()).not.toMatch(/token-|renewal-/u), within)
  })

  test('stays while its server is missing, and is deleted with it once its source is gone for good', async () => {
    const document = { name: 'notes', url: realm.url }
    await room.registry.take('a source', [document])
    const { id } = room.registry.byName('notes')
    await room.becomes(id, 'needs-auth')
    await signIn(room, id)
    expect(await secrets()).toContain('renewal-')
    await room.registry.take('a source', [])
    expect(await secrets()).toContain('renewal-')
    room.registry.dropSource('a source')
    skewMs = 25 * 3_600_000
    await room.add({ name: 'other', url: 'http://127.0.0.1:9/mcp' })
    room.registry.unregister('other')
    await vi.waitFor(async () => expect(await secrets()).not.toMatch(/token-|renewal-/u), within)
  })

  test('is given back when a person signs out', async () => {
    const id = await signedIn()
    const view = await room.connections.signIns.out(id)
    expect(view.account).toBeNull()
    const { error } = await room.becomes(id, 'needs-auth')
    expect(error?.code).toBe('sign-in-required')
    await vi.waitFor(() => expect(realm.askedOf('/revoke')[0]?.body).toContain('renewal-'), within)
    expect(await secrets()).not.toMatch(/token-|renewal-/u)
  })
})

describe('more permission', () => {
  test('is asked for on top of what there is', async () => {
    const id = await signedIn()
    realm.rules.scope = 'notes:write'
    expect(await outcome(call(id))).toContain('notes:write')
    expect(room.connections.state(id).state).toBe('connected')
    expect(room.connections.signIns.view(id)?.wanted).toEqual(['notes:write'])
    expect((await signIn(room, id)).account?.scopes).toContain('notes:write')
    expect(await outcome(call(id))).toBe('ok')
    expect(room.connections.signIns.view(id)?.wanted).toEqual([])
  })

  test('F38: is asked for three times at most', async () => {
    realm.rules.scope = 'admin'
    realm.rules.grants = 'none'
    const id = await signedIn()
    expect(await outcome(call(id))).toContain('wants more permission')
    await signIn(room, id)
    expect(await outcome(call(id))).toContain('wants more permission')
    await signIn(room, id)
    expect(await outcome(call(id))).toContain('after three sign-ins')
    const { problem, step } = await room.connections.signIns.begin(id)
    expect({ code: problem?.code, step }).toEqual({ code: 'scope-limit', step: 'idle' })
    expect(realm.askedOf('/authorize')).toHaveLength(3)
  })
})

test('a sign-in that is given up leaves nothing behind', async () => {
  const id = await room.add({ name: 'notes', url: realm.url })
  await room.becomes(id, 'needs-auth')
  const { authorizationUrl } = await room.connections.signIns.begin(id)
  const back = new URL(authorizationUrl ?? '').searchParams.get('redirect_uri') ?? ''
  room.connections.signIns.cancel(id)
  await vi.waitFor(() => expect(room.connections.signIns.view(id)?.step ?? 'idle').toBe('idle'), within)
  await vi.waitFor(() => expect(fetch(back)).rejects.toThrow(), within)
  expect(room.connections.signIns.view(id)?.problem ?? null).toBeNull()
})
