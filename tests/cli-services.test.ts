import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'
import { within } from './connections-room'
import { WilfulServer } from './wilful-server'

let room: CliRoom
let servers: WilfulServer[]

beforeAll(async () => {
  room = await startCliRoom()
  servers = await Promise.all(['weather', 'backup'].map((name) => equal(name)))
  for (const name of ['weather', 'backup'])
    await vi.waitFor(async () => {
      const { body } = await room.shell.ask('GET', `/api/servers/${name}`)
      expect(body.health.verdict).toBe('up')
    }, within)
})

afterAll(async () => {
  await room[Symbol.asyncDispose]()
  for (const server of servers) await server[Symbol.asyncDispose]()
})

async function equal(name: string): Promise<WilfulServer> {
  const server = await new WilfulServer().start()
  server.streams = false
  server.keepsSockets = false
  const own = { name: `${name}_only`, inputSchema: { type: 'object' } }
  const days = { type: 'object', properties: { days: { type: name === 'weather' ? 'number' : 'string' } } }
  server.answers['tools/list'] = () => ({
    tools: [
      { name: 'forecast', description: `By ${name}`, inputSchema: { type: 'object' } },
      { name: 'history', inputSchema: days },
      own,
    ],
  })
  server.answers['tools/call'] = () => ({ content: [{ type: 'text', text: `By ${name}` }] })
  const priority = name === 'weather' ? 9 : 1
  await room.shell.ask('POST', '/api/servers', { name, url: server.url, priority })
  return server
}

test('servers are grouped, compared and ungrouped', async () => {
  expect((await room.rollcall(['services'])).out).toContain('rollcall group')
  expect(await room.rollcall(['group', 'forecasts', 'weather', 'backup'])).toMatchObject({
    code: 0,
    out: 'weather, backup: of the service forecasts.',
  })
  const { out } = await room.rollcall(['services'])
  expect(out).toContain('forecasts: weather (Up), backup (Up)')
  expect(out).toMatch(/^forecast +weather = backup$/m)
  expect(out).toMatch(/^history +weather \| backup$/m)
  expect(out).toMatch(/^weather_only +weather +backup$/m)
  expect((await room.rollcall(['services', 'weather'])).out.split('\n')).toEqual([
    'backup: tools: 1 alike, 1 different, 1 only here, 1 only there',
    '  differs: history',
    '    /properties/days/type: "number" here, "string" there',
    '  only here: weather_only',
    '  only there: backup_only',
    '  alike but for description: forecast',
  ])
  expect((await room.rollcall(['show', 'weather'])).out).toMatch(/^Service +forecasts$/m)
  const { servers: ranked, tools } = await room.json(['route', 'forecast'])
  expect(ranked[0].service).toBe('forecasts')
  expect(tools[0]).toMatchObject({ server: 'weather', alternatives: ['backup'] })
  await room.rollcall(['ungroup', 'backup'])
  expect((await room.rollcall(['services', 'weather'])).out).toBe('weather is equal to no other server.')
  await room.rollcall(['group', 'forecasts', 'backup'])
})

test('with --any an equal takes over, and it is said who answered', async () => {
  const call = ['call', 'weather', 'forecast', '--any']
  const well = await room.rollcall(call)
  expect(well).toMatchObject({ code: 0, out: 'By weather' })
  expect(well.err).toContain('weather answered.')
  await servers[0]?.[Symbol.asyncDispose]()
  const { out, err } = await room.rollcall(call)
  expect(out).toBe('By backup')
  expect(err).toMatch(/weather failed, backup takes over: .*\n.*backup answered\.$/)
  expect(await room.json(call)).toMatchObject({ server: 'backup', isError: false })
  const { body } = await room.shell.ask('POST', '/api/servers/weather/tools/forecast/any', {
    except: ['backup'],
  })
  expect(body.detail.tried).toMatchObject([{ server: 'weather' }])
})
