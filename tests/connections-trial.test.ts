import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Trials } from '../src/main/connections/trial'
import { RegistrationDocument, toRegistration } from '../src/shared/contract/registration'
import { Room, within } from './connections-room'
import { isAlive } from './is-alive'
import { startServer, stdioCommand } from './servers/start'

let room: Room
let trials: Trials

beforeEach(async () => {
  room = await new Room().start()
  trials = new Trials({ vault: room.vault, preferences: room.preferences, host: room.host })
})

afterEach(async () => {
  await trials.end()
  await room[Symbol.asyncDispose]()
})

const run = (document: Record<string, unknown>, signal?: AbortSignal) =>
  trials.run(toRegistration(RegistrationDocument.parse({ name: 'one', ...document })), signal)

const outcomes = ({ steps }: Awaited<ReturnType<typeof run>>) => steps.map(({ outcome }) => outcome)

describe('a server that works passes every step', () => {
  test.each([
    ['modern.ts', 'modern'],
    ['legacy.mjs', 'legacy'],
  ] as const)('at an address: %s', async (script, era) => {
    await using server = await startServer(script)
    const trial = await run({ url: server.url })
    expect(trial).toMatchObject({ error: null, era, transport: 'http', address: server.url })
    expect(outcomes(trial)).toEqual(['ok', 'ok', 'ok'])
    expect(trial.tools).toContain('echo')
    expect(trial.toolCount).toBe(trial.tools.length)
  })

  test('started by a command, and nothing is kept of it: no server, no process', async () => {
    const trial = await run(stdioCommand('grandchild-stdio.ts'))
    expect(outcomes(trial)).toEqual(['ok', 'ok', 'ok'])
    expect(trial.transport).toBe('stdio')
    const told = trial.stderr.find((line) => line.startsWith('pids '))?.slice('pids '.length)
    const { pid, grandchild } = JSON.parse(told ?? '{}')
    expect([typeof pid, typeof grandchild]).toEqual(['number', 'number'])
    expect([isAlive(pid), isAlive(grandchild)]).toEqual([false, false])
    expect(room.registry.all()).toEqual([])
  })
})

describe('a server that does not says at which step, and why', () => {
  test('nothing listens', async () => {
    const server = await startServer('hung.ts')
    await server.kill()
    const trial = await run({ url: server.url })
    expect(outcomes(trial)).toEqual(['failed', 'skipped', 'skipped'])
    expect(trial.error).toMatchObject({ code: 'refused', message: `Nothing listens at ${server.url}.` })
    expect(trial.steps[1]?.durationMs).toBeNull()
  })

  test('it never answers', async () => {
    await using server = await startServer('hung.ts')
    const trial = await run({ url: server.url, timeout: 0.3 })
    expect(outcomes(trial)).toEqual(['failed', 'skipped', 'skipped'])
    expect(trial.error?.code).toBe('timeout')
  })

  test.each([
    ['200', 'not-mcp'],
    ['401', 'auth-required'],
  ])('a page with status %s', async (status, code) => {
    await using server = await startServer('not-mcp.ts', ['--status', status])
    const trial = await run({ url: server.url })
    expect(outcomes(trial)).toEqual(['ok', 'failed', 'skipped'])
    expect(trial.error?.code).toBe(code)
  })

  test('a command that ends, with its last words', async () => {
    const trial = await run(stdioCommand('exit-stdio.ts'))
    expect(outcomes(trial)).toEqual(['ok', 'failed', 'skipped'])
    expect(trial.error).toMatchObject({ code: 'process-exited', detail: { exitCode: 3 } })
    expect(trial.stderr.join('\n')).toContain('API_KEY is not set')
  })

  test('a command nobody has', async () => {
    const trial = await run({ command: 'no-such-program-here' })
    expect(outcomes(trial)).toEqual(['failed', 'skipped', 'skipped'])
    expect(trial.error?.code).toBe('command-missing')
  })
})

test('a test given up ends its process and is a refusal', async () => {
  const abort = new AbortController()
  const trial = run(stdioCommand('hung.ts', ['--stdio']), abort.signal)
  abort.abort()
  await expect(trial).rejects.toMatchObject({ code: 'cancelled' })
})

test('ending gives up what is under way', async () => {
  await using server = await startServer('hung.ts')
  const refused = vi.fn()
  const trial = run({ url: server.url, timeout: 60 }).catch(refused)
  await trials.end()
  await trial
  await vi.waitFor(() => expect(refused).toHaveBeenCalledOnce(), within)
})
