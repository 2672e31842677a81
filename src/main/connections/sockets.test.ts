import dns from 'node:dns'
import { createServer, type RequestListener, type Server } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { type Asked, Sockets } from './sockets'

let server: Server

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function serve(answer: RequestListener): Promise<URL> {
  server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
}

function ask(url: URL, more: Partial<Asked> = {}, sockets = new Sockets(url.href)) {
  const usual = { method: 'POST', headers: new Headers(), body: '{}', signal: undefined }
  return sockets.ask({ url, ...usual, ...more })
}

async function textOf({ body }: Awaited<ReturnType<typeof ask>>): Promise<string> {
  const pieces: Uint8Array[] = []
  for (;;) {
    const { done, value } = await body.read()
    if (done) return Buffer.concat(pieces).toString()
    pieces.push(value)
  }
}

test.each([
  ['gzip', gzipSync('packed')],
  ['deflate', deflateSync('packed')],
  ['br', brotliCompressSync('packed')],
  ['identity', Buffer.from('packed')],
])('a body is unpacked: %s', async (encoding, bytes) => {
  const url = await serve((_, response) =>
    response.writeHead(200, { 'content-encoding': encoding }).end(bytes),
  )
  expect(await textOf(await ask(url))).toBe('packed')
})

test('an abort rejects with its reason, before the answer and in the middle of it', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/begun') response.writeHead(200).write('{')
  })
  const before = new AbortController()
  const unanswered = ask(url, { signal: before.signal })
  before.abort(new Error('enough'))
  await expect(unanswered).rejects.toThrow('enough')
  const during = new AbortController()
  const { body } = await ask(new URL('/begun', url), { signal: during.signal })
  await body.read()
  const rest = body.read()
  during.abort(new Error('enough'))
  await expect(rest).rejects.toThrow('enough')
})

test('a socket is used again, and one that was closed meanwhile is not', async () => {
  const ports = new Set<number | undefined>()
  const url = await serve((request, response) => {
    ports.add(request.socket.remotePort)
    response.end('{}')
  })
  const sockets = new Sockets(url.href)
  await textOf(await ask(url, {}, sockets))
  await textOf(await ask(url, {}, sockets))
  expect(ports.size).toBe(1)
  server.closeAllConnections()
  expect(await textOf(await ask(url, {}, sockets))).toBe('{}')
  expect(ports.size).toBe(2)
})

test('what breaks off fails with the cause', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('{', () => response.destroy())
  })
  await expect(textOf(await ask(url))).rejects.toMatchObject({ code: 'ECONNRESET' })
})

/** Answers each question for a name with the next of these, the last one over and over; counts them. */
function resolving(...answers: string[]): () => number {
  const { lookup } = dns
  let asked = 0
  const answer = (
    _name: string,
    _options: unknown,
    done: (error: null, found: dns.LookupAddress[]) => void,
  ) => done(null, [{ address: answers[Math.min(asked++, answers.length - 1)] ?? '', family: 4 }])
  Object.assign(dns, { lookup: answer })
  syncBuiltinESMExports()
  onTestFinished(() => {
    Object.assign(dns, { lookup })
    syncBuiltinESMExports()
  })
  return () => asked
}

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[fd00:ec2::254]/',
  'http://100.100.100.200/',
  'http://0.0.0.0/',
])('T23: nothing is sent to %s', async (address) => {
  await expect(ask(new URL(address))).rejects.toThrow('fetch failed')
})

test('T23, B041: a name is connected to where it was found to lead, and never to where nothing may be sent', async () => {
  let visits = 0
  const { port } = await serve((_, response) => {
    visits += 1
    response.setHeader('connection', 'close').end('here')
  })
  const url = new URL(`http://rebind.test:${port}/`)
  const sockets = new Sockets(url.href)
  const asked = resolving('127.0.0.1', '169.254.169.254')
  expect(await textOf(await ask(url, {}, sockets))).toBe('here')
  expect(asked()).toBe(1)
  await expect(ask(url, {}, sockets)).rejects.toMatchObject({
    cause: { error: { code: 'unreachable', detail: { address: '169.254.169.254' } } },
  })
  expect([asked(), visits]).toEqual([2, 1])
})
