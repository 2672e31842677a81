import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Room, within } from './connections-room'
import { stdioCommand } from './servers/start'

let room: Room

beforeEach(async () => {
  room = await new Room().start()
})

afterEach(() => room[Symbol.asyncDispose]())

/** Whether it still runs; a dead process that its new parent has not fetched yet does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const stat = `/proc/${pid}/stat`
  return !existsSync(stat) || !/^\d+ \(.*\) Z/u.test(readFileSync(stat, 'utf8'))
}

/** The pids that `grandchild-stdio.ts` tells of itself. */
function pidsOf(id: string): { pid: number; grandchild: number } {
  const line = room.connections.details(id).stderr.find((text) => text.startsWith('pids '))
  return JSON.parse((line ?? 'pids {}').slice('pids '.length))
}

/** A command that leaves a file behind as soon as it runs. */
function canary() {
  const file = join(room.host.dataDir, 'canary')
  const script = `require('node:fs').writeFileSync(${JSON.stringify(file)}, '')`
  return { file, command: process.execPath, args: ['-e', script] }
}

test('a command nobody approved is never started, and starts once it is approved', async () => {
  const { file, ...command } = canary()
  const record = await room.registry.register({ name: 'bird', ...command }, { approve: false })
  expect(room.connections.state(record.id).state).toBe('needs-approval')
  room.connections.connect(record.id)
  room.connections.retryNow(record.id)
  await expect(room.health.check(record.id)).rejects.toMatchObject({ code: 'not-connected' })
  expect(room.connections.state(record.id).state).toBe('needs-approval')
  expect(existsSync(file)).toBe(false)

  room.approvals.approve(record, room.approvals.fingerprint(record.registration))
  await vi.waitFor(() => expect(existsSync(file)).toBe(true), within)
})

test.skipIf(process.platform === 'win32')(
  'F32, L8: switching off ends the process and its stubborn grandchild',
  async () => {
    const id = await room.add({ name: 'one', ...stdioCommand('grandchild-stdio.ts') })
    await room.becomes(id, 'connected')
    const { pid, grandchild } = pidsOf(id)
    expect([isAlive(pid), isAlive(grandchild)]).toEqual([true, true])
    room.registry.setIntent(id, 'off')
    await vi.waitFor(() => expect([isAlive(pid), isAlive(grandchild)]).toEqual([false, false]), {
      timeout: 5_000,
      interval: 20,
    })
  },
)

test('F33, L9: ending the room ends processes that do not want to, those being connected included', async () => {
  const live = await room.add({ name: 'live', ...stdioCommand('grandchild-stdio.ts') })
  await room.becomes(live, 'connected')
  const stuck = await room.add({ name: 'stuck', ...stdioCommand('hung.ts', ['--stdio']) })
  await room.becomes(stuck, 'connecting')
  const { pid, grandchild } = pidsOf(live)
  const startedAt = Date.now()
  await room.connections.end()
  expect(Date.now() - startedAt).toBeLessThan(4_500)
  expect([isAlive(pid), isAlive(grandchild)]).toEqual([false, false])
})

test('a process that ends by itself takes what it started with it, and is started again', async () => {
  const id = await room.add({ name: 'one', ...stdioCommand('grandchild-stdio.ts') })
  await room.becomes(id, 'connected')
  const before = pidsOf(id)
  process.kill(before.pid, 'SIGKILL')
  await vi.waitFor(() => expect(room.connections.state(id).error?.code).toBe('process-exited'), within)
  await room.becomes(id, 'connected')
  expect(pidsOf(id).pid).not.toBe(before.pid)
  expect(isAlive(before.grandchild)).toBe(false)
})

test('a process that ends at once is shown with its code and its last words', async () => {
  const id = await room.add({ name: 'one', ...stdioCommand('exit-stdio.ts') })
  await vi.waitFor(() => expect(room.connections.state(id).error?.code).toBe('process-exited'), within)
  const stderr = 'exit-stdio: API_KEY is not set; see the documentation.'
  expect(room.connections.state(id).error?.detail).toMatchObject({ exitCode: 3, stderr })
  expect(room.connections.details(id).stderr).toContain(stderr)
})

test.each([
  ['command-missing', { command: 'rollcall-no-such-command' }, { command: 'rollcall-no-such-command' }],
  ['cwd-missing', { command: process.execPath, cwd: '/no/such/place' }, { cwd: '/no/such/place' }],
  ['command-not-executable', { command: import.meta.filename }, { command: import.meta.filename }],
])('%s is told, and tried again slowly', async (code, command, detail) => {
  const id = await room.add({ name: 'one', ...command })
  const { error, nextAttemptAt } = await room.becomes(id, 'failed')
  expect(error).toMatchObject({ code, detail })
  expect(nextAttemptAt).toBeGreaterThan(room.host.clock.now() + 50_000)
})

test('a process gets its own variables and not all of ours', async () => {
  process.env.ROLLCALL_TEST_PRIVATE = 'ours'
  // A secret is masked in what is shown, so it is told letter by letter.
  const script = `process.env.SPELT = [...process.env.API_TOKEN].join(' ')
    process.stderr.write(JSON.stringify(process.env) + '\\n'); process.exitCode = 4`
  const id = await room.add({
    name: 'one',
    command: process.execPath,
    args: ['-e', script],
    env: { API_TOKEN: 'theirs', PLAIN: 'too' },
  })
  await vi.waitFor(() => expect(room.connections.state(id).error?.code).toBe('process-exited'), within)
  delete process.env.ROLLCALL_TEST_PRIVATE
  const told = JSON.parse(room.connections.details(id).stderr[0] ?? '{}')
  expect(told).toMatchObject({ SPELT: 't h e i r s', API_TOKEN: '••••••', PLAIN: 'too' })
  expect(told.PATH).toBe(process.env.PATH)
  expect(told).not.toHaveProperty('ROLLCALL_TEST_PRIVATE')
})

test('a secret that is not in the store is told, and nothing is started', async () => {
  const { file, ...command } = canary()
  const missing = `\${secret:${'x'.repeat(22)}}`
  const id = await room.add({ name: 'bird', ...command, env: { API_TOKEN: missing } })
  expect((await room.becomes(id, 'failed')).error).toMatchObject({
    code: 'secret-missing',
    detail: { field: 'env.API_TOKEN' },
  })
  expect(existsSync(file)).toBe(false)
})
