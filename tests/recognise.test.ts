import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDiscovery } from '../src/main/discovery/discovery.fixture'
import type { ImportInput } from '../src/main/discovery/import'
import { zipOf } from './zip'

type Rooms = Awaited<ReturnType<typeof openDiscovery>>

const recogniseIn = (
  rooms: Rooms,
  input: {
    text?: string
    file?: { name: string; path?: string; base64?: string }
    values?: Record<string, string>
    look?: boolean
  },
) => rooms.discovery.recognise({ values: {}, look: false, ...input })

function importOf(
  what: Awaited<ReturnType<typeof recogniseIn>>,
  rest: Partial<ImportInput> = {},
): ImportInput {
  return { files: what.file ? [what.file] : [], watch: false, approve: [], leaveOut: [], ...rest }
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

describe('what was pasted', () => {
  it('is told with its exact command line, and waits for approval once it is added', async () => {
    await using rooms = await openDiscovery()
    const entry = { command: 'sh', args: ['-c', 'touch CANARY'], env: { KEY: 'k' } }
    const text = `cursor://anysphere.cursor-deeplink/mcp/install?name=x&config=${base64(entry)}`
    const what = await recogniseIn(rooms, { text })
    expect(what).toMatchObject({
      kind: 'link',
      detail: { app: 'Cursor' },
      preview: {
        entries: [{ outcome: 'new', name: 'x', command: { line: "KEY='••••••' sh -c 'touch CANARY'" } }],
      },
    })
    expect(rooms.names()).toEqual([])
    await rooms.discovery.import(importOf(what))
    const record = rooms.registry.byName('x')
    expect(rooms.approvals.pending(record)).toMatchObject({ args: ['-c', 'touch CANARY'] })
    expect(JSON.stringify(record.document)).not.toContain('"k"')
  })

  it('is the same server where it is there already, and otherwise a difference', async () => {
    await using rooms = await openDiscovery()
    await rooms.registry.register({ name: 'mine', url: 'https://a.example/mcp' })
    const same = await recogniseIn(rooms, { text: 'https://a.example/mcp' })
    expect(same.preview.entries).toMatchObject([{ outcome: 'unchanged', name: 'mine' }])
    const other = await recogniseIn(rooms, {
      text: '{"mcpServers":{"mine":{"serverUrl":"https://b.example/"}}}',
    })
    expect(other.preview.entries).toMatchObject([
      { outcome: 'changed', changes: [{ field: 'url', to: 'https://b.example/' }] },
    ])
  })

  it('keeps what looks like a key in the secret store whatever it is called, and templates where they are', async () => {
    await using rooms = await openDiscovery()
    const env = { PLAIN: 'yes', ODD: 'ghp_0123456789abcdefghijABCD', TOKEN: `\${input:token}` }
    const text = JSON.stringify({ mcpServers: { a: { command: 'npx', args: ['-y', 'x'], env } } })
    const what = await recogniseIn(rooms, { text })
    expect(what.preview.entries[0]?.command?.env).toEqual({ ...env, ODD: '••••••' })
    expect(what.inputs).toMatchObject([{ id: 'input:token', required: true, secret: true }])
    await rooms.discovery.import(importOf(what))
    const { document } = rooms.registry.byName('a')
    expect(document.env).toMatchObject({ PLAIN: 'yes', TOKEN: `\${input:token}` })
    expect(JSON.stringify(rooms.discovery.export())).not.toContain('ghp_')
  })

  it('is nothing where it names nothing, and there is nothing to take', async () => {
    await using rooms = await openDiscovery()
    expect(await recogniseIn(rooms, { text: 'Good morning' })).toMatchObject({ kind: 'nothing', file: null })
  })
})

describe('a bundle', () => {
  const manifest = {
    manifest_version: '0.3',
    name: 'weather',
    display_name: 'The Weather',
    version: '1.0.0',
    description: 'Tells the weather',
    author: { name: 'me' },
    server: {
      type: 'node',
      entry_point: 'server/index.js',
      mcp_config: {
        command: 'node',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders of bundles.
        args: ['${__dirname}/server/index.js', '${user_config.folders}', '--units=${user_config.units}'],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: as above.
        env: { API_KEY: '${user_config.key}', OPTIONAL: '${user_config.optional}' },
      },
    },
    user_config: {
      key: { type: 'string', title: 'API key', sensitive: true, required: true },
      units: { type: 'string', title: 'Units', default: 'metric' },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as above.
      folders: { type: 'directory', title: 'Folders', multiple: true, default: ['${HOME}/a', '/b'] },
      optional: { type: 'string', title: 'Optional' },
    },
  }
  const parts = [
    { name: 'manifest.json', content: JSON.stringify(manifest) },
    { name: 'server/index.js', content: 'console.log(1)', mode: 0o100755 },
  ]

  it('is told from its manifest, asks for its settings, and is unpacked only when it is added', async () => {
    await using rooms = await openDiscovery()
    const file = { name: 'weather.mcpb', path: rooms.write('weather.mcpb', zipOf(parts)) }
    const before = await recogniseIn(rooms, { file })
    expect(before).toMatchObject({
      kind: 'bundle',
      detail: { name: 'The Weather' },
      remarks: [{ code: 'unpacks' }],
    })
    expect(before.inputs).toMatchObject([
      {
        id: 'user_config.folders',
        label: 'Folders',
        kind: 'directory',
        initial: expect.stringMatching(/\/a\n\/b$/u),
      },
      { id: 'user_config.units', initial: 'metric', required: false },
      { id: 'user_config.key', label: 'API key', secret: true, required: true },
      { id: 'user_config.optional', required: false },
    ])
    const bundles = join(rooms.host.dataDir, 'bundles')
    expect(existsSync(bundles)).toBe(false)

    const what = await recogniseIn(rooms, { file, values: { 'user_config.key': 'k$&' } })
    await rooms.discovery.import(importOf(what, { bundle: file }))
    const [directory = ''] = readdirSync(bundles)
    const { registration } = rooms.registry.byName('weather')
    const [script = '', ...args] = registration.args
    expect(script).toBe(join(bundles, directory, 'server/index.js'))
    expect(args).toEqual([expect.stringMatching(/\/a$/u), '/b', '--units=metric'])
    expect(Object.keys(registration.env)).toEqual(['API_KEY'])
    expect(readFileSync(script, 'utf8')).toBe('console.log(1)')
    if (process.platform !== 'win32') expect(statSync(script).mode & 0o777).toBe(0o700)
    expect(rooms.approvals.pending(rooms.registry.byName('weather'))).not.toBeNull()
  })

  it('may come as a whole where its path is not known', async () => {
    await using rooms = await openDiscovery()
    const file = { name: 'w.dxt', base64: zipOf(parts).toString('base64') }
    expect((await recogniseIn(rooms, { file })).preview.entries).toMatchObject([
      { name: 'weather', outcome: 'new' },
    ])
  })

  it.each([
    ['leads out of itself', [...parts, { name: '../../evil', content: 'x' }]],
    ['names an absolute path', [...parts, { name: '/tmp/evil', content: 'x' }]],
    ['holds a link', [...parts, { name: 'link', content: '/etc/passwd', mode: 0o120777 }]],
    ['has no manifest', parts.slice(1)],
    ['claims to be huge', [...parts, { name: 'big', content: 'x', claimedSize: 0xff_ff_ff_00 }]],
  ])('that %s is refused as a whole, and nothing is written', async (_what, bad) => {
    await using rooms = await openDiscovery()
    const file = { name: 'bad.mcpb', path: rooms.write('bad.mcpb', zipOf(bad)) }
    expect(await recogniseIn(rooms, { file })).toMatchObject({
      kind: 'nothing',
      file: null,
      preview: { issues: [{ code: 'invalid-entry' }] },
    })
    const input = { files: [], watch: false, approve: [], leaveOut: [], bundle: file }
    await rooms.discovery.import(input).catch((error) => expect(error).toMatchObject({ code: 'invalid' }))
    expect(existsSync(join(rooms.host.dataDir, 'bundles', 'evil'))).toBe(false)
    expect(existsSync('/tmp/evil')).toBe(false)
  })

  it.each(['', 'PK', 'no archive at all'])('of %j is refused', async (content) => {
    await using rooms = await openDiscovery()
    const file = { name: 'bad.mcpb', path: rooms.write('bad.mcpb', Buffer.from(content)) }
    expect(await recogniseIn(rooms, { file })).toMatchObject({ kind: 'nothing', file: null })
  })
})

describe('the name of a machine', () => {
  /** A machine on this one that answers these paths. */
  async function machine(answers: Readonly<Record<string, unknown>>) {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      const answer = answers[request.url ?? '']
      if (answer === undefined) response.writeHead(404).end()
      else if (typeof answer === 'number') response.writeHead(answer).end()
      else if (typeof answer === 'string') response.writeHead(302, { location: answer }).end()
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return {
      host: `localhost:${port}`,
      asked,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      },
    }
  }

  const card = { name: 'x.test/weather', remotes: [{ type: 'streamable-http', url: 'https://x.test/mcp' }] }
  const weather = [{ name: 'weather', address: 'https://x.test/mcp' }]

  it('is asked only when a person wants that', async () => {
    await using rooms = await openDiscovery()
    await using there = await machine({})
    expect(await recogniseIn(rooms, { text: there.host })).toMatchObject({ kind: 'domain', host: there.host })
    expect(there.asked).toEqual([])
  })

  it.each([
    [
      'a catalogue',
      {
        '/.well-known/ai-catalog.json': {
          entries: [{ type: 'application/mcp-server-card+json', data: card }],
        },
      },
    ],
    [
      'a catalogue of cards',
      {
        '/.well-known/ai-catalog.json': {
          entries: [{ type: 'application/mcp-server-card+json', url: '/card' }],
        },
        '/card': card,
      },
    ],
    ['a list', { '/.well-known/mcp-servers': { servers: [{ name: 'weather', url: 'https://x.test/mcp' }] } }],
    ['a card', { '/mcp/server-card': card }],
    ['an old card behind a redirect', { '/.well-known/mcp.json': '/here', '/here': card }],
  ])('tells of its servers with %s', async (_what, answers) => {
    await using rooms = await openDiscovery()
    await using there = await machine(answers)
    const what = await recogniseIn(rooms, { text: there.host, look: true })
    expect(what).toMatchObject({
      kind: 'domain',
      detail: { host: there.host },
      preview: { entries: weather },
    })
  })

  it('is taken for a server where something refuses a plain GET at /mcp', async () => {
    await using rooms = await openDiscovery()
    await using there = await machine({ '/mcp': 405 })
    const what = await recogniseIn(rooms, { text: there.host, look: true })
    expect(what.preview.entries).toMatchObject([{ outcome: 'new', address: `http://${there.host}/mcp` }])
  })

  it('says so where it names none, or cannot be reached', async () => {
    await using rooms = await openDiscovery()
    const there = await machine({})
    const none = await recogniseIn(rooms, { text: there.host, look: true })
    expect(none.preview.issues).toMatchObject([{ detail: { reason: 'names no servers' } }])
    await there[Symbol.asyncDispose]()
    const gone = await recogniseIn(rooms, { text: there.host, look: true })
    expect(gone.preview.issues).toMatchObject([{ detail: { reason: 'cannot be reached' } }])
  })

  it('B046: is not left for another one, and no redirect goes round for ever', async () => {
    await using rooms = await openDiscovery()
    await using other = await machine({ '/card': card })
    await using there = await machine({
      '/.well-known/mcp.json': `http://${other.host}/card`,
      '/.well-known/mcp-servers': '/.well-known/mcp-servers',
    })
    const what = await recogniseIn(rooms, { text: there.host, look: true })
    expect(what.preview.entries).toEqual([])
    expect(other.asked).toEqual([])
    expect(there.asked.filter((path) => path === '/.well-known/mcp-servers')).toHaveLength(6)
  })
})
