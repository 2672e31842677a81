import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nearnessOf } from '../../addresses'
import { AddressRefused, carefulFetch, Neighbourhood } from './careful-fetch'

test.each([
  ['93.184.216.34', 'public'],
  ['2606:2800:220:1::1', 'public'],
  ['10.1.2.3', 'private'],
  ['172.31.255.1', 'private'],
  ['100.64.0.1', 'private'],
  ['fd00::1', 'private'],
  ['127.0.0.1', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['169.254.169.254', 'barred'],
  ['100.100.100.200', 'barred'],
  ['fd00:ec2::254', 'barred'],
  ['198.18.0.7', 'public'],
  ['::ffff:a9fe:a9fe', 'barred'],
  ['64:ff9b::a9fe:a9fe', 'barred'],
  ['64:ff9b::7f00:1', 'loopback'],
  ['64:ff9b::5db8:d822', 'public'],
  ['2002:7f00:1::', 'barred'],
  ['fe80::1', 'barred'],
  ['0.0.0.0', 'barred'],
  ['::', 'barred'],
])('%s is %s', (address, nearness) => {
  expect(nearnessOf(address)).toBe(nearness)
})

const http = createServer((_, response) => void response.end('{}'))
let asked = 0
let port = 0
beforeAll(async () => {
  http.on('connection', () => {
    asked += 1
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  port = (http.address() as AddressInfo).port
})
afterAll(() => {
  http.close()
})

test.each([
  'http://127.0.0.1:PORT/',
  'https://127.0.0.1:PORT/',
  'https://localhost:PORT/',
  'https://2130706433:PORT/',
  'https://0x7f.1:PORT/',
  'https://[::ffff:127.0.0.1]:PORT/',
  'https://0.0.0.0:PORT/',
  'https://example.com@127.0.0.1:PORT/',
  'https://10.0.0.1:PORT/',
  'https://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
])('T50: a server elsewhere cannot have %s asked', async (address) => {
  const neighbourhood = await Neighbourhood.of(new URL('https://93.184.216.34/mcp'))
  const ask = carefulFetch(neighbourhood)
  await expect(ask(address.replace('PORT', String(port)))).rejects.toThrow(AddressRefused)
  expect(asked).toBe(0)
})

test('a server in this network may lead to another there, not to this machine', async () => {
  const neighbourhood = await Neighbourhood.of(new URL('http://192.168.1.20/mcp'))
  expect(() => neighbourhood.checkScheme(new URL('https://10.0.0.7/'))).not.toThrow()
  expect(() => neighbourhood.checkScheme(new URL('http://192.168.1.20/token'))).not.toThrow()
  expect(() => neighbourhood.checkScheme(new URL('http://10.0.0.7/'))).toThrow(AddressRefused)
  expect(() => neighbourhood.checkScheme(new URL('https://127.0.0.1/'))).toThrow(AddressRefused)
})

test('a server on this machine may lead to another on it', async () => {
  const neighbourhood = await Neighbourhood.of(new URL('http://localhost:3000/mcp'))
  const response = await carefulFetch(neighbourhood)(`http://localhost:${port}/`)
  expect(await response.json()).toEqual({})
})
