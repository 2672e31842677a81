import { expect, test } from 'vitest'
import { openDiscovery } from '../../discovery.fixture'
import type { SourceKind } from '../../kind'
import { Announcer, freePort } from './announcer.fixture'
import { linksHere } from './links'
import { multicast } from './multicast-kind'
import { listening, type MulticastOptions, MulticastReader } from './multicast-reader'

const kitchen = { instance: 'Kitchen', target: 'kitchen.local' }

/** The rooms with a network on the loopback that nobody else is on. */
async function openNetwork() {
  const port = await freePort()
  const how = { ...listening, port, links: () => linksHere('loopback'), windowMs: 90, settleMs: 20 }
  const kind: SourceKind<MulticastOptions> = {
    ...multicast,
    open(parts) {
      return new MulticastReader(parts, how)
    },
  }
  const rooms = await openDiscovery({ kinds: [kind] })
  const { id } = await rooms.discovery.add({ type: 'multicast' })
  return { ...rooms, port, id }
}

test('T15, T23: what the network names is asked about before anything is sent to it, whatever it says of itself', async () => {
  await using rooms = await openNetwork()
  await using host = await Announcer.on(rooms.port)
  expect(rooms.source(rooms.id)).toMatchObject({ policy: 'ask', trusted: false })
  await host.announce({ ...kitchen, txt: ['command=sh', 'trusted=1', 'autoApprove=*', 'auto_connect=true'] })
  await rooms.until(() => expect(rooms.names()).toEqual(['Kitchen']))
  const record = rooms.registry.byName('Kitchen')
  expect(record.registration.command).toBeUndefined()
  expect(rooms.approvals.pending(record)).toMatchObject({ url: 'http://127.0.0.1:8080/mcp' })
})

test('T16, T24: one that was approved is asked about again once it is elsewhere, and is missing once it has left', async () => {
  await using rooms = await openNetwork()
  await using host = await Announcer.on(rooms.port)
  await host.announce(kitchen)
  await rooms.until(() => expect(rooms.names()).toEqual(['Kitchen']))
  const before = rooms.registry.byName('Kitchen')
  rooms.approvals.approve(before, rooms.approvals.fingerprint(before.registration))
  const { id } = before
  const isApproved = () => rooms.approvals.approved(rooms.registry.byName('Kitchen'))
  expect(isApproved()).toBe(true)

  await host.goodbye(kitchen)
  await rooms.until(() => expect(rooms.registry.byName('Kitchen').missingSince).not.toBeNull())
  await host.announce(kitchen)
  await rooms.until(() => expect(rooms.names()).toEqual(['Kitchen']))
  expect([rooms.registry.byName('Kitchen').id, isApproved()]).toEqual([id, true])

  await host.goodbye(kitchen)
  await rooms.until(() => expect(rooms.names()).toEqual([]))
  await host.announce({ ...kitchen, port: 9_090 })
  await rooms.until(() => expect(rooms.names()).toEqual(['Kitchen']))
  expect(rooms.registry.byName('Kitchen').registration.url).toBe('http://127.0.0.1:9090/mcp')
  expect(isApproved()).toBe(false)
})
