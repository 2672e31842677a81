import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { Reading } from '../src/main/discovery/kind'
import { HttpKind } from '../src/main/discovery/kinds/http/http-kind'
import { TestClock } from './clock'
import { testHost } from './host'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/list.json`
}

async function readOnce(answer: RequestListener): Promise<Reading | undefined> {
  const address = await listen(answer)
  const readings: Reading[] = []
  await using host = testHost({ clock: new TestClock() })
  const reader = new HttpKind().open({
    address,
    options: { headers: {} },
    intervalMs: null,
    host,
    secret: async () => '',
    onReading: (reading) => readings.push(reading),
    onChange: () => {},
  })
  await reader.start()
  await reader.end()
  return readings[0]
}

const json = (value: unknown): RequestListener => {
  return (_, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
}

test('a list in the original format names its servers', async () => {
  const reading = await readOnce(json({ servers: [{ name: 'a', url: 'http://localhost:8001/mcp' }] }))
  expect(reading).toMatchObject({ outcome: 'named', entries: [{ name: 'a' }] })
})

test('T25: a gzip bomb ends early and keeps the last good list', async () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000, ' '))
  const reading = await readOnce((_, response) =>
    response.setHeader('content-type', 'application/json').setHeader('content-encoding', 'gzip').end(bomb),
  )
  expect(reading).toMatchObject({ outcome: 'failed', issue: { code: 'answer-too-large' } })
})

test('T25: HTML is no list', async () => {
  const reading = await readOnce((_, response) =>
    response.setHeader('content-type', 'text/html').end('<html>'),
  )
  expect(reading).toMatchObject({ outcome: 'failed', issue: { code: 'content-type' } })
})

test('T25: a redirect to the metadata address is not followed', async () => {
  const reading = await readOnce((_, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
  )
  expect(reading).toMatchObject({ outcome: 'failed', issue: { code: 'redirect-refused' } })
})

test('T25: a redirect loop ends after five', async () => {
  const reading = await readOnce((_, response) => response.writeHead(302, { location: '/list.json' }).end())
  expect(reading).toMatchObject({ outcome: 'failed', issue: { code: 'redirect-loop' } })
})
