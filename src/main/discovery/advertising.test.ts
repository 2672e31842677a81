import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testHost } from '../../../tests/host'
import { Database } from '../database/database'
import { Approvals } from '../registry/approvals'
import { Registry } from '../registry/registry'
import { registryTables } from '../registry/tables'
import { Vault } from '../registry/vault'
import { Advertising } from './advertising'
import { advertisingTables } from './advertising-tables'
import { Announcer, freePort, type } from './kinds/multicast/announcer.fixture'
import { linksHere } from './kinds/multicast/links'
import { listened } from './kinds/multicast/listened.fixture'

test('a shared server is seen by a browser with what it is, without its secrets, and is seen to leave', async () => {
  await using room = await sharing()
  await using browser = await listened({ port: room.port })
  await browser.reader.start()
  await room.registry.register({
    name: 'weather',
    url: `${room.url}/tools`,
    headers: { Authorization: 'Bearer hunter2' },
    env: {},
  })
  expect(room.advertising.shares('weather')).toBe(false)
  await room.advertising.share('weather', true)
  expect(room.advertising.shares('weather')).toBe(true)
  await expect.poll(() => browser.names().length).toBe(1)
  const document = browser.entries()[0]?.document
  expect(document).toMatchObject({
    name: expect.stringMatching(/^weather \(.+\)$/u),
    url: `${room.url}/tools`,
    description: 'weather',
    metadata: { mdns: { version: '2.1', protocol: '2026-07-28', auth: 'bearer', id: expect.any(String) } },
  })
  expect(JSON.stringify(browser.readings)).not.toContain('hunter2')

  await room.advertising.share('weather', false)
  await expect.poll(browser.names, { timeout: 5_000 }).toEqual([])
})

test('one who asks later is answered, and the end says goodbye', async () => {
  await using room = await sharing()
  await room.registry.register({ name: 'weather', url: room.url })
  await room.advertising.share('weather', true)
  await using browser = await listened({ port: room.port, windowMs: 1_500 })
  await browser.reader.start()
  expect(browser.names()).toHaveLength(1)
  await room.advertising.end()
  await expect.poll(browser.names, { timeout: 5_000 }).toEqual([])
})

test('nothing is announced of a server that is switched off, removed, or elsewhere by now', async () => {
  await using room = await sharing()
  await using browser = await listened({ port: room.port })
  await browser.reader.start()
  const seen = () => browser.names().map((name) => name.replace(/ \(.*$/u, ''))
  for (const name of ['a', 'b', 'c']) {
    await room.registry.register({ name, url: `${room.url}/${name}` })
    await room.advertising.share(name, true)
  }
  await expect.poll(seen).toEqual(['a', 'b', 'c'])
  room.registry.unregister('a')
  await room.registry.update('b', { url: `${room.url}/other` })
  await room.registry.update('c', { enabled: false })
  await expect.poll(seen, { timeout: 5_000 }).toEqual([])
  expect(room.advertising.shares('b')).toBe(false)
})

test('without a shared server nothing is sent and nobody answered', async () => {
  await using room = await sharing()
  await using browser = await listened({ port: room.port })
  await room.registry.register({ name: 'weather', url: room.url })
  await browser.reader.start()
  expect(browser.entries()).toEqual([])
  expect(browser.reader.heard).toBe(false)
})

test('a flood of questions is answered once a second', async () => {
  await using room = await sharing()
  await room.registry.register({ name: 'weather', url: room.url })
  await room.advertising.share('weather', true)
  await using rogue = await Announcer.on(room.port, '127.0.0.2')
  for (let times = 0; times < 500; times += 1)
    await rogue.sendPacket({ type: 'query', id: 0, questions: [{ type: 'PTR', name: type }] })
  await using browser = await listened({ port: room.port, windowMs: 1_500 })
  await browser.reader.start()
  expect(browser.names()).toHaveLength(1)
})

test.each([
  ['a command', { command: 'npx', args: ['-y', 'thing'] }, /is a command/u],
  ['a server elsewhere', { url: 'http://192.0.2.77:8000/mcp' }, /answers on another computer/u],
  ['an address with a query', { url: 'http://127.0.0.1:8000/mcp?token=hunter2' }, /address has a query/u],
  ['a server nobody reaches', { url: 'http://127.0.0.1:9/mcp' }, /answers to this computer alone/u],
])('%s is not shared', async (_what, fields, reason) => {
  await using room = await sharing()
  await room.registry.register({ name: 'it', ...fields })
  await expect(room.advertising.share('it', true)).rejects.toMatchObject({
    code: 'not-sharable',
    message: expect.stringMatching(reason),
  })
  expect(room.advertising.shares('it')).toBe(false)
})

/** Advertising on the loopback, over a real registry, and something that listens at `url`. */
async function sharing() {
  const port = await freePort()
  const host = testHost()
  const database = Database.open(
    join(host.dataDir, 'rollcall.db'),
    [...registryTables, ...advertisingTables],
    host.log,
  )
  const vault = new Vault(host)
  await vault.start()
  const approvals = new Approvals({ database, clock: host.clock })
  const registry = new Registry({ database, vault, approvals, clock: host.clock })
  await registry.start()
  const advertising = new Advertising({
    database,
    registry,
    host,
    said: () => ({ version: '2.1', protocol: '2026-07-28', signsIn: false }),
    port,
    links: () => linksHere('loopback'),
  })
  advertising.start()
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: tcpPort } = server.address() as AddressInfo
  return {
    port,
    registry,
    advertising,
    url: `http://127.0.0.1:${tcpPort}`,
    async [Symbol.asyncDispose]() {
      await advertising.end()
      server.close()
      await registry.end()
      vault.end()
      database.end()
      await host[Symbol.asyncDispose]()
    },
  }
}
