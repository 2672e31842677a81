import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readApiFile, writeApiFile } from '../src/main/web/api-file'
import { startApiShell } from './api-shell'
import { type CliRoom, startCliRoom } from './cli-room'
import { type RunningServer, startServer } from './servers/start'

let room: CliRoom
let legacy: RunningServer

beforeAll(async () => {
  room = await startCliRoom()
  legacy = await startServer('legacy.mjs')
})
afterAll(async () => {
  await room[Symbol.asyncDispose]()
  await legacy.stop()
})

describe('without a running Rollcall', () => {
  test('does the work in its own process, and keeps it', async () => {
    const dataDir = join(room.directory, 'own')
    expect((await room.rollcall(['add', 'legacy', legacy.url], { dataDir })).code).toBe(0)
    const called = await room.rollcall(['call', 'legacy', 'echo', 'text=here'], { dataDir })
    expect(called).toMatchObject({ code: 0, out: 'here' })
    expect((await room.rollcall(['check', 'legacy'], { dataDir })).code).toBe(0)
    expect(await room.json(['status'], { dataDir })).toMatchObject({
      running: false,
      url: null,
      servers: { total: 1 },
    })
    expect((await room.rollcall(['servers'], { dataDir })).err).toContain('not running')
    expect((await room.rollcall(['tools', 'none'], { dataDir })).code).toBe(1)
  })

  test('does not take a note left behind for a running one', async () => {
    await using other = await startApiShell()
    const dataDir = other.host.dataDir
    await other.close()
    writeApiFile(dataDir, { url: 'http://127.0.0.1:9', token: 'stale', pid: process.pid })
    await other.rollcall.end()
    expect(await room.json(['status'], { dataDir })).toMatchObject({ running: false })
  })

  test('answers other command lines while it watches', async () => {
    const dataDir = join(room.directory, 'watched-by-two')
    const stop = new AbortController()
    const watching = room.rollcall(['watch'], { dataDir, interrupted: stop.signal })
    await expect.poll(() => readApiFile(dataDir)).toBeDefined()
    expect(await room.json(['status'], { dataDir })).toMatchObject({ running: true })
    stop.abort()
    expect((await watching).code).toBe(0)
    expect(readApiFile(dataDir)).toBeUndefined()
  })

  test('ends with 3 where one runs that has no API', async () => {
    await using other = await startApiShell()
    await other.close()
    const { code, err } = await room.rollcall(['servers'], { dataDir: other.host.dataDir })
    expect(code).toBe(3)
    expect(err).toContain(other.host.dataDir)
  })
})
