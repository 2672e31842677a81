import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { frameMax } from '../src/main/door'
import { readApiFile } from '../src/main/web/api-file'
import { type ApiShell, pageText, startApiShell, token } from './api-shell'

let shell: ApiShell
beforeAll(async () => {
  shell = await startApiShell()
})
afterAll(() => shell[Symbol.asyncDispose]())

const withToken = (value: string) => ({ headers: { authorization: value } })

describe('the page (B157)', () => {
  test('is given to anybody, without a token or data in it', async () => {
    await shell.ask('POST', '/api/servers', {
      name: 'hidden-name',
      url: 'http://127.0.0.1:9/',
      auto_connect: false,
    })
    for (const path of ['/', '/index.html']) {
      const response = await fetch(shell.url + path)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toContain('text/html')
      expect(await response.text()).toBe(pageText)
    }
    await shell.ask('DELETE', '/api/servers/hidden-name')
  })

  test('may run no script but its own, and may not be framed', async () => {
    const { headers } = await fetch(shell.url)
    const policy = headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${shell.port}`)
    expect(policy).not.toContain('unsafe-eval')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('no-cache')
  })

  test('has its hashed files kept by the browser', async () => {
    const { headers } = await fetch(`${shell.url}/assets/app-1a2b.js`)
    expect(headers.get('content-type')).toContain('javascript')
    expect(headers.get('cache-control')).toContain('immutable')
  })

  test('is not there when only the API is open', async () => {
    await using own = await startApiShell({}, false)
    expect((await fetch(own.url)).status).toBe(404)
    expect((await own.ask('GET', '/api/servers')).status).toBe(200)
  })
})

describe('the socket', () => {
  const origin = () => `http://127.0.0.1:${shell.port}`
  const open = (protocols: string[], options: { origin?: string; path?: string } = {}) => {
    const { path = '/ws', ...rest } = { origin: origin(), ...options }
    return new WebSocket(`ws://127.0.0.1:${shell.port}${path}`, protocols, rest)
  }
  const outcome = async (socket: WebSocket) => {
    const [status] = await Promise.race([
      once(socket, 'open').then(() => [101]),
      once(socket, 'unexpected-response').then(([, response]) => [response.statusCode]),
    ])
    socket.on('error', () => {})
    socket.terminate()
    return status
  }
  const right = ['rollcall.v1', `token.${token}`]

  test('opens for our page with the token, and does not send the token back', async () => {
    const socket = open(right)
    await once(socket, 'open')
    expect(socket.protocol).toBe('rollcall.v1')
    socket.terminate()
  })

  test.each([
    ['no token', ['rollcall.v1'], {}],
    ['a wrong token', ['rollcall.v1', 'token.wrong'], {}],
    ['a token without our protocol', [`token.${token}`], {}],
    ['a token in the query (B148)', ['rollcall.v1'], { path: `/ws?token=${token}` }],
  ])('refuses %s with 401', async (_, protocols, options) => {
    expect(await outcome(open(protocols, options))).toBe(401)
  })

  test('refuses a page of others, and one that does not say whose it is, with 403', async () => {
    expect(await outcome(open(right, { origin: 'http://evil.test' }))).toBe(403)
    const anonymous = new WebSocket(`ws://127.0.0.1:${shell.port}/ws`, right)
    expect(await outcome(anonymous)).toBe(403)
  })

  test('is nowhere else', async () => {
    expect(await outcome(open(right, { path: '/api/ws' }))).toBe(404)
  })

  test.each([
    ['text that is no frame', 'nonsense'],
    ['bytes', Buffer.from([1, 2, 3])],
  ])('cuts off a page that sends %s, and serves others on', async (_, frame) => {
    const socket = open(right)
    await once(socket, 'open')
    socket.send(frame)
    const [code] = await once(socket, 'close')
    expect(code).toBe(1007)
    expect(await outcome(open(right))).toBe(101)
  })

  test('cuts off a page that sends more than a frame may hold', async () => {
    const socket = open(right)
    await once(socket, 'open')
    socket.send('x'.repeat(frameMax * 3 + 1), () => {})
    socket.on('error', () => {})
    const [code] = await once(socket, 'close')
    expect([1009, 1006]).toContain(code)
  })
})

describe('the note for the command line', () => {
  test('is readable for this user alone and goes with the API', async () => {
    await using own = await startApiShell()
    const file = join(own.host.dataDir, 'api.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ url: own.url, token, pid: process.pid })
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await own.ask('GET', '/api/about')).body.api).toBe(own.url)
    await own.close()
    expect(readApiFile(own.host.dataDir)).toBeUndefined()
  })
})

test('an end does not wait for streams or pages that stay', async () => {
  const own = await startApiShell()
  const stream = await fetch(`${own.url}/api/watch/servers`, withToken(`Bearer ${token}`))
  const page = new WebSocket(`ws://127.0.0.1:${own.port}/ws`, ['rollcall.v1', `token.${token}`], {
    origin: own.url,
  })
  await once(page, 'open')
  const rest = stream.text().catch(() => 'cut off')
  const began = performance.now()
  await own[Symbol.asyncDispose]()
  expect(performance.now() - began).toBeLessThan(3_000)
  await rest
  expect(page.readyState).not.toBe(WebSocket.OPEN)
})
