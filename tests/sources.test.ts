import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'

let room: CliRoom
let file = ''

beforeAll(async () => {
  room = await startCliRoom()
  file = join(room.directory, 'team.json')
  writeFileSync(
    file,
    JSON.stringify({
      servers: [
        { name: 'quiet', url: 'http://127.0.0.1:9/mcp', auto_connect: false },
        { name: 'local', command: 'sh', args: ['-c', 'true'], auto_connect: false },
      ],
    }),
  )
})

afterAll(async () => {
  await room[Symbol.asyncDispose]()
})

test('a source is paused, resumed, renamed and given an interval over the API', async () => {
  const { ask } = room.shell
  const { body: added } = await ask('POST', '/api/sources', { file_path: file, interval: 30 })
  expect(added).toMatchObject({ state: 'ok', intervalMs: 30_000, lastChange: { added: 2 } })
  const path = `/api/sources/${added.id}`
  expect(await ask('PATCH', path, { paused: true, name: 'Team' })).toMatchObject({
    status: 200,
    body: { state: 'paused', name: 'Team', servers: 2, nextLookAt: null },
  })
  const [server] = (await ask('GET', '/api/servers')).body
  expect(server.source.name).toBe('Team')
  expect((await ask('PATCH', path, { paused: false })).body.state).toBe('ok')
  for (const body of [{ intervalMs: 999 }, { intervalMs: 86_400_001 }, { name: '' }, { paused: 'yes' }])
    expect(await ask('PATCH', path, body)).toMatchObject({ status: 400, body: { code: 'invalid' } })
  expect((await ask('PATCH', '/api/sources/manual', { paused: true })).status).toBe(400)
  expect((await ask('PATCH', '/api/sources/nowhere', { paused: true })).status).toBe(404)

  const { body: gone } = await ask('DELETE', path)
  expect(gone).toEqual({ removed: ['local', 'quiet'], undo: expect.any(String) })
  expect((await ask('GET', '/api/servers')).body).toEqual([])
  const { body: back } = await ask('POST', '/api/sources/restore', { undo: gone.undo })
  expect(back).toMatchObject({ source: { id: added.id, name: 'Team' }, restored: ['local', 'quiet'] })
  expect(await ask('POST', '/api/sources/restore', { undo: gone.undo })).toMatchObject({ status: 404 })
  await ask('DELETE', path)
})

test('the same from a terminal, with the line that undoes a removal', async () => {
  await room.rollcall(['sources', 'add', file])
  await room.rollcall(['approve', 'local', '--yes'])
  expect((await room.rollcall(['sources', 'pause', 'team'])).out).toContain('paused')
  expect((await room.rollcall(['sources', 'resume', 'team'])).out).toContain('read')
  expect(await room.json(['sources', 'interval', 'team', '2.5'])).toMatchObject({ intervalMs: 2_500 })
  expect(await room.json(['sources', 'interval', 'team', 'default'])).toMatchObject({ intervalMs: 60_000 })
  expect((await room.rollcall(['sources', 'interval', 'team', '0'])).code).toBe(2)
  expect((await room.rollcall(['sources', 'rename', 'team', 'office'])).out).toContain('office')

  const { out } = await room.rollcall(['sources', 'remove', 'office'])
  expect(out).toContain('local, quiet')
  const undo = /rollcall sources restore (\S+)/.exec(out)?.[1] ?? ''
  expect((await room.rollcall(['sources', 'restore', undo])).out).toContain('office')
  expect((await room.shell.ask('GET', '/api/servers/local')).body.approval).toBeNull()
})

test('a source is tried step by step, told what becomes of its servers, and moved', async () => {
  const { ask } = room.shell
  await room.rollcall(['sources', 'remove', file])
  const names = ['quiet', 'local']
  expect((await ask('POST', '/api/sources/test', { file_path: file })).body).toMatchObject({
    steps: ['file-exists', 'readable', 'parses', 'names-servers'].map((code) => ({
      code,
      outcome: 'passed',
    })),
    servers: { count: 2, names },
    issues: [],
  })
  expect(await ask('POST', '/api/sources/test', { type: 'nonsense' })).toMatchObject({ status: 400 })
  const tried = await room.rollcall(['sources', 'test', file])
  expect(tried).toMatchObject({ code: 0, out: expect.stringContaining('quiet, local') })
  expect((await room.rollcall(['sources', 'test', `${file}.none.json`])).code).toBe(1)

  await room.rollcall(['sources', 'add', file, '--policy', 'list', '--no-trusted', '--interval', '30'])
  const pattern = join(room.directory, '*.yaml')
  expect(await room.json(['sources', 'add', pattern, '--name', 'yamls'])).toMatchObject({
    address: pattern,
    policy: 'connect',
    trusted: true,
    issues: [{ code: 'no-files' }],
  })
  expect(await room.json(['sources', 'change', 'yamls', '--policy', 'ask', '--order', '0'])).toMatchObject({
    policy: 'ask',
  })
  expect(await room.json(['sources'])).toMatchObject([
    { id: 'manual' },
    { name: 'yamls', policy: 'ask' },
    { name: 'team', policy: 'list', trusted: false, intervalMs: 30_000, counts: { servers: 2, missing: 0 } },
  ])
  expect((await room.rollcall(['sources', 'change', 'yamls'])).code).toBe(2)
  expect((await room.rollcall(['sources', 'change', 'yamls', '--order', 'first'])).code).toBe(2)
  expect((await room.rollcall(['sources', 'change', 'yamls', '--policy', 'maybe'])).code).toBe(2)
  await room.rollcall(['sources', 'remove', 'yamls'])
  await room.rollcall(['sources', 'remove', 'team'])
})
