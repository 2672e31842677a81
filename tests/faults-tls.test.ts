import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { certificate, issuer } from './certificates'
import { Room, within } from './connections-room'
import { ordinarily } from './servers/raw'

const pem = (name: string) => readFileSync(new URL(`servers/tls/${name}.pem`, import.meta.url), 'utf8')

/** The certificates that this process trusts by itself. */
let trusted: string[] = []

beforeAll(() => {
  trusted = getCACertificates()
  setDefaultCACertificates([...trusted, pem('ca')])
})
afterAll(() => setDefaultCACertificates(trusted))

test.each([
  ['expired', 'certificate has expired'],
  ['wrong-host', "IP: 127.0.0.1 is not in the cert's list"],
  ['self-signed', 'self-signed certificate'],
])('F23 a certificate that is %s is told as what it is, and no secret is sent', async (name, reason) => {
  const heard: unknown[] = []
  const server = createServer({ key: pem('key'), cert: pem(name) }, ({ headers }) => heard.push(headers))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`
  await using room = await new Room().start()
  const id = await room.add({ name: 'one', url, headers: { Authorization: 'Bearer secret' } })
  await vi.waitFor(() => expect(room.connections.state(id).error).not.toBeNull(), within)
  const { state, error } = room.connections.state(id)
  expect([state, error?.code]).toEqual(['waiting', 'tls'])
  expect(error?.detail.reason).toContain(reason)
  expect(error?.message).toContain(reason)
  expect(heard).toEqual([])
  server.closeAllConnections()
  server.close()
})

test('F23 until when a certificate is good is known from the connection itself, and again when it is renewed', async () => {
  const ca = await issuer('Known Issuer')
  setDefaultCACertificates([...trusted, ca.cert])
  const server = createServer(await certificate('localhost', { ca, toDays: 6 }), async (http, response) => {
    const body = await text(http)
    ordinarily({ http, body, rpc: body === '' ? {} : JSON.parse(body) }, response)
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  await using room = await new Room().start()
  const url = `https://localhost:${(server.address() as AddressInfo).port}/mcp`
  const id = await room.add({ name: 'one', url })
  await room.becomes(id, 'connected')
  const daysLeft = () => {
    const { certificateEndsAt } = room.connections.details(id)
    return Math.round((Date.parse(certificateEndsAt ?? '') - Date.now()) / 86_400_000)
  }
  expect(daysLeft()).toBe(6)
  server.setSecureContext(await certificate('localhost', { ca, toDays: 90 }))
  server.closeAllConnections()
  await vi.waitFor(async () => {
    await room.health.check(id)
    expect(daysLeft()).toBe(90)
  }, within)
  const plain = await room.add({ name: 'two', url: 'http://127.0.0.1:9/mcp' })
  expect(room.connections.details(plain).certificateEndsAt).toBeNull()
  server.closeAllConnections()
  server.close()
})
