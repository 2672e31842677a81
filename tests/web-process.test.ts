import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { build, root } from '../scripts/setup.mjs'
import { stdioCommand } from './servers/start'

let directory: string
const running = new Set<ChildProcess>()

beforeAll(() => build(), 120_000)
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-process-'))
})
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
})

function headless(...args: string[]) {
  const child = spawn(process.execPath, [join(root, 'out', 'main', 'headless.js'), ...args], {
    env: { ...process.env, ROLLCALL_DATA_DIR: join(directory, 'data'), LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    stderr += chunk
  })
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  return {
    child,
    /** What it prints on stdout once it answers: one line, as JSON. */
    async ready(): Promise<{ url: string; token: string }> {
      await expect.poll(() => stdout, { timeout: 15_000 }).toMatch(/\n$/)
      return JSON.parse(stdout)
    },
    ended: () => ended,
    stdout: () => stdout,
    stderr: () => stderr,
  }
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('prints one line of JSON when it answers, and ends within 5 s of SIGTERM with its processes', async () => {
  const file = join(directory, 'servers.json')
  writeFileSync(file, JSON.stringify({ servers: [{ name: 'from-file', url: 'http://127.0.0.1:9/' }] }))
  const rollcall = headless('--port', '0', '--source', file)
  const { url, token, ...rest } = await rollcall.ready()
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(token.length).toBeGreaterThan(21)
  expect(rest).toEqual({})
  // biome-ignore lint/suspicious/noExplicitAny: what came over HTTP is looked at field by field.
  const ask = async (path: string, init: RequestInit = {}): Promise<any> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    return (await fetch(`${url}/api${path}`, { headers, ...init })).json()
  }
  expect(await ask('/about')).toMatchObject({ shell: 'headless', dataDir: join(directory, 'data'), api: url })
  expect(await ask('/servers/from-file')).toMatchObject({ source: { type: 'file_watch' } })
  if (process.platform !== 'win32') expect(statSync(join(directory, 'data')).mode & 0o777).toBe(0o700)

  const body = JSON.stringify({ name: 'stubborn', ...stdioCommand('grandchild-stdio.ts') })
  await ask('/servers', { method: 'POST', body })
  await expect
    .poll(async () => (await ask('/servers/stubborn')).connection.state, { timeout: 20_000 })
    .toBe('connected')
  const { pid } = await ask('/servers/stubborn/connection')
  expect(isAlive(pid)).toBe(true)
  const stream = fetch(`${url}/api/watch/events`, { headers: { authorization: `Bearer ${token}` } })
  const streamed = (await stream).text().catch(() => 'cut off')

  const began = performance.now()
  rollcall.child.kill('SIGTERM')
  expect(await rollcall.ended()).toEqual({ code: 0, signal: null })
  expect(performance.now() - began).toBeLessThan(5_000)
  await streamed
  expect(isAlive(pid)).toBe(false)
  expect(existsSync(join(directory, 'data', 'api.json'))).toBe(false)
  expect(rollcall.stdout().trimEnd().split('\n')).toHaveLength(1)
  expect(rollcall.stderr()).not.toContain(token)
}, 60_000)

test('takes the token it is given', async () => {
  const rollcall = headless('--port', '0', '--token', 'chosen-by-a-person')
  const { url, token } = await rollcall.ready()
  expect(token).toBe('chosen-by-a-person')
  const answer = await fetch(`${url}/api/servers`, {
    headers: { authorization: 'Bearer chosen-by-a-person' },
  })
  expect(answer.status).toBe(200)
})

test('a second one on the same data directory ends with 3 and leaves the first alone', async () => {
  const first = headless('--port', '0')
  const { url } = await first.ready()
  const second = headless('--port', '0')
  expect(await second.ended()).toEqual({ code: 3, signal: null })
  expect(second.stderr()).toContain(join(directory, 'data'))
  expect((await fetch(`${url}/api/health`)).status).toBe(200)
})

test('a port in use is a clear error, not another port (B160)', async () => {
  const first = headless('--port', '0')
  const { url } = await first.ready()
  const { port } = new URL(url)
  const second = headless('--port', port, '--data-dir', join(directory, 'other'))
  expect(await second.ended()).toEqual({ code: 1, signal: null })
  expect(second.stderr()).toContain(`Port ${port} is in use`)
})

test.each(['abc', '-1', '65536', '80.5', ''])('the port "%s" is wrong use (B160)', async (port) => {
  const rollcall = headless(`--port=${port}`)
  expect(await rollcall.ended()).toEqual({ code: 2, signal: null })
  expect(rollcall.stderr()).toContain('--port')
})

test('a killed one leaves a data directory the next one starts on', async () => {
  const first = headless('--port', '0')
  await first.ready()
  first.child.kill('SIGKILL')
  await first.ended()
  const { url } = await headless('--port', '0').ready()
  expect((await fetch(`${url}/api/health`)).status).toBe(200)
})
