import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { resourcesDir, testHost } from '../../../tests/host'
import { Samples } from './samples'

describe('Samples', () => {
  const alive = (pid: number | null | undefined) => {
    try {
      return process.kill(pid ?? 0, 0)
    } catch {
      return false
    }
  }
  const answering = (samples: Samples) =>
    Promise.all(
      samples.state().servers.map(({ url }) =>
        fetch(new URL('/health', url)).then(
          (response) => response.status,
          () => 'no answer',
        ),
      ),
    )

  test('starts all, writes the file that names them, and leaves nothing after stop', async () => {
    await using host = testHost()
    const samples = new Samples({ host, dir: host.dataDir })
    const [state, again] = await Promise.all([samples.start(), samples.start()])
    expect(again).toEqual(state)
    const pids = state.servers.map(({ pid }) => pid)
    const file = join(host.dataDir, 'sample_servers.json')
    try {
      expect(state).toMatchObject({ running: true, file })
      expect(state.servers.map(({ name }) => name)).toEqual(['weather', 'database', 'text'])
      expect(await answering(samples)).toEqual([200, 200, 200])
      const { servers } = JSON.parse(await readFile(file, 'utf8'))
      expect(servers).toHaveLength(3)
      const { port } = new URL(state.servers[0]?.url ?? '')
      expect(servers[0]).toMatchObject({
        name: 'weather',
        url: `http://127.0.0.1:${port}/mcp`,
        auto_connect: true,
        health_check_url: `http://127.0.0.1:${port}/health`,
        metadata: { sample: true },
      })
    } finally {
      await samples.end()
    }
    expect(pids.some(alive)).toBe(false)
    expect(samples.state()).toEqual({ running: false, servers: [], file: null })
    await expect(readFile(file)).rejects.toThrow('ENOENT')
  })

  test('passes over a port that is busy', async () => {
    await using host = testHost()
    const squatter = createServer()
    await new Promise((resolve) => {
      squatter.once('error', resolve)
      squatter.listen(8001, '127.0.0.1', () => resolve(undefined))
    })
    const samples = new Samples({ host, dir: host.dataDir })
    try {
      const { servers } = await samples.start()
      const ports = servers.map(({ url }) => Number(new URL(url).port))
      expect(ports).not.toContain(8001)
      expect(new Set(ports).size).toBe(3)
      expect(await answering(samples)).toEqual([200, 200, 200])
    } finally {
      await samples.end()
      squatter.close()
    }
  })

  test('starts a killed one again on the same port after 10 s', async () => {
    const clock = new TestClock()
    await using host = testHost({ clock })
    const samples = new Samples({ host, dir: host.dataDir })
    try {
      const before = (await samples.start()).servers[0]
      process.kill(before?.pid ?? 0, 'SIGKILL')
      await vi.waitFor(() =>
        expect(samples.state().servers[0]).toMatchObject({ url: before?.url, pid: null }),
      )
      expect((await answering(samples))[0]).toBe('no answer')
      await clock.advance(9_999)
      expect(samples.state().servers[0]?.pid).toBeNull()
      await clock.advance(1)
      await vi.waitFor(async () => expect(await answering(samples)).toEqual([200, 200, 200]), {
        timeout: 10_000,
      })
      const after = samples.state().servers[0]
      expect(after?.url).toBe(before?.url)
      expect(after?.pid).not.toBe(before?.pid)
    } finally {
      await samples.end()
    }
    expect(clock.pending).toBe(0)
  })

  test('ends its samples and says which did not start', async () => {
    await using host = testHost({ resourcesDir: join(resourcesDir, 'nowhere') })
    const samples = new Samples({ host, dir: host.dataDir })
    await expect(samples.start()).rejects.toMatchObject({ code: 'server-timeout' })
    expect(samples.state()).toMatchObject({ running: false })
  })
})
