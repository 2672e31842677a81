import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'
import { within } from './connections-room'
import { stdioCommand } from './servers/start'

let room: CliRoom
beforeAll(async () => {
  room = await startCliRoom()
  const { command, args } = stdioCommand('dual.ts', ['--stdio'])
  await room.shell.ask('POST', '/api/servers', { name: 'mortal', command, args })
})
afterAll(() => room[Symbol.asyncDispose]())

const pidOf = (out: string) => Number(/^mortal +(\d+) +running/mu.exec(out)?.[1])

test('processes shows who each is for and what it takes, and restart gives a server a new one', async () => {
  const before = await vi.waitFor(async () => {
    const { out } = await room.rollcall(['processes'])
    expect(pidOf(out)).toBeGreaterThan(0)
    return out
  }, within)
  expect(before).toMatch(/^FOR +PID +STATE +AGE +MEMORY +CPU +CHILDREN +CRASHES, 24 H +COMMAND$/mu)
  expect(before).toMatch(/^Rollcall +\d+ +running/mu)
  expect(before).toMatch(/^Processes: \d+, together [\d.]+ [MG]B$/mu)
  const { code, out } = await room.rollcall(['restart', 'mortal'])
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('mortal: ') })
  expect(pidOf((await room.rollcall(['processes'])).out)).not.toBe(pidOf(before))
})

test('processes --end-leftovers says that there is nothing to end, in either language', async () => {
  const { code, out } = await room.rollcall(['processes', '--end-leftovers'])
  expect({ code, out }).toEqual({ code: 0, out: 'Nothing is left of earlier runs.' })
  expect((await room.rollcall(['processes', '--end-leftovers'], { language: 'zh' })).out).toBe(
    '没有以前遗留的进程。',
  )
  expect(await room.json(['processes', '--end-leftovers'])).toEqual({ ended: 0, left: 0 })
})

test('restart of a server that is off ends 4', async () => {
  await room.shell.ask('POST', '/api/servers', {
    name: 'asleep',
    ...stdioCommand('dual.ts', ['--stdio']),
    auto_connect: false,
  })
  expect(await room.rollcall(['restart', 'asleep'])).toMatchObject({ code: 4, out: '' })
})
