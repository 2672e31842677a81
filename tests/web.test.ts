import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { idleMax } from '../src/main/web/idle-sockets'
import { newToken } from '../src/main/web/token-gate'
import { type ApiShell, startApiShell, token } from './api-shell'

let shell: ApiShell
beforeAll(async () => {
  shell = await startApiShell()
})
afterAll(() => shell[Symbol.asyncDispose]())

const refusal = (code: string) => ({ code, message: expect.any(String), detail: expect.any(Object) })
const withToken = (value: string) => ({ headers: { authorization: value } })
const host = () => `Host: 127.0.0.1:${shell.port}`
const statusOf = (answer: string) => Number(answer.split(' ', 2)[1])

describe('the token (B148, B158)', () => {
  test.each([
    ['none', {}],
    ['a wrong one', withToken('Bearer wrong')],
    ['a wrong one of the right length', withToken(`Bearer ${'x'.repeat(token.length)}`)],
    ['another scheme', withToken(`Basic ${token}`)],
    ['no scheme', withToken(token)],
    ['an earlier launch', withToken(`Bearer ${newToken()}`)],
  ])('refuses %s with 401', async (_, init) => {
    await using own = await startApiShell()
    const { status, body } = await own.ask('GET', '/api/servers', undefined, { headers: {}, ...init })
    expect(status).toBe(401)
    expect(body).toEqual(refusal('unauthorized'))
  })

  test('refuses one in the query', async () => {
    await using own = await startApiShell()
    const { status } = await own.ask('GET', `/api/servers?token=${token}`, undefined, { headers: {} })
    expect(status).toBe(401)
  })

  test('refuses one of a megabyte before reading it', async () => {
    const answer = await shell.raw(
      `GET /api/servers HTTP/1.1\r\n${host()}\r\nAuthorization: Bearer ${'x'.repeat(1_048_576)}\r\n\r\n`,
    )
    // The connection may be reset while the rest of the megabyte is on its way.
    if (answer !== '') expect(statusOf(answer)).toBe(431)
    expect((await shell.ask('GET', '/api/health')).status).toBe(200)
  })

  test('answers 429 after ten failures in a minute, and still lets the right one in', async () => {
    await using own = await startApiShell()
    const tries = Array.from({ length: 12 }, () =>
      own.ask('GET', '/api/servers', undefined, withToken('Bearer wrong')),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([...Array(10).fill(401), 429, 429])
    const late = await own.ask('GET', '/api/servers', undefined, withToken('Bearer wrong'))
    expect(late.body).toEqual(refusal('too-many'))
    expect(late.headers.get('retry-after')).toBe('60')
    expect((await own.ask('GET', '/api/servers')).status).toBe(200)
  })

  test('is never logged, nor in what a stranger is given', async () => {
    const lines: string[] = []
    const keep = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }))
    await using own = await startApiShell({ log: { debug: keep, info: keep, warn: keep, error: keep } })
    await own.ask('GET', '/api/servers')
    await own.ask('GET', '/api/servers', undefined, withToken(`Bearer ${token}x`))
    await own.ask('POST', '/api/servers', { name: '' })
    expect(lines.join('\n')).not.toContain(token)
    const page = await fetch(`${own.url}/`)
    expect(await page.text()).not.toContain(token)
    expect(JSON.stringify([...page.headers])).not.toContain(token)
  })

  test('is 256 random bits when nobody chose one', () => {
    expect(Buffer.from(newToken(), 'base64url')).toHaveLength(32)
    expect(newToken()).not.toBe(newToken())
  })
})

describe('who may ask', () => {
  test.each(['evil.test', 'evil.test:80', '127.0.0.1', '127.0.0.1:1', 'localhost', '[::1]:80', ''])(
    'refuses the Host "%s" although the token is right (B149)',
    async (name) => {
      const answer = await shell.raw(
        `GET /api/servers HTTP/1.1\r\nHost: ${name}\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
      )
      expect(statusOf(answer)).toBe(421)
      expect(answer).toContain('"code":"forbidden"')
    },
  )

  test('answers under both of its names', async () => {
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST']) {
      const answer = await shell.raw(
        `GET /api/health HTTP/1.1\r\nHost: ${name}:${shell.port}\r\nConnection: close\r\n\r\n`,
      )
      expect(statusOf(answer)).toBe(200)
    }
  })

  test.each(['http://evil.test', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1'])(
    'refuses the Origin %s for every method, without side effects (B152)',
    async (origin) => {
      for (const method of ['OPTIONS', 'GET', 'POST', 'DELETE']) {
        const { status, headers } = await shell.ask(method, '/api/servers', undefined, {
          headers: { origin, authorization: `Bearer ${token}`, 'access-control-request-method': 'POST' },
        })
        expect(status).toBe(403)
        expect(headers.get('access-control-allow-origin')).toBeNull()
      }
      expect((await shell.ask('GET', '/api/servers')).body).toEqual([])
    },
  )

  test('lets its own page in, under both names', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const headers = { origin: `http://${name}:${shell.port}`, authorization: `Bearer ${token}` }
      expect((await shell.ask('GET', '/api/servers', undefined, { headers })).status).toBe(200)
    }
  })
})

describe('bodies', () => {
  const json = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const post = (path: string, init: RequestInit) => shell.ask('POST', path, undefined, init)

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'refuses the type "%s" with 415 (B152)',
    async (type) => {
      const headers = { authorization: `Bearer ${token}`, ...(type && { 'content-type': type }) }
      const body = new Blob(['{"name":"a","url":"http://a.test/"}'])
      const { status, body: answer } = await post('/api/servers', { headers, body })
      expect(status).toBe(415)
      expect(answer).toEqual(refusal('unsupported-media'))
      expect((await shell.ask('GET', '/api/servers')).body).toEqual([])
    },
  )

  test('refuses more than 1 MiB with 413, announced or not', async () => {
    const body = JSON.stringify({ name: 'a', description: 'x'.repeat(1_048_576) })
    expect((await post('/api/servers', { headers: json, body })).status).toBe(413)
    const unannounced = await post('/api/servers', {
      headers: json,
      body: new Blob([body]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(unannounced.status).toBe(413)
    expect(unannounced.body).toEqual(refusal('too-large'))
  })

  test('refuses 2 GB at the announcement (B153)', async () => {
    const answer = await shell.raw(
      `POST /api/servers HTTP/1.1\r\n${host()}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 2000000000\r\n\r\n`,
    )
    expect(statusOf(answer)).toBe(413)
  })

  test('takes several dropped files, and refuses more than 8 MiB of them', async () => {
    const file = (length: number) => ({ name: 'a.json', text: `{"servers":[]}${' '.repeat(length)}` })
    const fits = await shell.ask('POST', '/api/import/preview', { files: [file(1e6), file(1e6), file(1e6)] })
    expect(fits.status).toBe(200)
    const body = JSON.stringify({ files: Array(9).fill(file(1e6)) })
    expect((await post('/api/import/preview', { headers: json, body })).status).toBe(413)
  })

  test('takes one in pieces', async () => {
    const body = new Blob(['{"files":[', '{"name":"a.json","text":"{}"}', ']}']).stream()
    const init = { headers: json, body, duplex: 'half' } as RequestInit
    expect((await post('/api/import/preview', init)).status).toBe(200)
  })

  test.each(['{', '[1]', 'null', '"text"', ''])('refuses %j as a registration with 400', async (body) => {
    const { status, body: answer } = await post('/api/servers', { headers: json, body })
    expect(status).toBe(400)
    expect(answer).toEqual(refusal('invalid'))
  })
})

describe('addresses (B155)', () => {
  test.each([
    '/../../etc/passwd',
    '//',
    '//etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/..%5c..%5csecret.txt',
    '/%2e%2e/secret.txt',
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets',
    '/%00',
    '/%',
    '/api',
    '/api/',
    '/api/nothing',
    '/api/../index.html/x',
    '/ws',
  ])('finds nothing at %s', async (path) => {
    const answer = await shell.raw(
      `GET ${path} HTTP/1.1\r\n${host()}\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
    )
    expect(statusOf(answer)).toBe(404)
    expect(answer).toContain('"code":"not-found"')
  })

  test.each(['TRACE', 'OPTIONS', 'LINK'])('does not take %s', async (method) => {
    const answer = await shell.raw(`${method} / HTTP/1.1\r\n${host()}\r\nConnection: close\r\n\r\n`)
    expect(statusOf(answer)).toBe(405)
    expect(answer).toContain('"code":"method-not-allowed"')
  })

  test('says which methods an address takes', async () => {
    const { status, headers, body } = await shell.ask('DELETE', '/api/servers')
    expect(status).toBe(405)
    expect(headers.get('allow')).toBe('GET, POST')
    expect(body).toEqual(refusal('method-not-allowed'))
  })

  test.each([
    ['two lengths', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['no HTTP', 'nonsense\r\n\r\n'],
  ])('refuses %s with 400', async (_, rest) => {
    const start = rest.startsWith('Content') ? `POST /api/servers HTTP/1.1\r\n${host()}\r\n` : ''
    expect(statusOf(await shell.raw(start + rest))).toBe(400)
  })

  test('refuses headers of 100 KB (B153)', async () => {
    const answer = await shell.raw(`GET / HTTP/1.1\r\n${host()}\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`)
    if (answer !== '') expect(statusOf(answer)).toBe(431)
  })
})

test('others are served while a thousand idle connections stand open (B153)', async () => {
  const idle = Array.from({ length: 1_000 }, () => connect(shell.port, '127.0.0.1').on('error', () => {}))
  await Promise.all(idle.map((socket) => once(socket, 'connect')))
  const slow = connect(shell.port, '127.0.0.1').on('error', () => {})
  slow.write('GET / HTTP/1.1\r\nX: ')
  expect((await shell.ask('GET', '/api/health')).status).toBe(200)
  await expect.poll(() => idle.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(idleMax)
  for (const socket of [...idle, slow]) socket.destroy()
})
