import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contractRoutes } from '../src/main/routes'
import { type ApiShell, startApiShell } from './api-shell'
import { type RunningServer, startServer, stdioCommand } from './servers/start'

let shell: ApiShell
let legacy: RunningServer
let directory: string
const ask: ApiShell['ask'] = (...args) => shell.ask(...args)

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-api-'))
  legacy = await startServer('legacy.mjs')
  shell = await startApiShell()
})
afterAll(async () => {
  await shell[Symbol.asyncDispose]()
  await legacy.stop()
  rmSync(directory, { recursive: true })
})
beforeEach(async () => {
  for (const { name } of (await ask('GET', '/api/servers')).body)
    await ask('DELETE', `/api/servers/${encodeURIComponent(name)}`)
})

const off = (name: string, more: object = {}) => ({
  name,
  url: `http://127.0.0.1:9/${encodeURIComponent(name)}`,
  auto_connect: false,
  ...more,
})
const refusal = (code: string, detail: object = {}) => ({
  code,
  message: expect.any(String),
  detail: expect.objectContaining(detail),
})
const names = (servers: { name: string }[]) => servers.map(({ name }) => name)

async function connected(name: string) {
  await expect
    .poll(async () => (await ask('GET', `/api/servers/${name}`)).body.connection.state, { timeout: 15_000 })
    .toBe('connected')
}

describe('servers', () => {
  test('registers, shows, changes, removes and restores one', async () => {
    const created = await ask(
      'POST',
      '/api/servers',
      off('天气 a/b', { tags: ['x'], priority: 3, 'x-own': 1 }),
    )
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({
      name: '天气 a/b',
      url: expect.stringContaining('http://127.0.0.1:9/'),
      tags: ['x'],
      priority: 3,
      auto_connect: false,
      source: { id: 'manual', type: 'manual', lastSeenAt: expect.any(String) },
      connection: { state: 'off', era: null, transport: null, attempt: 0, nextAttemptAt: null, error: null },
      health: { verdict: 'off', checkedAt: null, okAt: null, latencyMs: null },
      tools: 0,
    })
    const path = `/api/servers/${encodeURIComponent('天气 a/b')}`
    expect((await ask('GET', path)).body.name).toBe('天气 a/b')
    const changed = await ask('PATCH', path, { priority: 7, tags: null })
    expect(changed).toMatchObject({ status: 200, body: { priority: 7, tags: [] } })
    expect((await ask('GET', `${path}/document`)).body).toMatchObject({ name: '天气 a/b', 'x-own': 1 })
    const removed = await ask('DELETE', path)
    expect(removed).toMatchObject({ status: 200, body: { removed: '天气 a/b', undo: expect.any(String) } })
    expect((await ask('GET', path)).status).toBe(404)
    const restored = await ask('POST', '/api/restore', { undo: removed.body.undo })
    expect(restored).toMatchObject({ status: 200, body: { name: '天气 a/b', priority: 7 } })
  })

  test('lists by tags, text and state, highest priority first, then by name', async () => {
    await ask('POST', '/api/servers', off('b', { tags: ['x', 'y'], priority: 1 }))
    await ask('POST', '/api/servers', off('a', { tags: ['x'], priority: 1, description: 'Finds FISH' }))
    await ask('POST', '/api/servers', off('c', { tags: ['z'], priority: 9 }))
    const list = async (query: string) => names((await ask('GET', `/api/servers${query}`)).body)
    expect(await list('')).toEqual(['c', 'a', 'b'])
    expect(await list('?tags=x,y')).toEqual(['a', 'b'])
    expect(await list('?tags=x&tags=y')).toEqual(['a', 'b'])
    expect(await list('?tags=x,y&match=all')).toEqual(['b'])
    expect(await list('?tags=x&tags=y&match=all')).toEqual(['b'])
    expect(await list('?tags=')).toEqual(['c', 'a', 'b'])
    expect(await list('?text=fish')).toEqual(['a'])
    expect(await list('?state=off')).toEqual(['c', 'a', 'b'])
    expect(await list('?state=connected')).toEqual([])
    expect(await list('?source=manual')).toEqual(['c', 'a', 'b'])
  })

  test.each([
    ['GET', '/api/servers?match=some', undefined, 400, 'invalid'],
    ['GET', '/api/servers?state=happy', undefined, 400, 'invalid'],
    ['GET', '/api/servers/none', undefined, 404, 'not-found'],
    ['PATCH', '/api/servers/none', { priority: 1 }, 404, 'not-found'],
    ['DELETE', '/api/servers/none', undefined, 404, 'not-found'],
    ['POST', '/api/servers/none/connect', undefined, 404, 'not-found'],
    ['POST', '/api/servers/none/disconnect', undefined, 404, 'not-found'],
    ['POST', '/api/servers/none/accept', undefined, 404, 'not-found'],
    ['POST', '/api/servers/none/check', undefined, 404, 'not-found'],
    ['POST', '/api/servers/none/approve', { fingerprint: 'x' }, 404, 'not-found'],
    ['POST', '/api/inbox/none/approve', { fingerprint: 'x' }, 404, 'not-found'],
    ['POST', '/api/inbox/none/refuse', { fingerprint: 'x' }, 404, 'not-found'],
    ['POST', '/api/inbox/none/reopen', undefined, 404, 'not-found'],
    ['POST', '/api/inbox/approve-all', { source: 'none', fingerprints: [] }, 404, 'not-found'],
    ['POST', '/api/servers/none/doctor', undefined, 404, 'not-found'],
    ['GET', '/api/servers/none/tools', undefined, 404, 'not-found'],
    ['GET', '/api/servers/none/resources', undefined, 404, 'not-found'],
    ['GET', '/api/servers/none/prompts', undefined, 404, 'not-found'],
    ['GET', '/api/servers/none/connection', undefined, 404, 'not-found'],
    ['GET', '/api/servers/none/checks', undefined, 404, 'not-found'],
    ['GET', '/api/servers/none/log', undefined, 404, 'not-found'],
    ['DELETE', '/api/servers/none/log', undefined, 404, 'not-found'],
    ['GET', '/api/watch/log/none', undefined, 404, 'not-found'],
    ['GET', '/api/servers/none/timeline', undefined, 404, 'not-found'],
    ['GET', '/api/servers/none/uptime', undefined, 404, 'not-found'],
    ['GET', '/api/incidents?server=none', undefined, 404, 'not-found'],
    ['GET', '/api/incidents?from=yesterday', undefined, 400, 'invalid'],
    ['GET', '/api/timelines?points=0', undefined, 400, 'invalid'],
    ['GET', '/api/timelines?from=2027-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', undefined, 400, 'invalid'],
    ['POST', '/api/servers/none/tools/x', { arguments: {} }, 404, 'not-found'],
    ['POST', '/api/servers', { name: 'a' }, 400, 'invalid'],
    ['POST', '/api/servers', { name: 'a', url: 'ftp://a.test' }, 400, 'invalid'],
    ['POST', '/api/servers', { name: 'a\u0007', url: 'http://a.test' }, 400, 'invalid'],
    ['POST', '/api/restore', { undo: 'nothing' }, 404, 'not-found'],
    ['GET', '/api/events?after=-1', undefined, 400, 'invalid'],
    ['GET', '/api/events?after=x', undefined, 400, 'invalid'],
    ['GET', '/api/events?kind=unheard-of', undefined, 400, 'invalid'],
    ['GET', '/api/events?from=yesterday', undefined, 400, 'invalid'],
    ['POST', '/api/sources', {}, 400, 'invalid'],
    ['DELETE', '/api/sources/none', undefined, 404, 'not-found'],
    ['DELETE', '/api/sources/manual', undefined, 400, 'invalid'],
    ['POST', '/api/sources/none/scan', undefined, 404, 'not-found'],
    ['GET', '/api/export?source=none', undefined, 404, 'not-found'],
    ['PATCH', '/api/settings', { checkIntervalMs: 1 }, 400, 'invalid'],
    ['POST', '/api/import', { files: [] }, 400, 'invalid'],
  ])('%s %s %j is refused with %i %s', async (method, path, body, status, code) => {
    const answer = await ask(method, path, body)
    expect(answer.status).toBe(status)
    expect(answer.body).toEqual(refusal(code))
  })

  test('names the field that does not fit', async () => {
    const { body } = await ask('POST', '/api/servers', { name: 'a', url: 'http://a.test', priority: 'high' })
    expect(body.detail.issues).toEqual([{ path: 'priority', message: expect.any(String) }])
  })

  test('refuses a second server of the same name with 409', async () => {
    await ask('POST', '/api/servers', off('twice'))
    const { status, body } = await ask('POST', '/api/servers', off('twice'))
    expect(status).toBe(409)
    expect(body).toEqual(refusal('name-taken'))
  })
})

describe('connections', () => {
  test('connects, checks, lists and runs tools, and disconnects', async () => {
    await ask('POST', '/api/servers', { name: 'legacy', url: legacy.url, auto_connect: false })
    const early = await ask('POST', '/api/servers/legacy/tools/echo', { arguments: { text: 'a' } })
    expect(early).toMatchObject({ status: 409, body: refusal('not-connected') })
    expect((await ask('POST', '/api/servers/legacy/check')).status).toBe(409)

    expect((await ask('POST', '/api/servers/legacy/connect')).status).toBe(200)
    await connected('legacy')
    const { body: server } = await ask('GET', '/api/servers/legacy')
    expect(server).toMatchObject({ connection: { era: 'legacy', transport: 'http' }, intent: 'on' })
    expect(server.tools).toBeGreaterThan(3)
    const check = await ask('POST', '/api/servers/legacy/check')
    expect(check).toMatchObject({ status: 200, body: { ok: true, latencyMs: expect.any(Number) } })
    expect((await ask('GET', '/api/servers/legacy/checks?limit=1')).body).toHaveLength(1)
    const { body: details } = await ask('GET', '/api/servers/legacy/connection')
    expect(details.serverInfo).not.toBeNull()
    expect(Date.parse(details.eraSince)).toBeLessThanOrEqual(Date.now())
    const { body: log } = await ask('GET', '/api/servers/legacy/log?limit=3')
    expect(log.map(({ code }: { code: string }) => code)).toEqual(['attempt', 'connected', 'era-legacy'])
    expect((await ask('GET', `/api/servers/legacy/log?after=${log[1].id}`)).body).toEqual([log[2]])
    expect((await ask('DELETE', '/api/servers/legacy/log', { upTo: log[1].id })).body).toEqual({ cleared: 2 })
    expect((await ask('DELETE', '/api/servers/legacy/log')).body).toEqual({ cleared: 1 })
    for (const offer of ['resources', 'prompts'])
      expect((await ask('GET', `/api/servers/legacy/${offer}`)).body).toEqual([])

    expect(names((await ask('GET', '/api/servers/legacy/tools')).body)).toContain('echo')
    const echo = await ask('POST', '/api/servers/legacy/tools/echo', { arguments: { text: '你好' } })
    expect(echo).toMatchObject({
      status: 200,
      body: { isError: false, content: [{ type: 'text', text: '你好' }] },
    })
    const fails = await ask('POST', '/api/servers/legacy/tools/fail')
    expect(fails).toMatchObject({ status: 200, body: { isError: true } })
    const none = await ask('POST', '/api/servers/legacy/tools/none', { arguments: {} })
    expect(none).toMatchObject({ status: 404, body: refusal('not-found', { kind: 'tool' }) })
    const wrong = await ask('POST', '/api/servers/legacy/tools/echo', { arguments: [1] })
    expect(wrong).toMatchObject({ status: 400, body: refusal('invalid') })

    expect((await ask('POST', '/api/servers/legacy/disconnect')).status).toBe(200)
    expect((await ask('GET', '/api/servers/legacy')).body).toMatchObject({
      intent: 'off',
      connection: { state: 'off' },
    })
  })

  test('ends a tool call when its caller hangs up', async () => {
    await ask('POST', '/api/servers', { name: 'legacy', url: legacy.url })
    await connected('legacy')
    const impatient = ask(
      'POST',
      '/api/servers/legacy/tools/slow',
      { arguments: { ms: 60_000 } },
      {
        signal: AbortSignal.timeout(300),
      },
    )
    await expect(impatient).rejects.toThrow()
    await expect
      .poll(async () => {
        const { body } = await ask('GET', '/api/events')
        return body.filter((event: { kind: string }) => event.kind === 'tool-called').at(-1)?.detail
      })
      .toMatchObject({ tool: 'slow', ok: false })
  })

  test('shows the command of a source, and starts it only after its fingerprint was approved', async () => {
    const file = join(directory, 'command.json')
    const entry = { name: 'stdio', ...stdioCommand('dual.ts', ['--stdio']) }
    writeFileSync(file, JSON.stringify({ servers: [entry] }))
    const { body: source } = await ask('POST', '/api/sources', { type: 'file_watch', path: file })
    const waiting = (await ask('GET', '/api/servers/stdio')).body
    expect(waiting).toMatchObject({ connection: { state: 'needs-approval' }, approval: { args: entry.args } })
    expect(await ask('POST', '/api/servers/stdio/connect')).toMatchObject({
      status: 409,
      body: refusal('needs-approval', { fingerprint: waiting.approval.fingerprint }),
    })
    expect(await ask('POST', '/api/servers/stdio/approve', { fingerprint: 'stale' })).toMatchObject({
      status: 409,
      body: refusal('approval-stale'),
    })
    const { fingerprint } = waiting.approval
    expect((await ask('POST', '/api/servers/stdio/approve', { fingerprint })).body.approval).toBeNull()
    await connected('stdio')
    await ask('DELETE', `/api/sources/${source.id}`)
  })
})

describe('the inbox', () => {
  test('has an address nobody vouched for, which is asked about before anything else is done with it', async () => {
    const text = JSON.stringify({ servers: [{ name: 'dropped', url: 'http://127.0.0.1:9/mcp' }] })
    await ask('POST', '/api/import', { files: [{ name: 'dropped.json', text }] })
    const { count, waiting } = (await ask('GET', '/api/inbox')).body
    expect(count).toBe(1)
    expect(waiting).toMatchObject([
      {
        name: 'dropped',
        kind: 'address',
        source: { id: 'manual' },
        line: 'http://127.0.0.1:9/mcp',
        marks: [{ reason: 'this-machine' }],
        differences: null,
      },
    ])
    const [{ fingerprint }] = waiting
    for (const deed of ['connect', 'sign-in'])
      expect(await ask('POST', `/api/servers/dropped/${deed}`)).toMatchObject({
        status: 409,
        body: refusal('needs-approval', { fingerprint }),
      })
    expect(await ask('POST', '/api/inbox/dropped/approve', { fingerprint: 'other' })).toMatchObject({
      status: 409,
      body: refusal('approval-stale'),
    })
    const refused = await ask('POST', '/api/inbox/dropped/refuse', { fingerprint })
    expect(refused.body).toMatchObject({ count: 0, refused: [{ name: 'dropped' }] })
    expect((await ask('POST', '/api/inbox/dropped/reopen')).body).toMatchObject({ count: 1, refused: [] })
    expect(
      (await ask('POST', '/api/inbox/approve-all', { source: 'manual', fingerprints: [fingerprint] })).body,
    ).toEqual({ approved: ['dropped'], left: [] })
    expect((await ask('GET', '/api/servers/dropped')).body.approval).toBeNull()
    const { body: events } = await ask('GET', '/api/events?server=dropped')
    expect(events.map(({ kind }: { kind: string }) => kind)).toEqual(
      expect.arrayContaining(['refused', 'reopened', 'approved']),
    )
    expect(events.find(({ kind }: { kind: string }) => kind === 'approved')).toMatchObject({
      source: 'manual',
      detail: { what: 'address' },
    })
  })
})

describe('sources', () => {
  test('adds, reads, exports and removes a file', async () => {
    const file = join(directory, 'discovered_servers.json')
    writeFileSync(file, JSON.stringify({ servers: [{ ...off('from-file'), 'x-kept': true }], 'x-own': 1 }))
    const added = await ask('POST', '/api/sources', { type: 'file_watch', file_path: file })
    expect(added).toMatchObject({ status: 201, body: { state: 'ok', servers: 1, address: file } })
    expect(await ask('POST', '/api/sources', { path: file })).toMatchObject({
      status: 409,
      body: refusal('source-exists'),
    })
    const sources = (await ask('GET', '/api/sources')).body
    expect(sources.map(({ id }: { id: string }) => id)).toContain('manual')
    expect((await ask('GET', '/api/servers')).body[0].source.id).toBe(added.body.id)

    writeFileSync(file, '{"servers": [}')
    const broken = await ask('POST', `/api/sources/${added.body.id}/scan`)
    expect(broken).toMatchObject({ status: 200, body: { state: 'error', servers: 1 } })
    expect(broken.body.issues[0]).toMatchObject({ code: 'syntax', line: 1 })
    const { body: exported } = await ask('GET', `/api/export?source=${added.body.id}`)
    expect(exported.servers).toEqual([expect.objectContaining({ name: 'from-file', 'x-kept': true })])
    expect((await ask('DELETE', `/api/sources/${added.body.id}`)).body).toMatchObject({
      removed: ['from-file'],
    })
  })

  test('says in what a server is another than in its source, and takes what stands there', async () => {
    const file = join(directory, 'shared.json')
    writeFileSync(
      file,
      JSON.stringify({ servers: [off('shared', { priority: 2, headers: { A: 'secret' } })] }),
    )
    const { id } = (await ask('POST', '/api/sources', { path: file })).body
    await ask('PATCH', '/api/servers/shared', { priority: 5, headers: null })
    const sightings = await ask('GET', '/api/servers/shared/sightings')
    expect(sightings).toMatchObject({
      status: 200,
      body: [{ source: { id, name: 'shared', address: file }, keeps: true, line: 1 }],
    })
    expect(sightings.body[0].differences).toEqual([
      { field: 'priority', here: 5, there: 2 },
      { field: 'headers.A', here: null, there: '••••••' },
    ])
    const adopted = await ask('POST', '/api/servers/shared/adopt', { source: id })
    expect(adopted).toMatchObject({ status: 200, body: [{ keeps: true, differences: [] }] })
    expect((await ask('GET', '/api/servers/shared')).body).toMatchObject({ priority: 2, source: { id } })
    const { body: changes } = await ask('GET', '/api/servers/shared/changes')
    expect(changes.map(({ source }: { source: { id: string } }) => source.id)).toEqual(['manual', 'manual'])
    expect(changes[1].fields).toContainEqual({ field: 'headers.A', from: '••••••', to: null })
    expect((await ask('GET', '/api/servers/none/changes')).body).toEqual(refusal('not-found'))
    expect((await ask('GET', '/api/held')).body).toEqual([])
    expect((await ask('POST', `/api/held/${id}/release`, { gone: true })).body).toEqual({ servers: [] })
    expect((await ask('GET', '/api/servers/none/sightings')).body).toEqual(refusal('not-found'))
    await ask('DELETE', `/api/sources/${id}`)
  })

  test('previews an import without a change, then does it', async () => {
    const files = [
      { name: 'some.json', text: JSON.stringify({ servers: [off('dropped'), { name: 'bad' }] }) },
    ]
    const preview = await ask('POST', '/api/import/preview', { files })
    expect(preview.status).toBe(200)
    expect((await ask('GET', '/api/servers')).body).toEqual([])
    const done = await ask('POST', '/api/import', { files })
    expect(done).toMatchObject({ status: 200, body: { added: ['dropped'], refused: [{ name: 'bad' }] } })
    expect(names((await ask('GET', '/api/servers')).body)).toEqual(['dropped'])
  })
})

describe('the rest', () => {
  test('gives events after one that is known', async () => {
    await ask('POST', '/api/servers', off('first'))
    const before = (await ask('GET', '/api/events')).body
    await ask('POST', '/api/servers', off('second'))
    const { body: after } = await ask('GET', `/api/events?after=${before.at(-1).id}&limit=5`)
    expect(after).toEqual([
      expect.objectContaining({ kind: 'registered', server: 'second', at: expect.any(String) }),
    ])
    const narrowed = async (query: string) =>
      (await ask('GET', `/api/events?${query}`)).body.map((event: { server: string }) => event.server)
    expect(await narrowed(`after=${before.at(-1).id - 1}&kind=registered&kind=removed`)).toEqual([
      'first',
      'second',
    ])
    expect(await narrowed('server=first&server=second&kind=registered&text=FIR')).toEqual(['first'])
    expect(await narrowed(`before=${before.at(-1).id}&server=second`)).toEqual([])
    expect(await narrowed('to=2020-01-01T00:00:00Z')).toEqual([])
  })

  test('tells its health to anybody, and of itself to those with the token', async () => {
    const health = await ask('GET', '/api/health', undefined, { headers: {} })
    expect(health).toMatchObject({ status: 200, body: { status: 'ok', name: 'rollcall' } })
    expect((await ask('GET', '/api/about', undefined, { headers: {} })).status).toBe(401)
    expect((await ask('GET', '/api/about')).body).toMatchObject({
      api: shell.url,
      dataDir: shell.host.dataDir,
    })
  })

  test('says what a shell without a window cannot do', async () => {
    for (const [method, path] of [
      ['POST', '/api/shell/zoom-in'],
      ['PATCH', '/api/startup'],
    ] as const) {
      const { status, body } = await ask(method, path, {})
      expect([status, body.code]).toEqual([501, 'not-here'])
    }
    expect((await ask('GET', '/api/startup')).body).toBeNull()
    expect((await ask('GET', '/api/about')).body).toMatchObject({
      deeds: [],
      electron: null,
      protocols: { modern: '2026-07-28' },
      databaseBytes: expect.any(Number),
    })
  })

  test('changes settings', async () => {
    const { body } = await ask('PATCH', '/api/settings', { maxConcurrentConnections: 7 })
    expect(body.maxConcurrentConnections).toBe(7)
    expect((await ask('GET', '/api/settings')).body).toEqual(body)
  })

  test('says whether the samples run', async () => {
    expect((await ask('GET', '/api/samples')).body).toMatchObject({ running: false })
  })

  test.each(['servers', 'sources', 'settings'])('streams the %s, the present first', async (what) => {
    const stream = await fetch(`${shell.url}/api/watch/${what}`, {
      headers: { authorization: 'Bearer a-token-only-this-test-knows' },
    })
    expect(stream.headers.get('content-type')).toContain('text/event-stream')
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('data: {')) text += (await reader?.read())?.value ?? ''
    await reader?.cancel()
    expect(text).toContain('event: message')
  })
})

describe('history', () => {
  test('of a server, of all, of a tag', async () => {
    await ask('POST', '/api/servers', { name: 'legacy', url: legacy.url, tags: ['x'] })
    await ask('POST', '/api/servers', off('idle'))
    await connected('legacy')
    const { body: timeline } = await ask('GET', '/api/servers/legacy/timeline?points=60')
    expect(timeline.cells.length).toBeLessThanOrEqual(60)
    expect(timeline.cells.at(-1)).toMatchObject({ checks: expect.any(Number), failures: 0 })
    expect(timeline.cells.at(-1).checks).toBeGreaterThan(0)
    const { body: all } = await ask('GET', '/api/timelines?points=24')
    expect(all.lanes.map(({ server }: { server: string }) => server)).toEqual(['idle', 'legacy'])
    expect(all.lanes[1].cells).toMatch(/^\?+u$/)
    expect(all.lanes[0].cells).toMatch(/^\?+o$/)
    const { body: tagged } = await ask('GET', '/api/timelines?tags=x')
    expect(tagged.lanes).toHaveLength(1)
    const { body: spans } = await ask('GET', '/api/servers/legacy/uptime')
    expect(spans).toMatchObject([
      { span: '24h', uptime: 1 },
      { span: '7d', uptime: 1 },
      { span: '30d', uptime: 1 },
    ])
    expect(spans[0].unknown).toBeGreaterThan(0.9)
    expect((await ask('GET', '/api/incidents')).body).toEqual([])
  })

  test('says whether this machine can see them', async () => {
    expect((await ask('GET', '/api/vantage')).body).toMatchObject({ failing: 0, of: 0 })
  })

  test('has an incident for a server that is down', async () => {
    await ask('PATCH', '/api/settings', { downAfter: 1 })
    await ask('POST', '/api/servers', { name: 'gone', url: 'http://127.0.0.1:9/mcp' })
    await expect
      .poll(async () => (await ask('GET', '/api/incidents?server=gone')).body, { timeout: 15_000 })
      .toMatchObject([{ server: 'gone', worst: 'down', endedAt: null, cause: { code: expect.any(String) } }])
    await ask('POST', '/api/servers/gone/disconnect')
    await ask('PATCH', '/api/settings', { downAfter: 3 })
    expect((await ask('GET', '/api/incidents?server=gone')).body).toMatchObject([
      { endedBy: 'switched-off', endedAt: expect.any(String) },
    ])
  })
})

describe('openapi.json', () => {
  test('is valid and describes every route', async () => {
    const { status, body } = await ask('GET', '/api/openapi.json')
    expect(status).toBe(200)
    expect(await new Validator().validate(body)).toMatchObject({ valid: true })
    const described = Object.entries(body.paths).flatMap(([path, operations]) =>
      Object.keys(operations as object).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const routes = contractRoutes().map(({ method, template }) => `${method} ${template}`)
    expect(described.toSorted()).toEqual(routes.toSorted())
    expect(body.servers).toEqual([{ url: '/api' }])
    expect(body.paths['/health'].get.security).toEqual([])
  })

  test('needs the token', async () => {
    expect((await ask('GET', '/api/openapi.json', undefined, { headers: {} })).status).toBe(401)
  })
})
