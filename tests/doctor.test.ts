import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { within } from './connections-room'
import { answering, DoctorRoom, listening, stepOf, told } from './doctor-room'
import { isAlive } from './is-alive'
import { startServer, stdioCommand } from './servers/start'

let room: DoctorRoom
let directory: string

beforeEach(async () => {
  room = new DoctorRoom()
  await room.start()
  directory = await mkdtemp(join(tmpdir(), 'rollcall-doctor-'))
})

afterEach(async () => {
  await room[Symbol.asyncDispose]()
  await rm(directory, { recursive: true })
})

const ofAddress = ['secrets', 'address', 'dns', 'tcp', 'http', 'auth', 'speak', 'lists']

describe('a server that works passes every step', () => {
  test.each([
    ['modern.ts', 'modern'],
    ['legacy.mjs', 'legacy'],
  ])('at an address: %s', async (script, era) => {
    await using server = await startServer(script)
    const examination = await room.examine({ url: server.url })
    expect(told(examination)).toEqual(ofAddress.map((step) => `${step} ok`))
    expect(examination.outcome).toBe('well')
    expect(stepOf(examination, 'http').facts).toMatchObject({ url: server.url })
    expect(stepOf(examination, 'speak').facts).toMatchObject({ era, transport: 'http' })
    expect(stepOf(examination, 'lists').facts.tools).toBeGreaterThan(3)
    for (const { durationMs } of examination.steps) expect(durationMs).toBeGreaterThanOrEqual(0)
  })

  test('over the old transport', async () => {
    await using server = await startServer('legacy.mjs', ['--sse'])
    const examination = await room.examine({ url: server.url })
    expect(told(examination)).toEqual(ofAddress.map((step) => `${step} ok`))
    expect(stepOf(examination, 'speak').facts).toMatchObject({ era: 'legacy', transport: 'sse' })
  })

  test('started by a command, which is ended again with all it started', async () => {
    const examination = await room.examine({ ...stdioCommand('grandchild-stdio.ts'), cwd: directory })
    const steps = ['approval', 'secrets', 'directory', 'command', 'process', 'speak', 'lists']
    expect(told(examination)).toEqual(steps.map((step) => `${step} ok`))
    expect(stepOf(examination, 'command').facts.path).toBe(process.execPath)
    const line = stepOf(examination, 'speak').lines.find((one) => one.startsWith('pids '))
    const { pid, grandchild } = JSON.parse(line?.slice('pids '.length) ?? '{}')
    expect([isAlive(pid), isAlive(grandchild)]).toEqual([false, false])
  })

  test('a command whose process runs is asked there, not started a second time', async () => {
    const id = await room.add({ name: 'lives', ...stdioCommand('dual.ts', ['--stdio']) })
    await room.becomes(id, 'connected')
    const { pid } = room.connections.details(id)
    const examination = await room.examineAgain(id)
    expect(examination.outcome).toBe('well')
    expect(stepOf(examination, 'process')).toMatchObject({ found: 'process-live', facts: { pid } })
    expect(room.connections.state(id).state).toBe('connected')
    expect(room.connections.details(id).pid).toBe(pid)
  })

  test('each step is told as it comes, and there is at most one under way', async () => {
    await using server = await startServer('modern.ts')
    const id = await room.add({ name: 'one', url: server.url, auto_connect: false })
    const seen = await room.seen(id)
    expect(seen.length).toBeGreaterThan(3)
    for (const { steps } of seen)
      expect(steps.filter(({ outcome }) => outcome === 'running').length).toBeLessThan(2)
    expect(seen.map(({ outcome }) => outcome).indexOf('well')).toBe(seen.length - 1)
    expect(room.connections.state(id).state).toBe('off')
  })
})

describe('an address that does not says where it ends, and why', () => {
  test('nobody has the name', async () => {
    const examination = await room.examine({ url: 'http://no-such-machine.invalid/mcp' })
    expect(told(examination).slice(1, 4)).toEqual([
      'address ok',
      expect.stringMatching(/^dns failed (?:host-not-found|dns-failed)$/u),
      'tcp not-reached',
    ])
    expect(stepOf(examination, 'dns').finding?.message).toContain('no-such-machine.invalid')
    expect(examination.outcome).toBe('failed')
  })

  test('nothing listens', async () => {
    const server = await startServer('hung.ts')
    await server.kill()
    const examination = await room.examine({ url: server.url })
    expect(told(examination).slice(2, 5)).toEqual(['dns ok', 'tcp failed refused', 'http not-reached'])
    expect(stepOf(examination, 'tcp').finding?.message).toBe(`Nothing listens at 127.0.0.1:${server.port}.`)
  })

  test('it takes the connection and never answers', async () => {
    await using server = await startServer('hung.ts')
    const examination = await room.examine({ url: server.url, timeout: 0.3 })
    expect(told(examination).slice(3, 5)).toEqual(['tcp ok', 'http failed timeout'])
  })

  test('it hangs up', async () => {
    await using server = await listening(
      createServer((socket) => socket.destroy()),
      'http://127.0.0.1',
    )
    const examination = await room.examine({ url: server.url })
    expect(told(examination).slice(3, 5)).toEqual(['tcp ok', 'http failed closed'])
  })

  test('the port is one that no browser and no fetch may use', async () => {
    const server = createServer((socket) => socket.end())
    const port = await new Promise<number>((resolve, reject) => {
      const candidates = [6000, 6566, 6665, 6666, 6667, 6668, 6669, 6697, 10080]
      const next = () => {
        const one = candidates.shift()
        if (one === undefined) reject(new Error('all of these ports are taken'))
        else server.listen(one, '127.0.0.1', () => resolve(one))
      }
      server.on('error', next)
      next()
    })
    const examination = await room.examine({ url: `http://127.0.0.1:${port}/mcp` })
    server.close()
    expect(told(examination).slice(3, 5)).toEqual(['tcp ok', 'http failed port-blocked'])
  })

  test.each([
    [200, 'text/html', 'http failed web-page'],
    [200, 'application/json', 'speak failed not-mcp'],
    [200, 'text/plain', 'http failed not-mcp'],
    [204, 'text/plain', 'http failed not-mcp'],
    [404, 'text/html', 'http failed path-not-found'],
    [410, 'application/json', 'http failed path-not-found'],
    [418, 'text/plain', 'http failed http-status'],
    [429, 'application/json', 'http failed too-many-requests'],
    [500, 'text/html', 'http failed server-trouble'],
    [503, 'application/json', 'http failed server-trouble'],
    [403, 'text/plain', 'auth failed access-denied'],
    [401, 'text/plain', 'auth failed auth-required'],
  ])('HTTP %i with %s', async (status, type, expected) => {
    await using server = await answering((_request, response) => {
      response.writeHead(status, { 'content-type': type, 'retry-after': '60' })
      response.end(status === 204 ? undefined : '{"hello":"world"}')
    })
    const examination = await room.examine({ url: server.url })
    expect(told(examination)).toContain(expected)
    expect(stepOf(examination, 'http').facts).toMatchObject({ status, contentType: type })
  })

  test('it says where to sign in, in the answer or at the customary place', async () => {
    const metadata = (challenge: boolean) =>
      answering((request, response) => {
        const known = request.url?.startsWith('/.well-known/oauth-protected-resource')
        const header = challenge ? { 'www-authenticate': 'Bearer resource_metadata="https://a.test/m"' } : {}
        response.writeHead(known ? 200 : 401, { 'content-type': 'application/json', ...header })
        response.end('{}')
      })
    await using one = await metadata(true)
    const told401 = await room.examine({ url: one.url })
    expect(stepOf(told401, 'auth')).toMatchObject({
      finding: { code: 'sign-in-required' },
      facts: { metadata: 'https://a.test/m' },
    })
    await using other = await metadata(false)
    const found = await room.examine({ name: 'other', url: other.url })
    expect(stepOf(found, 'auth')).toMatchObject({ finding: { code: 'sign-in-required' } })
  })

  test('it sends one to another server, which hears nothing', async () => {
    const heard = vi.fn()
    await using elsewhere = await answering((_request, response) => {
      heard()
      response.end()
    })
    await using server = await answering((_request, response) => {
      response.writeHead(307, { location: elsewhere.url }).end()
    })
    const examination = await room.examine({ url: server.url, headers: { Authorization: 'Bearer 12345678' } })
    expect(told(examination)).toContain('http failed redirected')
    expect(stepOf(examination, 'http').finding?.detail).toMatchObject({
      location: elsewhere.url,
      status: 307,
    })
    expect(heard).not.toHaveBeenCalled()
  })
})

describe('a command that does not work says where it ends, and why', () => {
  const failure = (examination: Awaited<ReturnType<typeof room.examine>>) =>
    told(examination).find((line) => line.includes(' failed '))

  test('nobody has approved it, and it is not started', async () => {
    const mark = join(directory, 'started')
    const id = await room.add({
      name: 'one',
      command: process.execPath,
      args: ['-e', `require('fs').writeFileSync(${JSON.stringify(mark)}, '')`],
      auto_connect: false,
    })
    room.approvals.forget('one')
    const examination = await room.examineAgain(id)
    expect(told(examination).slice(0, 2)).toEqual(['approval failed needs-approval', 'secrets not-reached'])
    expect(existsSync(mark)).toBe(false)
  })

  test('a secret is missing', async () => {
    const examination = await room.examine({
      ...stdioCommand('dual.ts', ['--stdio']),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: how a reference is written.
      env: { API_KEY: '${secret:AAAAAAAAAAAAAAAAAAAAAA}' },
    })
    expect(failure(examination)).toBe('secrets failed secret-missing')
    expect(stepOf(examination, 'secrets').finding?.detail).toEqual({ field: 'env.API_KEY' })
  })

  test('it is nowhere on the PATH, which is told', async () => {
    const examination = await room.examine({ command: 'no-such-program-here' })
    expect(failure(examination)).toBe('command failed command-missing')
    expect(stepOf(examination, 'command').facts.searched).toBe(process.env.PATH)
  })

  test('its directory is not there', async () => {
    const examination = await room.examine({ command: 'sh', cwd: join(directory, 'gone') })
    expect(failure(examination)).toBe('directory failed cwd-missing')
  })

  test('it may not be executed', async () => {
    const path = join(directory, 'server.sh')
    await writeFile(path, '#!/bin/sh\n', { mode: 0o644 })
    const examination = await room.examine({ command: path })
    expect(failure(examination)).toBe('command failed command-not-executable')
    expect(stepOf(examination, 'command').facts.path).toBe(path)
  })

  test('what its first line names is not there', async () => {
    const path = join(directory, 'server')
    await writeFile(path, '#!/no/such/interpreter\n')
    await chmod(path, 0o755)
    expect(failure(await room.examine({ command: path }))).toBe('process failed interpreter-missing')
  })

  test('it ends at once, and its last words and its code are told', async () => {
    const examination = await room.examine(stdioCommand('exit-stdio.ts'))
    expect(told(examination)).toContain('process ok')
    expect(failure(examination)).toBe('speak failed process-exited')
    const { finding, lines } = stepOf(examination, 'speak')
    expect(finding?.detail.exitCode).toBe(3)
    expect(lines.join('\n')).toContain('API_KEY is not set')
  })

  test('it runs and never answers, and is ended', async () => {
    const examination = await room.examine({ ...stdioCommand('hung.ts', ['--stdio']), timeout: 0.5 })
    expect(failure(examination)).toBe('speak failed timeout')
    expect(isAlive(Number(stepOf(examination, 'process').facts.pid))).toBe(false)
  })
})

test('no secret is told: of headers, of variables, of the address, however they come back', async () => {
  await using server = await answering((request, response) => {
    response.writeHead(302, { location: `http://elsewhere.test/?from=${request.headers['x-key']}` }).end()
  })
  const examination = await room.examine({
    url: `${server.url}?api_key=query%20value&page=2`,
    headers: { 'X-Key': 'header-value' },
  })
  const all = JSON.stringify(examination)
  for (const secret of ['header-value', 'query%20value', 'query value', 'query+value'])
    expect(all).not.toContain(secret)
  expect(all).toContain('page=2')
  expect(stepOf(examination, 'http').finding?.detail.location).toBe('http://elsewhere.test/?from=••••••')
})

test('headers that leave this network unencrypted are warned of', async () => {
  const examination = await room.examine({ url: 'http://no-such-machine.invalid/mcp', headers: { A: 'b' } })
  expect(told(examination)).toContain('address warning plain-http')
})

test('an examination nobody reads any more ends its process', async () => {
  const id = await room.add({ name: 'one', ...stdioCommand('hung.ts', ['--stdio']), auto_connect: false })
  let pid = 0
  for await (const examination of room.doctor.examine(room.record(id))) {
    pid = Number(stepOf(examination, 'process').facts.pid ?? 0)
    if (pid > 0) break
  }
  expect(pid).toBeGreaterThan(0)
  expect(isAlive(pid)).toBe(false)
})

test('given up, it is a refusal; so it is when Rollcall ends', async () => {
  await using server = await startServer('hung.ts')
  const id = await room.add({ name: 'one', url: server.url, auto_connect: false, timeout: 60 })
  const abort = new AbortController()
  const given = room.seen(id, abort.signal)
  abort.abort()
  await expect(given).rejects.toMatchObject({ code: 'cancelled' })

  const refused = vi.fn()
  const running = room.seen(id).catch(refused)
  await room.doctor.end()
  await running
  await vi.waitFor(() => expect(refused).toHaveBeenCalledOnce(), within)
})
