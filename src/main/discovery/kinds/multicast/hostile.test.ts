import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { encode } from 'dns-packet'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Announcer, packetOf, type } from './announcer.fixture'
import { listened } from './listened.fixture'

const kitchen = { instance: 'Kitchen', target: 'kitchen.local', port: 8_080 }

test('T24: 10,000 announcements of one host leave a known server as it is and little behind', async () => {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  await using rogue = await Announcer.on(network.port, '127.0.0.2')
  await network.reader.start()
  await host.announce(kitchen)
  await expect.poll(network.names).toEqual(['Kitchen'])
  const before = process.memoryUsage().heapUsed

  for (let number = 0; number < 10_000; number += 1)
    await rogue.announce({ instance: `Rogue ${number}`, target: `r${number}.local`, address: '127.0.0.2' })
  await expect.poll(network.remarks).toContain('too-much-traffic')

  expect(network.entries().length).toBeLessThanOrEqual(200)
  expect(network.entries().find(({ name }) => name === 'Kitchen')?.document?.url).toBe(
    'http://127.0.0.1:8080/mcp',
  )
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000)
})

test('T24: of more than 200 servers the others are left out, and it is said', async () => {
  await using network = await listened()
  await network.reader.start()
  for (let each = 2; each < 8; each += 1) {
    await using host = await Announcer.on(network.port, `127.0.0.${each}`)
    for (let number = 0; number < 48; number += 1)
      await host.announce({ instance: `Server ${each} ${number}`, target: `h${each}.local` })
    await expect.poll(() => network.names().length).toBe(Math.min(200, (each - 1) * 48))
  }
  expect(network.remarks()).toEqual(['too-many-servers'])
})

test("T24: another host's goodbye, address or TXT changes nothing of a known server", async () => {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  await using rogue = await Announcer.on(network.port, '127.0.0.2')
  await network.reader.start()
  await host.announce({ ...kitchen, txt: ['path=/tools'] })
  await expect.poll(network.names).toEqual(['Kitchen'])
  const [known] = network.entries()

  await rogue.goodbye({ ...kitchen, flush: true })
  await rogue.announce({ ...kitchen, address: '127.0.0.2', txt: ['path=/rogue'], flush: true })
  await expect.poll(network.names).toEqual(['Kitchen', 'Kitchen (127.0.0.2:8080)'])
  expect(network.entries()[0]).toEqual(known)

  await host.goodbye(kitchen)
  await expect.poll(network.names, { timeout: 5_000 }).toEqual(['Kitchen (127.0.0.2:8080)'])
})

test('T18: two hosts with servers of one name are two servers, told apart by their place', async () => {
  await using network = await listened()
  await using one = await Announcer.on(network.port)
  await using other = await Announcer.on(network.port, '127.0.0.2')
  await network.reader.start()
  await one.announce({ instance: 'github', target: 'one.local', address: '127.0.0.1' })
  await expect.poll(network.names).toEqual(['github'])
  await other.announce({ instance: 'GitHub', target: 'other.local', address: '127.0.0.2' })
  await expect.poll(network.names).toEqual(['GitHub (127.0.0.2:8080)', 'github'])
})

test('a host with several addresses is one server', async () => {
  await using network = await listened()
  await using one = await Announcer.on(network.port)
  await using other = await Announcer.on(network.port, '127.0.0.2')
  await network.reader.start()
  const packet = packetOf(kitchen)
  const second = { type: 'A', name: 'kitchen.local', ttl: 120, data: '127.0.0.2' } as const
  for (const host of [one, other])
    await host.sendPacket({ ...packet, answers: [...(packet.answers ?? []), second] })
  await expect.poll(network.names).toEqual(['Kitchen'])
  await one.goodbye(kitchen)
  await network.reader.read()
  expect(network.names()).toEqual(['Kitchen'])
})

test('T15, T24: a TXT record too long for a description is refused, and secrets in one are left where they are', async () => {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  await network.reader.start()
  await host.announce({ ...kitchen, txt: Array.from({ length: 30 }, (_, at) => `k${at}=${'x'.repeat(60)}`) })
  await expect.poll(network.issues).toEqual(['invalid-entry'])
  await host.announce({
    ...kitchen,
    txt: ['token=hunter2', 'command=sh', 'autoApprove=true', 'name=Kitchen'],
  })
  await expect.poll(network.names).toEqual(['Kitchen'])
  expect(network.entries()[0]?.document).toEqual({ name: 'Kitchen', url: 'http://127.0.0.1:8080/mcp' })
})

test.each(['gith\u0000ub', 'a\u202eb', 'a\u200bb', 'a\u001b[31mb', 'line\nbreak', '\u2066x\u2069'])(
  'a server called %j is refused, its name written out',
  async (instance) => {
    await using network = await listened()
    await using host = await Announcer.on(network.port)
    await network.reader.start()
    await host.announce({ ...kitchen, instance })
    await expect.poll(network.issues).toEqual(['invalid-entry'])
    const [entry] = network.entries()
    expect(entry?.document).toBeNull()
    expect(entry?.name).not.toBe(instance)
  },
)

test.each(['厨房', '🍳 Küche', 'v1.2 tools', 'مطبخ'])('a server called %s is named so', async (instance) => {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  await network.reader.start()
  await host.announce({ ...kitchen, instance })
  await expect.poll(network.names).toEqual([instance])
})

test('titles and versions of strangers show what cannot be seen', async () => {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  await network.reader.start()
  await host.announce({ ...kitchen, txt: ['name=a\u202eb', `v=${'9'.repeat(200)}`] })
  await expect.poll(network.names).toEqual(['Kitchen'])
  expect(network.entries()[0]?.document).toMatchObject({
    description: 'a\\u{202e}b',
    metadata: { mdns: { version: '9'.repeat(128) } },
  })
})

test('T24: packets that are none, that loop, that are cut off or empty are dropped and the next one is read', async () => {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  await network.reader.start()
  const header = Buffer.from('000084000000000100000000', 'hex')
  const good = encode(packetOf(kitchen))
  const bad: Uint8Array[] = [
    Buffer.alloc(0),
    Buffer.from([0]),
    Buffer.alloc(9_500),
    Buffer.alloc(12, 0xff),
    // A name that points to itself, one that points forward, one of labels of no length.
    Buffer.concat([header, Buffer.from('c00c000c000100000078000400000000', 'hex')]),
    Buffer.concat([header, Buffer.from('c0ff000c000100000078000400000000', 'hex')]),
    Buffer.concat([header, Buffer.alloc(40)]),
    // A pointer to a pointer to the first.
    Buffer.concat([header, Buffer.from('c00ec00c000c00010000007800020000', 'hex')]),
    ...Array.from({ length: good.length - 1 }, (_, length) => good.subarray(0, length)),
  ]
  for (const bytes of bad) await host.sendBytes(bytes)
  await network.reader.read()
  expect(network.names()).toEqual([])
  await host.announce(kitchen)
  await expect.poll(network.names).toEqual(['Kitchen'])
})

test('whatever bytes a neighbour sends, the next proper packet is read', async () => {
  await using network = await listened()
  await using rogue = await Announcer.on(network.port, '127.0.0.2')
  await using host = await Announcer.on(network.port)
  await network.reader.start()
  const good = encode(packetOf({ ...kitchen, instance: 'Shed' }))
  const flips = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(flips, async (changes) => {
      const bytes = Buffer.from(good)
      for (const [at, value] of changes) bytes[at] = value
      await rogue.sendBytes(bytes)
    }),
    { numRuns: 400 },
  )
  const heard = async () => {
    await host.announce(kitchen)
    return network.names()
  }
  await expect.poll(heard, { timeout: 5_000 }).toContain('Kitchen')
})

test('answers of other kinds, questions, and what comes from another port name nobody', async () => {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  await network.reader.start()
  const packet = packetOf(kitchen)
  await host.sendPacket({ ...packet, type: 'query' })
  const printer = { type: 'PTR', name: '_ipp._tcp.local', ttl: 120, data: 'P._ipp._tcp.local' } as const
  const answers = (packet.answers ?? []).map((answer) => (answer.type === 'PTR' ? printer : answer))
  await host.sendPacket({ ...packet, answers })
  const other = createSocket('udp4')
  other.bind(0, '127.0.0.1')
  await once(other, 'listening')
  other.setMulticastInterface('127.0.0.1')
  await new Promise((sent) => other.send(encode(packet), network.port, '224.0.0.251', sent))
  other.close()
  await network.reader.read()
  expect(network.entries()).toEqual([])
  expect(JSON.stringify(network.readings)).not.toContain(type)
})

test('T24: one that contradicts itself about where it is, is shown as two', async () => {
  await using network = await listened()
  await using host = await Announcer.on(network.port)
  await network.reader.start()
  await host.announce({ ...kitchen, port: 1_111 })
  await host.announce({ ...kitchen, port: 2_222 })
  await expect.poll(network.names).toEqual(['Kitchen', 'Kitchen (127.0.0.1:2222)'])
})
