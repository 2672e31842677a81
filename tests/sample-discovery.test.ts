import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'
import { resourcesDir } from './host'
import { startServer } from './servers/start'

const script = join(resourcesDir, 'examples', 'discovery.mjs')

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const named = async (url: string) => {
  const { servers } = (await (await fetch(url)).json()) as { servers: { name: string }[] }
  return servers.map(({ name }) => name)
}

describe('the sample discovery server', () => {
  test('names what was added until it is removed, as it came', async () => {
    await using server = await startServer(script)
    expect(new URL(server.url).pathname).toBe('/api/discover')
    expect(await named(server.url)).toEqual([])
    const weather = { name: 'weather', url: 'http://127.0.0.1:8001/mcp', tags: ['a'], 'x-own': { b: 1 } }
    expect((await post(server.url, weather)).status).toBe(201)
    expect((await post(server.url, { name: '天气 b', url: 'http://127.0.0.1:8002/mcp' })).status).toBe(201)
    expect((await post(server.url, { ...weather, priority: 3 })).status).toBe(200)
    expect(await (await fetch(server.url)).json()).toEqual({
      servers: [
        { ...weather, priority: 3 },
        { name: '天气 b', url: 'http://127.0.0.1:8002/mcp' },
      ],
    })
    const gone = (name: string) =>
      fetch(`${server.url}/${encodeURIComponent(name)}`, { method: 'DELETE' }).then(({ status }) => status)
    expect([await gone('天气 b'), await gone('天气 b')]).toEqual([204, 404])
    expect(await named(server.url)).toEqual(['weather'])
  })

  test('does not send a list again that has not changed', async () => {
    await using server = await startServer(script)
    const tag = (await fetch(server.url)).headers.get('etag') ?? ''
    const again = () => fetch(server.url, { headers: { 'if-none-match': tag } }).then(({ status }) => status)
    expect(await again()).toBe(304)
    await post(server.url, { name: 'a', url: 'http://127.0.0.1:1/mcp' })
    expect(await again()).toBe(200)
  })

  test('refuses what is no server, what is too large, and pages of others', async () => {
    await using server = await startServer(script)
    for (const body of [{}, { name: 'a' }, { name: 'a', url: 'file:///etc/passwd' }, 'text', null])
      expect((await post(server.url, body)).status).toBe(400)
    const large = { name: 'a', url: 'http://127.0.0.1:1/mcp', description: 'x'.repeat(70_000) }
    expect((await post(server.url, large)).status).toBe(400)
    const good = { name: 'a', url: 'http://127.0.0.1:1/mcp' }
    expect((await post(server.url, good, { origin: 'https://elsewhere.test' })).status).toBe(403)
    expect((await fetch(server.url, { method: 'PUT' })).headers.get('allow')).toBe('GET, HEAD, POST')
    expect(await named(server.url)).toEqual([])
  })
})

describe('rollcall samples --discovery', () => {
  let room: CliRoom
  beforeAll(async () => {
    room = await startCliRoom()
  })
  afterAll(() => room[Symbol.asyncDispose]())

  test('names the samples at /api/discover of the port given, until it is interrupted', async () => {
    const port = await freePort()
    const stop = new AbortController()
    const names: string[] = []
    const args = ['samples', '--dir', join(room.directory, 'samples'), '--discovery']
    const { code, out, err } = await room.rollcall([...args, '--discovery-port', String(port)], {
      interrupted: stop.signal,
      onPrint: async () => {
        names.push(...(await named(`http://127.0.0.1:${port}/api/discover`)))
        stop.abort()
      },
    })
    expect(names).toEqual(['weather', 'database', 'text'])
    expect(out).toContain(`discovery  http://127.0.0.1:${port}/api/discover`)
    expect({ code, err: err.includes('POST') }).toEqual({ code: 0, err: true })
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow()
  })

  test('says that the port is taken rather than take another', async () => {
    const squatter = createServer()
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve))
    const { port } = squatter.address() as AddressInfo
    const args = ['samples', '--dir', join(room.directory, 'more'), '--discovery']
    const { code, err } = await room.rollcall([...args, '--discovery-port', String(port)])
    squatter.close()
    expect({ code, err: err.includes(String(port)) }).toEqual({ code: 1, err: true })
  })
})

function freePort(): Promise<number> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
