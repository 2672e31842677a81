import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'
import { type RunningServer, startServer, stdioCommand } from './servers/start'

let room: CliRoom
let server: RunningServer

beforeAll(async () => {
  room = await startCliRoom()
  server = await startServer('modern.ts')
  await room.rollcall(['add', 'good', server.url, '--no-auto-connect'])
  await room.rollcall(['add', 'gone', 'http://127.0.0.1:9/mcp', '--no-auto-connect'])
  const { command, args } = stdioCommand('exit-stdio.ts')
  await room.rollcall(['add', 'ends', '--no-auto-connect', '--', command, ...args])
})
afterAll(async () => {
  await room[Symbol.asyncDispose]()
  await server.stop()
})

test('a server that works ends with 0, and shows which step is under way', async () => {
  const statuses: string[] = []
  const { code, out } = await room.rollcall(['doctor', 'good'], { onStatus: (line) => statuses.push(line) })
  expect(code).toBe(0)
  expect(out).toMatch(/^fine {2}Secrets {2,}\d+ ms {2,}It needs none$/mu)
  expect(out).toMatch(/^fine {2}MCP {2,}\d+ ms {2,}Version 2026-07-28 over http$/mu)
  expect(out).toMatch(/good connects; nothing is wrong\.$/u)
  expect(statuses.some((line) => line.startsWith('Looking at good … '))).toBe(true)
  expect(statuses.at(-1)).toBe('')
})

test('one that does not ends with 4 and says where, why, and what helps', async () => {
  const { code, out } = await room.rollcall(['doctor', 'gone'])
  expect(code).toBe(4)
  expect(out).toMatch(/^FAILED {2}Connection \(TCP\) {2,}\d+ ms$/mu)
  expect(out).toContain('Nothing listens at 127.0.0.1:9.')
  expect(out).toContain('Start the server, or correct its address.')
  expect(out).toMatch(/^– {7}HTTP answer {2,}not reached$/mu)
  expect(out).toContain('rollcall doctor --explain refused')
})

test('the last words of a process stand below what failed', async () => {
  const { out } = await room.rollcall(['doctor', 'ends'])
  expect(out).toMatch(/Last words of the process:\n {4}exit-stdio: API_KEY is not set/u)
})

test('in Chinese', async () => {
  const { out } = await room.rollcall(['doctor', 'gone'], { language: 'zh' })
  expect(out).toContain('127.0.0.1:9 上没有程序在监听。')
  expect(out).toMatch(/gone 连不上。$/u)
})

test('as JSON it is the whole examination', async () => {
  const { code, out } = await room.rollcall(['doctor', 'gone', '--json'])
  expect(code).toBe(4)
  expect(JSON.parse(out)).toMatchObject({
    server: 'gone',
    outcome: 'failed',
    steps: expect.arrayContaining([
      expect.objectContaining({ step: 'tcp', finding: expect.objectContaining({ code: 'refused' }) }),
    ]),
  })
})

test('a code is explained without a server and without a running Rollcall', async () => {
  const { code, out } = await room.rollcall(['doctor', '--explain', 'tls-expired'], { dataDir: '/nowhere' })
  expect(code).toBe(0)
  expect(out).toMatch(/^tls-expired\n\nWhat it means\n {2}The certificate was good until/u)
  const zh = await room.rollcall(['doctor', '--explain', 'tls-expired'], { language: 'zh' })
  expect(zh.out).toContain('常见原因')
  expect(await room.json(['doctor', '--explain', 'refused'])).toMatchObject({ code: 'refused' })
})

test('a server or a code nobody knows, or neither', async () => {
  expect((await room.rollcall(['doctor', 'none'])).code).toBe(1)
  expect(await room.rollcall(['doctor'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('Name a server'),
  })
  expect(await room.rollcall(['doctor', '--explain', 'x'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('needs-approval'),
  })
})
