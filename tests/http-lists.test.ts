import { expect, test } from 'vitest'
import { asRegistryList } from '../src/main/discovery/exchange/registry-list'
import { byPath, issueOf, json, listing, looked, polled, send, targetsOf } from './listing'

const url = 'https://mcp.example.com/mcp'
const remotes = [{ type: 'streamable-http', url }]
const card = { name: 'com.example/weather', version: '1.0.0', description: 'Weather', remotes }
const official = (fields: object) => ({ 'io.modelcontextprotocol.registry/official': fields })

async function entriesAt(address: string) {
  const reading = await looked(address)
  if (reading.outcome !== 'named') throw new Error(reading.issue.message)
  return reading.entries
}

const oneCard = { 'com.example/weather': url }

test.for([
  ['the original format', { servers: [{ name: 'a', url }] }, { a: url }],
  [
    'a map of servers',
    { mcpServers: { a: { url }, b: { command: 'npx', args: ['-y', 'b'] } } },
    { a: url, b: 'npx -y b' },
  ],
  [
    'a page of a registry',
    { servers: [{ server: card, _meta: official({ status: 'active' }) }], metadata: { count: 1 } },
    oneCard,
  ],
  [
    'a page of a registry as it was before',
    { servers: [{ ...card, _meta: official({}) }], metadata: { next_cursor: null } },
    oneCard,
  ],
  ['an empty registry', { servers: [], metadata: { count: 0 } }, {}],
  ['a Server Card', card, oneCard],
  [
    'a card as it was guessed at',
    { serverInfo: { name: 'old', version: '1' }, transport: { type: 'streamable-http', endpoint: url } },
    { old: url },
  ],
  ['a list of cards', [card], oneCard],
  [
    'an AI Catalog with the card inside',
    { specVersion: '1.0', entries: [{ type: 'application/mcp-server-card+json', data: card }] },
    oneCard,
  ],
] as const)('%s is understood', async ([, document, targets]) => {
  await using list = await listing(json(document))
  expect(targetsOf(await entriesAt(`${list.origin}/list.json`))).toEqual(targets)
})

test.for([
  [
    'the API of a registry',
    { '/base/v0.1/servers': { servers: [{ server: card }], metadata: {} } },
    '/base/',
  ],
  ['its well-known list', { '/.well-known/mcp-servers': { servers: [card] } }, '/'],
  [
    'its catalogue, which leads to cards',
    {
      '/.well-known/ai-catalog.json': {
        entries: [{ type: 'application/mcp-server-card+json', url: '/mcp/server-card' }],
      },
      '/mcp/server-card': card,
    },
    '/',
  ],
  ['the card of its server', { '/mcp/server-card': card }, '/mcp'],
] as const)('the address of a host is enough for %s', async ([, answers, path]) => {
  await using list = await listing(byPath(answers))
  expect(targetsOf(await entriesAt(list.origin + path))).toEqual(oneCard)
})

test('a host that has no list says so for the address that was given, or that it wants credentials', async () => {
  await using list = await listing(byPath({}))
  expect(issueOf(await looked(list.origin))).toMatchObject({
    code: 'http-status',
    detail: { address: `${list.origin}/`, status: 404 },
  })
  list.answers = ({ url: path }, response) => response.writeHead(path?.startsWith('/v0.1') ? 401 : 404).end()
  expect(issueOf(await looked(list.origin))).toMatchObject({ code: 'credentials-wanted' })
})

test('T22: one bad entry stands beside its neighbours, with its line and column', async () => {
  const text =
    '{\n  "servers": [\n    { "name": "good", "url": "https://a.example/mcp" },\n    { "name": "bad", "url": "ftp://a.example" }\n  ]\n}'
  await using list = await listing(json(text))
  const [good, bad] = await entriesAt(`${list.origin}/list.json`)
  expect(good?.document?.name).toBe('good')
  expect(bad).toMatchObject({
    line: 4,
    document: null,
    issues: [{ code: 'invalid-entry', line: 4, column: 29 }],
  })
  list.answers = json('{ "servers": [\n  { "name": "a", }\n] }')
  expect(issueOf(await looked(`${list.origin}/list.json`))).toMatchObject({ code: 'comments', line: 2 })
  list.answers = json(`{"servers":${'['.repeat(200_000)}`)
  expect(issueOf(await looked(`${list.origin}/list.json`))).toMatchObject({ code: 'too-deep' })
})

test('packages become the command that starts them, and what is open keeps a server off', async () => {
  const pack = (registryType: string, identifier: string, more: object = {}) => ({
    server: {
      name: `com.example/${registryType}`,
      packages: [{ registryType, identifier, version: '1.2.0', transport: { type: 'stdio' }, ...more }],
    },
  })
  await using list = await listing(
    json({
      servers: [
        pack('npm', '@example/a', { packageArguments: [{ type: 'named', name: '--dir', value: '/tmp' }] }),
        pack('pypi', 'example-b'),
        pack('nuget', 'Example.C'),
        pack('oci', 'example/d', {
          environmentVariables: [{ name: 'TOKEN', isRequired: true, isSecret: true }],
        }),
        pack('mcpb', 'https://example.com/e.mcpb'),
      ],
      metadata: {},
    }),
  )
  const entries = await entriesAt(`${list.origin}/v0.1/servers`)
  expect(targetsOf(entries)).toEqual({
    'com.example/npm': 'npx -y @example/a@1.2.0 --dir /tmp',
    'com.example/pypi': 'uvx example-b@1.2.0',
    'com.example/nuget': 'dnx Example.C@1.2.0 --yes',
    'com.example/oci': 'docker run -i --rm -e TOKEN example/d:1.2.0',
  })
  expect(entries[3]).toMatchObject({
    document: { enabled: false, auto_connect: false },
    issues: [{ code: 'input-missing' }],
  })
  expect(entries[4]).toMatchObject({ document: null, issues: [{ code: 'no-way-to-reach' }] })
})

test('what another Rollcall lists is here as it is there, but where it leads stands in the list itself', async () => {
  const own = {
    name: 'Weather',
    tags: ['a'],
    priority: 7,
    auto_connect: false,
    description: 'Long',
    command: 'sh',
    url: 'http://evil',
  }
  const server = { ...card, _meta: { 'io.github.rollcall/registration': own } }
  await using list = await listing(json({ servers: [{ server, _meta: {} }], metadata: { count: 1 } }))
  const [entry] = await entriesAt(`${list.origin}/v0.1/servers`)
  expect(entry?.document).toEqual({
    name: 'Weather',
    url,
    tags: ['a'],
    priority: 7,
    auto_connect: false,
    description: 'Long',
  })
})

test('servers another Rollcall shares are the same here, by either of its lists', async () => {
  const documents = [
    { name: 'Wetter 天气', url, tags: ['a'], priority: 3, description: 'x'.repeat(300), timeout: 5 },
    {
      name: 'plain',
      url: 'http://localhost:8001/sse',
      type: 'sse' as const,
      auto_connect: false,
      metadata: { a: 1 },
    },
  ]
  await using list = await listing(
    byPath({ '/api/discover': { servers: documents }, '/v0.1/servers': asRegistryList(documents).document }),
  )
  for (const path of ['/api/discover', '/v0.1/servers', '/'])
    expect((await entriesAt(list.origin + path)).map(({ document }) => document)).toEqual(documents)
})

test('a list goes on over its pages, and one that goes in a circle is refused', async () => {
  const page = (name: string, nextCursor: string | null) => ({
    servers: [{ server: { ...card, name } }],
    metadata: { nextCursor },
  })
  await using list = await listing(({ url: path = '' }, response) => {
    const cursor = new URL(path, 'http://here').searchParams.get('cursor')
    send(response, cursor === null ? page('a/1', 'two') : page('a/2', null))
  })
  expect(Object.keys(targetsOf(await entriesAt(`${list.origin}/v0.1/servers`)))).toEqual(['a/1', 'a/2'])
  expect(list.asked.map(({ url: path }) => path)).toEqual([
    '/v0.1/servers?version=latest&limit=100',
    '/v0.1/servers?version=latest&limit=100&cursor=two',
  ])
  list.answers = json(page('a/1', 'again'))
  expect(issueOf(await looked(`${list.origin}/v0.1/servers`)).code).toBe('list-endless')
})

test('a registry is asked for what changed since, and tells what is no more', async () => {
  const at = (name: string, minute: number, status = 'active') => ({
    server: { ...card, name },
    _meta: official({ status, isLatest: true, updatedAt: `2026-01-01T00:0${minute}:00Z` }),
  })
  await using list = await listing(json({ servers: [at('a/1', 1), at('a/2', 2)], metadata: {} }))
  await using source = polled(`${list.origin}/v0.1/servers`, { intervalMs: 40_000_000 })
  await source.reader.start()
  list.answers = json({ servers: [at('a/3', 4), at('a/1', 3, 'deleted')], metadata: {} })
  await source.next()
  expect(list.asked.at(-1)?.url).toContain('updated_since=2026-01-01T00%3A02%3A00Z&include_deleted=true')
  expect(Object.keys(targetsOf(source.entries()))).toEqual(['a/2', 'a/3'])
  list.answers = json({ servers: [], metadata: {} })
  await source.next()
  expect([source.readings.length, source.same()]).toEqual([2, 1])
  // Once a day the whole list: what it forgot to tell is noticed then.
  list.answers = json({ servers: [at('a/3', 4)], metadata: {} })
  await source.next()
  expect(list.asked.at(-1)?.url).not.toContain('updated_since')
  expect(Object.keys(targetsOf(source.entries()))).toEqual(['a/3'])
})
