import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'
import { type RunningServer, startServer, stdioCommand } from './servers/start'

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
beforeEach(() => room.clear())

/** The value beside a name in the report. */
const factOf = (report: string, name: string) =>
  new RegExp(`^${name} {2,}(.*)$`, 'm').exec(report)?.[1] ?? `no ${name} in:\n${report}`

describe('show', () => {
  test('tells who a connected server is, where it comes from and how it stands', async () => {
    await room.rollcall([
      'add',
      '天气',
      legacy.url,
      '--tag',
      'a',
      '--tag',
      'b',
      '--priority',
      '7',
      '--description',
      'Says\u202e things',
      '--header',
      'Authorization=secret',
    ])
    const { code, out } = await room.rollcall(['show', '天气'])
    expect(code).toBe(0)
    const facts = {
      Name: '天气',
      Address: legacy.url,
      Description: 'Says\\u{202e} things',
      Tags: 'a, b',
      Priority: '7',
      'Named by': 'by hand',
      Switch: 'on',
      Connection: 'Connected',
      Protocol: '2025-11-25 · session protocol · http',
      Tools: '7',
      Health: 'Up',
      Because: 'Answers its checks.',
      'Good checks, 24 h': '100 %',
    }
    for (const [name, value] of Object.entries(facts)) expect(factOf(out, name)).toBe(value)
    expect(factOf(out, 'First seen')).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(/)
    expect(factOf(out, 'Last success')).toMatch(/(ago|now)\) · /)
    expect(factOf(out, 'Latency')).toMatch(/^\d+ ms$/)
    expect(factOf(out, 'Headers')).not.toContain('secret')
  })

  test('says why a server is not there, what to do, and when it is tried again', async () => {
    await room.rollcall(['add', 'nothing', 'http://127.0.0.1:9/'])
    const { code, out } = await room.rollcall(['show', 'nothing'])
    expect(code).toBe(0)
    expect(factOf(out, 'Why')).toContain('127.0.0.1:9')
    expect(factOf(out, 'What to do')).toContain('Rollcall keeps trying.')
    expect(Number(factOf(out, 'Attempts'))).toBeGreaterThan(0)
    expect(factOf(out, 'Last success')).toBe('none yet')
    const chinese = await room.rollcall(['show', 'nothing'], { language: 'zh' })
    expect(factOf(chinese.out, '建议')).toContain('Rollcall 会继续重试。')
  })

  test('gives the exact command and the last words of one that failed', async () => {
    const { command, args } = stdioCommand('exit-stdio.ts')
    await room.rollcall(['add', 'mute', '--env', 'A=1', '--', command, ...args, 'a b'])
    const { out } = await room.rollcall(['show', 'mute'])
    expect(factOf(out, 'Command')).toBe(`${command} ${args.join(' ')} 'a b'`)
    expect(factOf(out, 'Variables')).toBe('A=1')
    expect(factOf(out, 'Why')).toContain('code 3')
    expect(out).toContain('Last words of the process\n  exit-stdio: API_KEY is not set')
  })

  test('shows what waits for approval, to the character', async () => {
    const file = join(room.directory, 'commands.json')
    const entry = { name: 'cmd', command: 'no-such-command', args: ['a b'], env: { MODE: 'x' } }
    writeFileSync(file, JSON.stringify({ servers: [entry] }))
    await room.rollcall(['sources', 'add', file])
    const { approval } = (await room.json(['show', 'cmd'])).server
    const { out } = await room.rollcall(['show', 'cmd'])
    expect(factOf(out, 'Named by')).toBe('commands')
    expect(out).toContain("MODE=x no-such-command 'a b'")
    expect(out).toContain(`Fingerprint ${approval.fingerprint}`)
    await room.rollcall(['sources', 'remove', file])
  })

  test('tells in what a source says otherwise, and adopt takes that', async () => {
    const file = join(room.directory, 'team.json')
    const entry = {
      name: 'shared',
      url: 'http://127.0.0.1:9/',
      auto_connect: false,
      priority: 2,
      tags: ['a'],
    }
    writeFileSync(file, JSON.stringify({ servers: [entry] }, null, 2))
    await room.rollcall(['sources', 'add', file])
    expect((await room.rollcall(['show', 'shared'])).out).not.toContain('says otherwise')
    await room.rollcall(['update', 'shared', '--priority', '9', '--tag', 'b'])
    const { out } = await room.rollcall(['show', 'shared'])
    expect(out).toContain(`team (${file}:3) says otherwise:\n  `)
    expect(out).toContain('priority: 9 here, 2 there')
    const partly = await room.rollcall(['adopt', 'shared', '--field', 'priority'])
    expect(partly.out).toContain('tags: ["b"] here, ["a"] there')
    expect(partly.out).not.toContain('priority:')
    expect(await room.json(['adopt', 'shared', '--source', 'team'])).toMatchObject([
      { keeps: true, differences: [] },
    ])
    expect((await room.json(['show', 'shared'])).server).toMatchObject({ priority: 2, tags: ['a'] })
    const history = (await room.rollcall(['changes', 'shared'])).out
    expect(history).toMatch(/by hand +priority +2 +9/)
    const nowhere = await room.rollcall(['adopt', 'nobody'])
    expect(nowhere).toMatchObject({ code: 1, out: '' })
    await room.rollcall(['sources', 'remove', file])
  })

  test('asks before much of a source goes, and says since when it is missing', async () => {
    const file = join(room.directory, 'many.json')
    const servers = ['red', 'green', 'blue'].map((name) => ({
      name,
      url: `http://127.0.0.1:9/${name}`,
      auto_connect: false,
    }))
    writeFileSync(file, JSON.stringify({ servers }))
    await room.rollcall(['sources', 'add', file])
    expect((await room.rollcall(['held'])).out).toContain('Nothing is held.')
    writeFileSync(file, JSON.stringify({ servers: [] }))
    const { id } = (await room.json(['sources'])).find(({ name }: { name: string }) => name === 'many')
    await room.shell.ask('POST', `/api/sources/${id}/scan`)
    expect((await room.rollcall(['held'])).out).toContain('many: red, green, blue')
    expect((await room.rollcall(['held', 'many'])).code).toBe(2)
    expect((await room.rollcall(['held', 'many', '--gone'])).out).toContain('red, green, blue')
    expect((await room.rollcall(['show', 'green'])).out).toMatch(/^Missing since /m)
    await room.rollcall(['sources', 'remove', file])
  })

  test('lists as many checks as were asked for, newest first', async () => {
    await room.rollcall(['add', 'legacy', legacy.url])
    await room.rollcall(['check', 'legacy'])
    const { server, details, checks } = await room.json(['show', 'legacy', '--checks', '2'])
    expect(server).toMatchObject({ name: 'legacy', connection: { state: 'connected' } })
    expect(details).toMatchObject({ protocolVersion: '2025-11-25' })
    // A check of its own may have come between the two.
    const [newest, before] = checks
    expect(checks).toHaveLength(2)
    expect(newest).toMatchObject({ kind: 'ping', ok: true })
    expect(before).toMatchObject({ kind: expect.stringMatching(/^(?:ping|connect)$/), ok: true })
    expect(Date.parse(newest.at)).toBeGreaterThanOrEqual(Date.parse(before.at))
    expect(await room.json(['show', 'legacy'])).not.toHaveProperty('checks')
    const { out } = await room.rollcall(['show', 'legacy', '--checks', '1'])
    expect(out).toMatch(/\n\nCHECKED +HOW +RESULT +LATENCY +WHY\n\S+ \S+ +ping +good +\d+ ms$/)
  })

  test('prints the registration as it was given, and nothing else', async () => {
    const entry = { name: 'kept', url: 'http://127.0.0.1:9/', auto_connect: false, x_own: [1] }
    await room.shell.ask('POST', '/api/servers', entry)
    const { out } = await room.rollcall(['show', 'kept', '--document'])
    expect(JSON.parse(out)).toEqual(entry)
  })

  test('where none runs, connects that server and no other', async () => {
    const dataDir = join(room.directory, 'own')
    for (const name of ['one', 'two']) await room.rollcall(['add', name, legacy.url], { dataDir })
    const shown = await room.rollcall(['show', 'one'], { dataDir })
    expect(factOf(shown.out, 'Connection')).toBe('Connected')
    expect(factOf(shown.out, 'Tools')).toBe('7')
    expect(shown.err).toContain('not running')
    const { checks } = await room.json(['show', 'two', '--checks', '9'], { dataDir })
    expect(checks).toHaveLength(1)
  })

  test('does not know a server that is not there', async () => {
    expect(await room.rollcall(['show', 'none'])).toMatchObject({ code: 1, out: '' })
    expect(await room.rollcall(['show', 'none', '--document'])).toMatchObject({ code: 1, out: '' })
  })
})

describe('settings', () => {
  test('are listed with their ranges and what they are', async () => {
    const { code, out } = await room.rollcall(['settings'])
    expect(code).toBe(0)
    expect(out).toMatch(/^connectTimeoutMs +30000 ms +30000 +100–600000 +time to connect/m)
    expect(out).toMatch(/^maxConcurrentConnections +8 +8 +1–100 +servers connecting/m)
    const chinese = await room.rollcall(['settings'], { language: 'zh' })
    expect(chinese.out).toMatch(/^slowAfterMs .*缓慢$/m)
  })

  test('are changed by pairs, all at once, and stay', async () => {
    const changed = await room.rollcall(['settings', 'slowAfterMs=500', 'checkIntervalMs=30000'])
    expect(changed).toMatchObject({ code: 0, out: 'checkIntervalMs  30000 ms\nslowAfterMs      500 ms' })
    expect(await room.json(['settings'])).toMatchObject({
      slowAfterMs: 500,
      checkIntervalMs: 30_000,
      connectTimeoutMs: 30_000,
    })
    const one = await room.json(['settings', '--reset', 'slowAfterMs'])
    expect(one).toMatchObject({ slowAfterMs: 1_000, checkIntervalMs: 30_000 })
    expect(await room.json(['settings', '--reset'])).toMatchObject({ checkIntervalMs: 15_000 })
    expect((await room.rollcall(['settings', '--reset', 'nosuch'])).code).toBe(2)
    const back = await room.json(['settings', 'slowAfterMs=1000', 'checkIntervalMs=15000'])
    expect(back).toEqual(await room.json(['settings']))
  })

  test.each([['0'], ['600001'], ['1.5'], ['-3'], ['fast'], [''], ['1e3']])(
    'a value of %j is refused with the field and its range, and nothing is changed',
    async (value) => {
      const before = await room.json(['settings'])
      const refused = await room.rollcall(['settings', 'checkIntervalMs=20000', `slowAfterMs=${value}`])
      expect(refused).toMatchObject({ code: 2, out: '' })
      expect(refused.err).toContain(`slowAfterMs takes a whole number from 1 to 600000, not “${value}”`)
      expect(await room.json(['settings'])).toEqual(before)
    },
  )

  test('a refusal is JSON where that was asked for', async () => {
    const { code, err } = await room.rollcall(['settings', 'slowAfterMs=0', '--json'])
    expect(code).toBe(2)
    expect(JSON.parse(err)).toMatchObject({
      code: 'usage',
      detail: { name: 'slowAfterMs', least: 1, most: 600_000 },
    })
  })

  test('one that does not exist is refused with those that do', async () => {
    const { code, err } = await room.rollcall(['settings', 'toString=1'], { language: 'zh' })
    expect(code).toBe(2)
    expect(err).toMatch(/没有“toString”这项设置。.*slowAfterMs/)
  })
})

describe('events', () => {
  test('lists what happened, of one server if asked', async () => {
    await room.rollcall(['add', 'one', 'http://127.0.0.1:9/', '--no-auto-connect'])
    await room.rollcall(['add', 'other', 'http://127.0.0.1:9/', '--no-auto-connect'])
    await room.rollcall(['update', 'one', '--rename', 'first', '--', 'node', '--version'])
    const { code, out } = await room.rollcall(['events', '--server', 'first'])
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('updated  first') })
    expect(out).not.toContain('other')
    const events = await room.json(['events', '--limit', '1'])
    expect(events).toMatchObject([{ kind: 'updated', server: 'first' }])
    expect(await room.json(['events', '--after', String(events[0].id)])).toEqual([])
    expect(await room.json(['events', '--after', '0', '--limit', '1'])).toMatchObject([{ id: 1 }])
    const registered = ['events', '--kind', 'registered', '--from', '1h', '--text', 'ONE']
    expect(await room.json(registered)).toMatchObject([{ kind: 'registered', server: 'one' }])
    expect(await room.json([...registered, '--server', 'other'])).toEqual([])
    expect(await room.json([...registered, '--to', '2020-01-01'])).toEqual([])
    const lines = (await room.rollcall(['events', '--server', 'one', '--server', 'other', '--jsonl'])).out
    expect(lines.split('\n').map((line) => JSON.parse(line).server)).toEqual(['one', 'other'])
    const changed = await room.json(['show', 'first', '--document'])
    expect(changed).toMatchObject({ name: 'first', command: 'node', args: ['--version'] })
    expect(changed).not.toHaveProperty('url')
  })
})

describe('log and checks', () => {
  test('print what a process said and how it was checked', async () => {
    const { command, args } = stdioCommand('exit-stdio.ts')
    await room.rollcall(['add', 'mute', '--', command, ...args])
    const { code, out } = await room.rollcall(['log', 'mute'])
    expect(code).toBe(0)
    expect(out).toMatch(/error {6}connection {2}Not connected: The process ended with code 3\./)
    expect(out).toContain('API_KEY is not set')
    const severe = await room.rollcall(['log', 'mute', '--level', 'error'])
    expect(severe.out).not.toContain('API_KEY')
    const chinese = await room.rollcall(['log', 'mute', '--level', 'error'], { language: 'zh' })
    expect(chinese.out).toContain('未能连接：进程已退出')
    const checks = await room.rollcall(['checks', 'mute', '--failed', '--limit', '1'])
    expect(checks.out).toMatch(/^CHECKED .*\n.* connect .*failed/)
    expect(await room.json(['checks', 'mute', '--limit', '1'])).toMatchObject([
      { kind: 'connect', ok: false },
    ])
    expect((await room.rollcall(['disconnect', 'mute'])).code).toBe(0)
    expect((await room.rollcall(['log', 'mute', '--clear'])).out).toMatch(/^Lines emptied out: \d+\.$/)
    expect((await room.rollcall(['log', 'mute'])).err).toContain('The log is empty.')
  })

  test('log --follow goes on until it is interrupted', async () => {
    await room.rollcall(['add', 'one', legacy.url, '--no-auto-connect'])
    const stop = new AbortController()
    const connected = Promise.withResolvers<void>()
    const following = room.rollcall(['log', 'one', '--follow', '--timeout', '0'], {
      interrupted: stop.signal,
      onPrint: (line) => line.includes('Connected in') && connected.resolve(),
    })
    await room.rollcall(['connect', 'one'])
    await connected.promise
    stop.abort()
    expect((await following).code).toBe(0)
  })
})

describe('add --test', () => {
  test('says how far a server was reached, and keeps nothing', async () => {
    const good = await room.rollcall(['add', 'tried', legacy.url, '--test'])
    expect(good).toMatchObject({
      code: 0,
      out: expect.stringMatching(/reached[\s\S]*speaks MCP[\s\S]*tools listed[\s\S]*It works/),
    })
    const bad = await room.rollcall(['add', 'tried', 'http://127.0.0.1:9/mcp', '--test'])
    expect(bad).toMatchObject({
      code: 4,
      out: expect.stringMatching(/FAILED {3}reached[\s\S]*skipped {2}speaks MCP/),
    })
    expect(await room.json(['servers', '--text', 'tried'])).toEqual([])
  })
})

describe('incidents and uptime', () => {
  test('tell what was, in both languages and as JSON', async () => {
    expect(await room.rollcall(['incidents'])).toMatchObject({
      code: 0,
      out: 'Nothing was down in the last 7 days.',
    })
    await room.rollcall(['settings', 'downAfter=1'])
    await room.rollcall(['add', 'gone', 'http://127.0.0.1:9/mcp', '--timeout', '5'])
    await expect
      .poll(() => room.json(['incidents', 'gone']))
      .toMatchObject([{ server: 'gone', endedAt: null }])
    const { out } = await room.rollcall(['incidents', '--days', '1'])
    expect(out).toMatch(/^BEGAN +LASTED +SERVER +STATE +FIRST CAUSE +ENDED$/m)
    expect(out).toMatch(/gone +Down .* still so$/m)
    expect((await room.rollcall(['incidents'], { language: 'zh' })).out).toMatch(/gone +故障 .*仍在持续$/m)
    const uptime = await room.rollcall(['uptime', 'gone'])
    expect(uptime.out).toMatch(/^24 hours +0 % +99\.\d %/m)
    expect(await room.json(['uptime', 'gone'])).toMatchObject([{ uptime: 0 }, {}, {}])
    await room.rollcall(['settings', 'downAfter=3'])
  })
})

describe('kept lists', () => {
  test('are read again by refresh, and show says how old they are', async () => {
    const { command, args } = stdioCommand('legacy.mjs', ['--stdio'])
    await room.rollcall(['add', 'listed', '--', command, ...args])
    const { code, out } = await room.rollcall(['refresh', 'listed'])
    expect(code).toBe(0)
    expect(out).toMatch(/^LIST +ENTRIES +NOTE\n *tools +7/)
    expect((await room.rollcall(['show', 'listed'])).out).toMatch(/^ *Lists +read /m)
    expect((await room.rollcall(['refresh', 'listed'], { language: 'zh' })).out).toMatch(/^列表/)
    await room.rollcall(['disconnect', 'listed'])
    expect((await room.rollcall(['refresh', 'listed'])).code).not.toBe(0)
  })

  test('are switched off and on by a setting that is true or false', async () => {
    expect((await room.rollcall(['settings', 'toolCacheEnabled=false'])).out).toMatch(
      /toolCacheEnabled +false/,
    )
    const wrong = await room.rollcall(['settings', 'toolCacheEnabled=maybe'])
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('true, false') })
    expect((await room.rollcall(['settings', '--reset', 'toolCacheEnabled'])).out).toMatch(
      /toolCacheEnabled +true +true/,
    )
  })
})
