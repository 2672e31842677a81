import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
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
