import { expect, test } from 'vitest'
import { openDiscovery, server } from '../src/main/discovery/discovery.fixture'
import { httpPolling } from '../src/main/discovery/kinds/http/http-kind'
import { json, listing } from './listing'

const public1 = (name: string) => server(name, { url: `https://${name}.example/mcp` })

async function opened(servers: readonly object[], given: object = {}) {
  const list = await listing(json({ servers }))
  const rooms = await openDiscovery({ kinds: [httpPolling] })
  const source = await rooms.discovery.add({
    type: 'http_polling',
    url: `${list.origin}/list.json`,
    ...given,
  })
  return {
    ...rooms,
    list,
    source,
    /** Another list from now on, read at once. */
    says(changed: readonly object[]) {
      list.answers = json({ servers: changed })
      return rooms.discovery.scan(source.id)
    },
    async [Symbol.asyncDispose]() {
      await rooms[Symbol.asyncDispose]()
      await list[Symbol.asyncDispose]()
    },
  }
}

test('a polled list is a source like a file: counts, a good list kept over a bad read, its secrets masked', async () => {
  await using rooms = await opened([public1('a'), public1('b')], { headers: { 'X-Key': 'hunter2' } })
  expect(rooms.source).toMatchObject({
    type: 'http_polling',
    state: 'ok',
    intervalMs: 60_000,
    // What lies on this computer is trusted.
    trusted: true,
    policy: 'connect',
    counts: { servers: 2, added: 2 },
  })
  expect(JSON.stringify(rooms.discovery.sources())).not.toContain('hunter2')
  expect(rooms.list.asked[0]?.headers['x-key']).toBe('hunter2')
  expect(await rooms.says([public1('a'), public1('b'), public1('c')])).toMatchObject({
    counts: { servers: 3, added: 1 },
  })
  rooms.list.answers = (_, response) => response.writeHead(500).end()
  expect(await rooms.discovery.scan(rooms.source.id)).toMatchObject({
    state: 'error',
    servers: 3,
    issues: [{ code: 'http-status' }],
  })
  expect(rooms.names()).toEqual(['a', 'b', 'c'])
})

test('T15: a command in a polled list waits for approval, whatever the list claims of itself', async () => {
  const claims = { autoApprove: true, trusted: true, approved: true, metadata: { trusted: true } }
  await using rooms = await opened([{ name: 'x', command: 'sh', args: ['-c', 'touch canary'], ...claims }])
  const record = rooms.registry.byName('x')
  expect(rooms.approvals.approved(record)).toBe(false)
  expect(rooms.approvals.pending(record)).toMatchObject({ line: "sh -c 'touch canary'" })
})

test('T27, T25: an empty list after many takes nothing away before a person says so', async () => {
  const many = Array.from({ length: 10 }, (_, at) => public1(`s${at}`))
  await using rooms = await opened(many)
  const held = await rooms.says([])
  expect(held).toMatchObject({ state: 'held', servers: 10 })
  expect(held.held).toHaveLength(10)
  expect(rooms.registry.all()).toHaveLength(10)
  expect(await rooms.says(many)).toMatchObject({ state: 'ok', held: [], servers: 10 })
  expect(await rooms.says(many.slice(1))).toMatchObject({ state: 'ok', counts: { missing: 1 } })
})

test('that a list still stands is kept with the time, also where nothing of it is sent again', async () => {
  await using rooms = await opened([public1('a')], { intervalMs: 1_000 })
  const etagged = json({ servers: [public1('a')] }, { etag: '"1"' })
  rooms.list.answers = (request, response) =>
    request.headers['if-none-match'] ? response.writeHead(304).end() : etagged(request, response)
  const before = rooms.source.lastSeenAt ?? ''
  await rooms.until(() => {
    const { lastSeenAt, lastChange } =
      rooms.discovery.sources().find(({ id }) => id === rooms.source.id) ?? {}
    expect(String(lastSeenAt) > before).toBe(true)
    expect(lastChange).toMatchObject({ added: 1 })
  })
})
