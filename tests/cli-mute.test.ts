import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'

let room: CliRoom

beforeAll(async () => {
  room = await startCliRoom()
})
afterAll(() => room[Symbol.asyncDispose]())

beforeEach(async () => {
  await room.clear()
  await room.shell.ask('POST', '/api/servers', {
    name: 'weather',
    url: 'http://127.0.0.1:9/mcp',
    auto_connect: false,
  })
})

const hours = (iso: string) => (Date.parse(iso) - Date.now()) / 3_600_000

test('a server is muted for a time, until one, or until it is unmuted', async () => {
  const forTwo = await room.json(['mute', 'weather', '--for', '2h'])
  expect(hours(forTwo.mutedUntil)).toBeCloseTo(2, 1)
  const until = await room.json(['mute', 'weather', '--until', '08:00'])
  expect(hours(until.mutedUntil)).toBeGreaterThan(0)
  expect(new Date(until.mutedUntil).getHours()).toBe(8)
  const { out } = await room.rollcall(['mute', 'weather'])
  expect(out).toBe('weather is muted until you unmute it.')
  expect((await room.rollcall(['show', 'weather'])).out).toMatch(/^Muted +until you unmute it$/m)
  expect((await room.rollcall(['servers'])).out).toMatch(/weather +Off · muted/)
  expect(await room.json(['servers', '--state', 'muted'])).toHaveLength(1)
  const chinese = await room.rollcall(['unmute', 'weather'], { language: 'zh' })
  expect(chinese).toMatchObject({ code: 0, out: 'weather 没有静音。' })
  expect(await room.json(['servers', '--state', 'muted'])).toEqual([])
})

test.each([
  [['--for', 'long'], 'Not a length of time'],
  [['--for', '400d'], 'Not a length of time'],
  [['--for', '0s'], 'Not a length of time'],
  [['--until', '25:00'], 'Not a time to come'],
  [['--until', '2020-01-01'], 'Not a time to come'],
  [['--for', '1h', '--until', '08:00'], 'cannot be used with'],
])('%j is refused, and nothing is muted', async (args, said) => {
  const { code, err } = await room.rollcall(['mute', 'weather', ...args])
  expect(code).toBe(2)
  expect(err).toContain(said)
  expect(await room.json(['servers', '--state', 'muted'])).toEqual([])
})

test('the API refuses what the command line would', async () => {
  const mute = (body: object) => room.shell.ask('POST', '/api/servers/weather/mute', body)
  expect(await mute({ until: '2020-01-01T00:00:00Z' })).toMatchObject({
    status: 400,
    body: { code: 'invalid', detail: { issues: [{ path: 'until', message: 'is over already' }] } },
  })
  expect(await mute({ until: '2999-01-01T00:00:00Z', forMs: 1_000 })).toMatchObject({ status: 400 })
  expect(await mute({ forMs: 5 })).toMatchObject({ status: 400 })
  expect(await room.shell.ask('POST', '/api/servers/nowhere/mute', {})).toMatchObject({ status: 404 })
})

test('quiet hours are set as a span of the day', async () => {
  const changed = await room.rollcall(['settings', 'quietHours=22:00-07:00', 'notifications=off'])
  expect(changed.out).toMatch(/quietHours +22:00-07:00/)
  const refused = await room.rollcall(['settings', 'quietHours=late'])
  expect(refused).toMatchObject({ code: 2 })
  expect(refused.err).toContain('quietHours takes off, HH:MM-HH:MM, not “late”.')
  expect(await room.json(['settings', '--reset'])).toMatchObject({
    quietHours: 'off',
    notifications: 'important',
  })
})
