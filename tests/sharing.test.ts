import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { registrationKey } from '../src/main/discovery/server-json/server-json'
import { type ApiShell, startApiShell, token } from './api-shell'

let shell: ApiShell
let readToken: string

beforeAll(async () => {
  shell = await startApiShell()
  readToken = (await shell.ask('POST', '/api/sharing/token', {})).body.token
})
afterAll(() => shell[Symbol.asyncDispose]())
beforeEach(async () => {
  for (const { name } of (await shell.ask('GET', '/api/servers')).body)
    await shell.ask('DELETE', `/api/servers/${encodeURIComponent(name)}`)
  await shell.ask('PATCH', '/api/settings', { sharing: 'on' })
})

/** As another Rollcall would ask. */
const read = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(shell.url + path, { method, headers: { authorization: `Bearer ${readToken}`, ...headers } })
// biome-ignore lint/suspicious/noExplicitAny: what came over HTTP is looked at field by field in the tests.
const readJson = async (path: string): Promise<any> => (await read(path)).json()
const add = (name: string, more: object = {}) =>
  shell.ask('POST', '/api/servers', { name, url: `http://127.0.0.1:9/${name}`, ...more })
const entries = async (query = '') => (await readJson(`/v0.1/servers${query}`)).servers
const titles = async (query = '') =>
  (await entries(query)).map(({ server }: { server: { title: string } }) => server.title)

describe('who may read', () => {
  test('nobody while it is off: the addresses are not there', async () => {
    await shell.ask('PATCH', '/api/settings', { sharing: 'off' })
    expect((await read('/v0.1/servers')).status).toBe(404)
    expect((await read('/api/discover')).status).toBe(401)
    expect((await shell.ask('GET', '/api/discover')).status).toBe(404)
  })

  test('who has the token of sharing, or that of the whole API', async () => {
    for (const path of ['/api/discover', '/v0.1/servers']) {
      expect((await read(path)).status).toBe(200)
      expect((await read(path, { authorization: `Bearer ${token}` })).status).toBe(200)
      expect((await read(path, { authorization: 'Bearer wrong' })).status).toBe(401)
      expect((await fetch(shell.url + path)).status).toBe(401)
    }
  })

  test('the token of sharing opens nothing else, and changes nothing', async () => {
    for (const path of ['/api/servers', '/api/settings', '/api/sharing', '/api/openapi.json'])
      expect((await read(path)).status).toBe(401)
    expect((await read('/api/sharing/token', {}, 'POST')).status).toBe(401)
    const changing = await read('/api/discover', {}, 'DELETE')
    expect([changing.status, changing.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  test('a page of others and a foreign host are turned away before the token counts', async () => {
    expect((await read('/v0.1/servers', { origin: 'https://elsewhere.test' })).status).toBe(403)
    const raw = await shell.raw(
      `GET /v0.1/servers HTTP/1.1\r\nHost: rebound.test\r\nAuthorization: Bearer ${readToken}\r\nConnection: close\r\n\r\n`,
    )
    expect(raw).toMatch(/^HTTP\/1\.1 421/)
  })

  test('a renewed token makes the one before worthless', async () => {
    const before = readToken
    expect((await shell.ask('POST', '/api/sharing/token', {})).body.token).toBe(before)
    readToken = (await shell.ask('POST', '/api/sharing/token', { renew: true })).body.token
    expect(readToken).not.toBe(before)
    const late = await read('/api/discover', { authorization: `Bearer ${before}` })
    // Enough wrong tokens were tried here for a pause.
    expect([401, 429]).toContain(late.status)
    expect((await read('/api/discover')).status).toBe(200)
  })
})

describe('what is read', () => {
  test('the servers that are on, commands among them, in the original format', async () => {
    await add('weather', { tags: ['weather'], priority: 7, metadata: { team: 'north' } })
    await add('resting', { auto_connect: false })
    await shell.ask('POST', '/api/servers', { name: 'files', command: 'no-such-command', args: ['-y'] })
    const { servers } = await readJson('/api/discover')
    expect(servers).toEqual([
      {
        name: 'weather',
        url: 'http://127.0.0.1:9/weather',
        tags: ['weather'],
        priority: 7,
        metadata: { team: 'north' },
      },
      { name: 'files', command: 'no-such-command', args: ['-y'] },
    ])
    expect((await shell.ask('GET', '/api/sharing')).body).toEqual({
      mode: 'on',
      discover: `${shell.url}/api/discover`,
      registry: shell.url,
      servers: 2,
      commands: 1,
    })
  })

  test('only those tagged as shared where the person says so', async () => {
    await add('private')
    await add('open', { tags: ['shared'] })
    await shell.ask('PATCH', '/api/settings', { sharing: 'tagged' })
    expect((await readJson('/api/discover')).servers).toMatchObject([{ name: 'open' }])
    expect(await titles()).toEqual(['open'])
  })

  test('never a secret, wherever it stands; what was taken out is named', async () => {
    await add('github', {
      url: 'http://127.0.0.1:9/mcp?api_key=plainly-visible',
      headers: { Authorization: 'Bearer plainly-visible' },
      metadata: { token: 'plainly-visible' },
    })
    await shell.ask('POST', '/api/servers', {
      name: 'files',
      command: 'no-such-command',
      args: ['--token', 'plainly-visible'],
      env: { API_KEY: 'plainly-visible', LEVEL: 'debug' },
    })
    for (const path of ['/api/discover', '/v0.1/servers']) {
      const text = await (await read(path)).text()
      expect(text).not.toContain('plainly-visible')
      expect(text).not.toMatch(/secret:[\w-]{22}/u)
    }
    const { servers } = await readJson('/api/discover')
    expect(servers).toMatchObject([
      { name: 'files', env: { LEVEL: 'debug' } },
      {
        name: 'github',
        url: 'http://127.0.0.1:9/mcp',
        metadata: {
          secrets_left_out: expect.arrayContaining([
            'url api_key',
            'headers.Authorization',
            'metadata.token',
          ]),
        },
      },
    ])
    const [entry] = await entries()
    expect(entry.server.remotes[0]).toMatchObject({
      url: 'http://127.0.0.1:9/mcp?api_key={api_key}',
      headers: [{ name: 'Authorization', isRequired: true, isSecret: true }],
    })
  })

  test('a list that has not changed is not sent again', async () => {
    await add('weather')
    for (const path of ['/api/discover', '/v0.1/servers']) {
      const tag = (await read(path)).headers.get('etag') ?? ''
      const again = await read(path, { 'if-none-match': tag })
      expect([again.status, await again.text()]).toEqual([304, ''])
      const head = await read(path, {}, 'HEAD')
      expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, tag, ''])
    }
    const tag = (await read('/api/discover')).headers.get('etag') ?? ''
    await add('later')
    expect((await read('/api/discover', { 'if-none-match': tag })).status).toBe(200)
  })
})

test.each([
  ['/api/discover', ['files', 'weather']],
  ['', ['weather']],
])('another Rollcall reads it as a source at “%s”, with the token', async (path, names) => {
  await add('weather', { tags: ['sky'], priority: 7, 'x-own': [1] })
  await shell.ask('POST', '/api/servers', { name: 'files', command: 'no-such-command' })
  await using other = await startApiShell()
  const url = shell.url + path
  const refused = await other.ask('POST', '/api/sources', { type: 'http_polling', url, name: 'without' })
  expect(refused.body).toMatchObject({ state: 'error', servers: 0 })
  const bearer = readToken
  const added = await other.ask('POST', '/api/sources', { type: 'http_polling', url: `${url}#`, bearer })
  expect([added.status, added.body.code]).toEqual([409, 'source-exists'])
  await other.ask('DELETE', `/api/sources/${refused.body.id}`)
  const source = await other.ask('POST', '/api/sources', { type: 'http_polling', url, bearer })
  expect(source.body).toMatchObject({ state: 'ok', policy: 'connect', issues: [] })
  expect(JSON.stringify(source.body)).not.toContain(bearer)
  const servers = (await other.ask('GET', '/api/servers')).body as { name: string; tags: string[] }[]
  expect(servers.map(({ name }) => name).toSorted()).toEqual(names)
  expect(servers.find(({ name }) => name === 'weather')).toMatchObject({ tags: ['sky'], priority: 7 })
  // A command of a list waits for a person, whoever named it.
  const approval = expect.objectContaining({ command: 'no-such-command' })
  for (const { name } of servers.filter((server) => server.name === 'files'))
    expect((await other.ask('GET', `/api/servers/${name}`)).body).toMatchObject({ approval })
})

describe('the API of the official registry', () => {
  test('lists servers with their remotes and the registry’s own word on them, commands left out', async () => {
    await add('weather', { description: 'Forecasts', type: 'sse' })
    await shell.ask('POST', '/api/servers', { name: 'files', command: 'no-such-command' })
    const { servers, metadata } = await readJson('/v0.1/servers')
    expect(metadata).toEqual({ count: 1 })
    expect(servers[0].server).toMatchObject({
      name: 'local.rollcall/weather',
      title: 'weather',
      description: 'Forecasts',
      version: '0.0.0',
      remotes: [{ type: 'sse', url: 'http://127.0.0.1:9/weather' }],
      _meta: { [registrationKey]: { name: 'weather' } },
    })
    expect(servers[0]._meta['io.modelcontextprotocol.registry/official']).toMatchObject({
      status: 'active',
      isLatest: true,
      publishedAt: expect.any(String),
    })
  })

  test('pages by cursor until all were given', async () => {
    for (const name of ['e', 'b', 'd', 'a', 'c']) await add(name)
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await readJson(`/v0.1/servers?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.servers.map(({ server }: { server: { title: string } }) => server.title))
      cursor = page.metadata.nextCursor ?? ''
    } while (cursor !== '')
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('searches, and tells what changed or went since a moment', async () => {
    await add('weather')
    await add('notes', { description: 'Keeps what you write' })
    expect(await titles('?search=WRITE')).toEqual(['notes'])
    const stamps = (await entries()).map(
      (entry: { _meta: Record<string, { updatedAt: string }> }) =>
        entry._meta['io.modelcontextprotocol.registry/official']?.updatedAt ?? '',
    )
    const since = new Date(Math.max(...stamps.map(Date.parse)) + 1).toISOString()
    expect(await titles(`?updated_since=${since}`)).toEqual([])
    await expect.poll(() => Date.now() > Date.parse(since)).toBe(true)
    await shell.ask('PATCH', '/api/servers/notes', { description: 'Keeps it all' })
    await shell.ask('DELETE', '/api/servers/weather')
    const changed = await entries(`?updated_since=${since}`)
    const status = ({
      server,
      _meta,
    }: {
      server: { title: string }
      _meta: Record<string, { status: string }>
    }) => [server.title, _meta['io.modelcontextprotocol.registry/official']?.status]
    expect(changed.map(status)).toEqual([
      ['notes', 'active'],
      ['weather', 'deleted'],
    ])
    expect(await titles()).toEqual(['notes'])
  })

  test('gives one server by its encoded name, in its version or the latest', async () => {
    await add('weather', { metadata: { version: '2.1.0' } })
    const path = `/v0.1/servers/${encodeURIComponent('local.rollcall/weather')}/versions`
    expect((await readJson(path)).servers).toMatchObject([{ server: { version: '2.1.0' } }])
    for (const version of ['latest', '2.1.0'])
      expect(await readJson(`${path}/${version}`)).toMatchObject({ server: { title: 'weather' } })
    for (const missing of [`${path}/9.9.9`, '/v0.1/servers/none%2Fsuch/versions/latest', '/v0.1/publish']) {
      const answer = await read(missing)
      expect([answer.status, await answer.json()]).toEqual([404, { error: 'Server not found' }])
    }
  })

  test.each(['limit=0', 'limit=101', 'limit=many', 'updated_since=yesterday'])(
    'refuses the query %s',
    async (query) => {
      const answer = await read(`/v0.1/servers?${query}`)
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'invalid'])
    },
  )
})
