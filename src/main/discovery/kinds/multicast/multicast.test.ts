import { expect, test } from 'vitest'
import { TestClock } from '../../../../../tests/clock'
import { type Announced, Announcer, packetOf, type } from './announcer.fixture'
import { listened } from './listened.fixture'
import { multicast, testMulticast } from './multicast-kind'

const kitchen: Announced = { instance: 'Kitchen', target: 'kitchen.local', port: 8_080 }

test('a server that announces itself is named with its address, and leaves with its goodbye', async () => {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  await network.reader.start()
  expect(network.entries()).toEqual([])

  await host.announce({ ...kitchen, txt: ['path=/tools', 'name=Kitchen lights', 'v=2.1', 'auth=bearer'] })
  await expect.poll(network.names).toEqual(['Kitchen'])
  expect(network.entries()[0]?.document).toEqual({
    name: 'Kitchen',
    url: 'http://127.0.0.1:8080/tools',
    description: 'Kitchen lights',
    metadata: { mdns: { version: '2.1', auth: 'bearer' } },
  })

  await host.goodbye(kitchen)
  await expect.poll(network.names, { timeout: 5_000 }).toEqual([])
})

test('a server that is there already answers the first question', async () => {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  host.answer = packetOf(kitchen)
  await network.reader.start()
  expect(network.names()).toEqual(['Kitchen'])
  expect(host.questions[0]).toBe(`PTR ${type}`)
})

test('reading asks again and tells what it finds even if it is the same', async () => {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  host.answer = packetOf(kitchen)
  await network.reader.start()
  const told = network.readings.length
  await network.reader.read()
  expect(network.readings.length).toBe(told + 1)
  expect(network.names()).toEqual(['Kitchen'])
})

test.each([
  ['path=/a', '/a'],
  ['mcp_path=b', '/b'],
  ['endpoint=/c?x=1', '/c?x=1'],
  ['nothing', '/mcp'],
])('%s leads to %s', async (txt, path) => {
  expect(await urlFor([txt])).toBe(`http://127.0.0.1:8080${path}`)
})

test.each([
  [['tls=1'], 'https://127.0.0.1:8080/mcp'],
  [['SCHEME=https'], 'https://127.0.0.1:8080/mcp'],
  [['proto=sse'], 'http://127.0.0.1:8080/sse'],
  [['transport=streamable-http'], 'http://127.0.0.1:8080/mcp'],
  [['server_type=fastmcp', 'path=/sse'], 'http://127.0.0.1:8080/sse'],
  [['endpoint=http://127.0.0.1:8080/full'], 'http://127.0.0.1:8080/full'],
  [['path=/first', 'path=/second'], 'http://127.0.0.1:8080/first'],
])('%j is %s', async (txt, url) => {
  expect(await urlFor(txt)).toBe(url)
})

test.each([
  ['path=//evil.example/mcp'],
  ['path=http://evil.example/mcp'],
  ['path=/\\evil.example'],
  ['path=/a b'],
  ['path=/\u202egpj'],
  ['path=javascript:alert(1)'],
  ['path=http://user:pw@127.0.0.1:8080/'],
])('T23: %j is refused', async (txt) => {
  expect(await issuesFor({ ...kitchen, txt: [txt] })).toEqual(['invalid-entry'])
})

test('a transport Rollcall does not speak is refused with its name', async () => {
  expect(await issuesFor({ ...kitchen, txt: ['proto=ndjson'] })).toEqual(['strange-transport'])
})

test.each(['8.8.8.8', '169.254.169.254', '192.0.2.77', '0.0.0.0', '224.0.0.1', '2001:db8::1', 'fe80::1'])(
  'T23: a server that claims to be at %s, which is not on this network, is refused and its address shown',
  async (address) => {
    await using network = await listened()
    await using host = await Announcer.on(network.port)
    await network.reader.start()
    await host.announce({ ...kitchen, address })
    await expect.poll(network.issues).toEqual(['not-on-link'])
    expect(network.entries()[0]).toMatchObject({ name: 'Kitchen', document: null })
    expect(network.entries()[0]?.issues[0]?.detail).toEqual({ server: 'Kitchen', address })
  },
)

test('a server whose host nobody locates is asked for, and said to be nowhere', async () => {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  await network.reader.start()
  const packet = packetOf(kitchen)
  await host.sendPacket({
    ...packet,
    answers: (packet.answers ?? []).filter((answer) => answer.type !== 'A'),
  })
  await expect.poll(network.issues).toEqual(['no-address'])
  await expect.poll(() => host.questions, { timeout: 5_000 }).toContain('A kitchen.local')
})

test('an address on IPv6 stands in brackets', async () => {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  await network.reader.start()
  await host.announce({ ...kitchen, address: '::1' })
  await expect.poll(() => network.entries()[0]?.document?.url).toBe('http://[::1]:8080/mcp')
})

test('a server whose TTL runs out is asked for four times, then gone', async () => {
  const clock = new TestClock()
  await using network = await listened({ clock })
  await using host = await Announcer.on(network.port)
  await network.start()
  await host.announce({ ...kitchen, ttl: 120 })
  await network.until(() => network.names().length > 0)
  host.questions.length = 0

  const asked = () => host.questions.filter((question) => question === `SRV Kitchen.${type}`).length
  for (const [seconds, times] of [
    [95, 0],
    [4, 1],
    [6, 2],
    [6, 3],
    [6, 4],
  ] as const) {
    await clock.advance(seconds * 1_000)
    await expect.poll(asked).toBe(times)
  }
  expect(network.names()).toEqual(['Kitchen'])
  await clock.advance(4_000)
  await network.until(() => network.names().length === 0)
})

test('T24: an answer renews what it tells of, and a TTL of ages counts as 75 minutes', async () => {
  const clock = new TestClock()
  await using network = await listened({ clock })
  await using host = await Announcer.on(network.port)
  await network.start()
  await host.announce({ ...kitchen, ttl: 120 })
  await network.until(() => network.names().length > 0)
  await clock.advance(90_000)
  await host.announce({ ...kitchen, ttl: 0xffffffff, txt: ['path=/new'] })
  await network.until(() => network.entries()[0]?.document?.url?.endsWith('/new') === true)
  await clock.advance(60_000)
  expect(network.names()).toEqual(['Kitchen'])
  await clock.advance(4_500_000)
  await network.until(() => network.names().length === 0)
})

test('a changed network is listened to and asked anew, and so is one after sleep', async () => {
  const clock = new TestClock()
  await using network = await listened({ clock })
  await using host = await Announcer.on(network.port)
  await network.start()
  const asked = () => host.questions.filter((question) => question === `PTR ${type}`).length
  // Both questions of the first look.
  await expect.poll(asked).toBe(2)
  network.move('another')
  await clock.advance(5_000)
  await network.until(() => asked() > 2)
  await clock.advance(2_000)
  const before = asked()
  network.wake()
  await network.until(() => asked() > before)
  await host.announce(kitchen)
  await network.until(() => network.names().length > 0)
})

test('without a network the source fails and nothing is taken away', async () => {
  await using network = await listened({ links: () => [] })
  await network.reader.start()
  expect(network.readings.at(-1)).toMatchObject({ outcome: 'failed', issue: { code: 'no-network' } })
})

test('after its end nothing is told and no timer waits', async () => {
  const clock = new TestClock()
  await using network = await listened({ clock })
  await using host = await Announcer.on(network.port)
  await network.start()
  await network.reader.end()
  const told = network.readings.length
  await host.announce(kitchen)
  await clock.advance(60_000)
  expect(network.readings.length).toBe(told)
  expect(clock.pending).toBe(0)
})

test('trying a source says whether anybody answers and how many servers are named', async () => {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  const parts = { address: '_mcp._tcp', options: { service: '_mcp._tcp' }, host: network.host }
  const silent = await testMulticast(parts, network.how)
  expect(silent.steps.map(({ code, outcome }) => [code, outcome])).toEqual([['answers', 'failed']])
  host.answer = packetOf(kitchen)
  const answered = await testMulticast(parts, network.how)
  expect(answered.steps.map(({ code, outcome }) => [code, outcome])).toEqual([
    ['answers', 'passed'],
    ['names-servers', 'passed'],
  ])
  expect(answered.servers).toEqual({ count: 1, names: ['Kitchen'] })
})

test.each([
  [{}, '_mcp._tcp'],
  [{ service: '_dcc-mcp._tcp.local.' }, '_dcc-mcp._tcp'],
  [{ service_type: '_MCP._TCP' }, '_mcp._tcp'],
])('%j looks for %s', (given, address) => {
  expect(multicast.accept(given)).toMatchObject({ address, options: { service: address } })
})

test.each(['mcp', '_mcp', '_mcp._http', '_a-name-too-long-for-it._tcp', '_mcp._tcp.example.com', 7])(
  '%j is no kind of service',
  (service) => {
    expect(() => multicast.accept({ service })).toThrow(expect.objectContaining({ code: 'invalid' }))
  },
)

async function urlFor(txt: readonly string[]): Promise<string | undefined> {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  await network.reader.start()
  await host.announce({ ...kitchen, txt })
  await expect.poll(network.names).toEqual(['Kitchen'])
  return network.entries()[0]?.document?.url
}

async function issuesFor(announced: Announced): Promise<string[]> {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  await network.reader.start()
  await host.announce(announced)
  await expect.poll(() => network.entries().length).toBe(1)
  expect(network.names()).toEqual([])
  return network.issues()
}
