import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { describe, expect, test, vi } from 'vitest'
import { resourcesDir, testHost } from './host'
import { type RunningServer, startServer } from './servers/start'

const examples = join(resourcesDir, 'examples')

async function open(server: Pick<RunningServer, 'url'>) {
  const client = new Client({ name: 'samples-test', version: '1' })
  await client.connect(new StreamableHTTPClientTransport(new URL(server.url)) as Transport)
  return {
    client,
    async call(name: string, input: Record<string, unknown> = {}) {
      const result = await client.callTool({ name, arguments: input })
      return { data: result.structuredContent, failed: result.isError === true, content: result.content }
    },
    [Symbol.asyncDispose]: () => client.close(),
  }
}

const status = (url: string, init?: RequestInit) => fetch(url, init).then((response) => response.status)

describe('the weather sample', () => {
  test('knows Shanghai by its English and its Chinese name', async () => {
    await using server = await startServer(join(examples, 'weather.mjs'))
    await using mcp = await open(server)
    const july = { month: 7, name: 'July', high_c: 33, low_c: 26, rain_days: 12 }
    const expected = { place: { city: 'Shanghai', city_zh: '上海', country: 'China' }, months: [july] }
    for (const city of ['Shanghai', ' shanghai', '上海', '上海市']) {
      expect((await mcp.call('get_climate', { city, month: 7 })).data).toMatchObject(expected)
    }
    const year = await mcp.call('get_climate', { city: "xi'an" })
    expect(year.data).toHaveProperty('months.length', 12)
  })

  test('says that its forecast is an estimate, and refuses cities it does not know', async () => {
    await using server = await startServer(join(examples, 'weather.mjs'))
    await using mcp = await open(server)
    const forecast = await mcp.call('get_forecast', { city: '北京', days: 3 })
    expect(forecast.data).toMatchObject({ note: expect.stringContaining('not a live forecast') })
    expect(forecast.data).toHaveProperty('days.length', 3)
    expect(await mcp.call('get_forecast', { city: 'Atlantis' })).toMatchObject({ failed: true })
    expect(await mcp.call('get_climate', { city: 'Paris', month: 13 })).toMatchObject({ failed: true })
  })

  test('compares cities and lists those of a country', async () => {
    await using server = await startServer(join(examples, 'weather.mjs'))
    await using mcp = await open(server)
    const compared = await mcp.call('compare_cities', { cities: ['Harbin', '开罗'], month: 1 })
    expect(compared.data).toMatchObject({ month: 'January', warmest: 'Cairo', driest: 'Cairo' })
    expect((await mcp.call('list_cities', { country: '日本' })).data).toMatchObject({ count: 2 })
    const { tools } = await mcp.client.listTools()
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true)
  })
})

describe('the database sample', () => {
  test('lists its tables and answers a query with column names', async () => {
    await using host = testHost()
    await using server = await startServer(join(examples, 'database.mjs'), [
      '--file',
      join(host.dataDir, 'shop.db'),
    ])
    await using mcp = await open(server)
    const { data } = await mcp.call('list_tables')
    expect(data).toMatchObject({
      tables: [
        { name: 'customers', rows: 10 },
        { name: 'notes', rows: 1 },
        { name: 'orders', rows: 40 },
      ],
    })
    const sql = "SELECT name, city FROM customers WHERE city = '上海'; -- and no more"
    expect((await mcp.call('query', { sql })).data).toEqual({
      columns: ['name', 'city'],
      rows: [['陈晓明', '上海']],
      truncated: false,
    })
  })

  test('runs nothing that could change data, and stops at 200 rows', async () => {
    await using host = testHost()
    await using server = await startServer(join(examples, 'database.mjs'), [
      '--file',
      join(host.dataDir, 'shop.db'),
    ])
    await using mcp = await open(server)
    const refused = [
      'DELETE FROM customers',
      'SELECT 1; DROP TABLE customers',
      "SELECT '--'; DROP TABLE customers",
      '/* SELECT */ DROP TABLE customers',
      'WITH gone AS (SELECT 1) DELETE FROM customers',
      'SELECT nothing FROM nowhere',
    ]
    for (const sql of refused)
      expect([sql, await mcp.call('query', { sql })]).toMatchObject([sql, { failed: true }])
    expect((await mcp.call('query', { sql: "SELECT COUNT(*) AS n, ';' FROM customers" })).data).toMatchObject(
      {
        rows: [[10, ';']],
      },
    )
    const many = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 201) SELECT x FROM n'
    const { data } = await mcp.call('query', { sql: many })
    expect(data).toMatchObject({ truncated: true })
    expect(data).toHaveProperty('rows.length', 200)
  })

  test('keeps an inserted note through a kill', async () => {
    await using host = testHost()
    const args = ['--file', join(host.dataDir, 'shop.db')]
    await using first = await startServer(join(examples, 'database.mjs'), args)
    await using before = await open(first)
    const note = { title: '记住', text: 'It\'s "kept"' }
    const { data } = await before.call('insert_note', note)
    expect(data).toMatchObject({ id: 2 })
    await first.kill()
    await using second = await startServer(join(examples, 'database.mjs'), args)
    await using after = await open(second)
    expect((await after.call('count_notes')).data).toEqual({ notes: 2 })
    expect(
      (await after.call('query', { sql: 'SELECT title, text FROM notes WHERE id = 2' })).data,
    ).toMatchObject({
      rows: [[note.title, note.text]],
    })
  })
})

describe('the text sample', () => {
  /** Real files of 2 × 3 pixels, or 1 × 1. */
  const images = [
    [
      'png',
      2,
      3,
      'iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAIAAAA2iEnWAAAAD0lEQVR4nGNgIAYQkwEAABsAAVpgqd8AAAAASUVORK5CYII=',
    ],
    ['gif', 2, 3, 'R0lGODlhAgADAIAAAAAAAP///yH5BAAAAAAALAAAAAACAAMAAAICRF4AOw=='],
    ['webp', 1, 1, 'UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA'],
    ['webp', 1, 1, 'UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=='],
    [
      'jpeg',
      1,
      1,
      '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
    ],
  ] as const

  test('reads the size of images from their bytes', async () => {
    await using server = await startServer(join(examples, 'text.mjs'))
    await using mcp = await open(server)
    for (const [format, width, height, base64] of images) {
      const { data } = await mcp.call('image_info', { base64 })
      expect(data).toMatchObject({ format, mime_type: `image/${format}`, width, height })
      const cutOff = Buffer.from(base64, 'base64').subarray(0, 18).toString('base64')
      if (format !== 'gif')
        expect(await mcp.call('image_info', { base64: cutOff })).toMatchObject({ failed: true })
    }
    expect(await mcp.call('image_info', { base64: 'bm90IGFuIGltYWdl' })).toMatchObject({ failed: true })
  })

  test('counts Chinese by characters and English by words', async () => {
    await using server = await startServer(join(examples, 'text.mjs'))
    await using mcp = await open(server)
    const { data } = await mcp.call('count_words', { text: '你好，world! How are you?\n很好👍🏽' })
    expect(data).toMatchObject({ words: 8, cjk_characters: 4, other_words: 4, lines: 2, characters: 26 })
    expect((await mcp.call('hash_text', { text: '上海' })).data).toMatchObject({
      algorithm: 'sha256',
      bytes: 6,
    })
    expect((await mcp.call('convert_case', { text: 'HTTP serverName', to: 'snake' })).data).toEqual({
      text: 'http_server_name',
    })
  })

  test('has a resource and a prompt', async () => {
    await using server = await startServer(join(examples, 'text.mjs'))
    await using mcp = await open(server)
    expect(await mcp.client.listResources()).toMatchObject({ resources: [{ uri: 'text://about' }] })
    const prompt = await mcp.client.getPrompt({ name: 'summarize', arguments: { text: 'abc' } })
    expect(JSON.stringify(prompt.messages)).toContain('abc')
  })
})

describe('every sample', () => {
  test('answers health checks and refuses what is not meant for it', async () => {
    await using server = await startServer(join(examples, 'text.mjs'))
    const health = new URL('/health', server.url).href
    await expect(fetch(health).then((response) => response.json())).resolves.toMatchObject({
      status: 'ok',
      name: 'text',
      pid: server.pid,
    })
    const post = { method: 'POST', headers: { 'content-type': 'application/json' } }
    const withSession = {
      ...post.headers,
      accept: 'application/json, text/event-stream',
      'mcp-session-id': 'gone',
    }
    expect(await status(server.url, { ...post, headers: withSession, body: '{}' })).toBe(404)
    const origin = { ...post.headers, origin: 'https://evil.example' }
    expect(await status(server.url, { ...post, headers: origin, body: '{}' })).toBe(403)
    const accept = { ...post.headers, accept: 'application/json, text/event-stream' }
    expect(await status(server.url, { ...post, headers: accept, body: 'x'.repeat(1_048_577) })).toBe(413)
    expect(await status(health, { method: 'POST' })).toBe(405)
  })

  test('says so where its port is taken', async () => {
    await using server = await startServer(join(examples, 'text.mjs'))
    const second = startServer(join(examples, 'weather.mjs'), ['--port', String(server.port)])
    await expect(second).rejects.toThrow(`weather: cannot listen on port ${server.port}`)
  })

  test('ends soon after the process it was told to end with', async () => {
    await using parent = await startServer('hung.ts')
    await using server = await startServer(join(examples, 'text.mjs'), ['--parent', String(parent.pid)])
    const health = new URL('/health', server.url).href
    expect(await status(health)).toBe(200)
    await parent.kill()
    await vi.waitFor(() => expect(fetch(health)).rejects.toThrow('fetch failed'), {
      timeout: 10_000,
      interval: 200,
    })
  })
})
