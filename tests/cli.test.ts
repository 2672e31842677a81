import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { token } from './api-shell'
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

describe('with a running Rollcall', () => {
  test('adds, lists, changes, removes and restores', async () => {
    const url = 'http://127.0.0.1:9/mcp'
    const added = await room.rollcall([
      'add',
      '天气',
      url,
      '--tag',
      'a',
      '--tag',
      'b',
      '--priority',
      '3',
      '--no-auto-connect',
    ])
    expect(added).toMatchObject({ code: 0, out: `Registered 天气 (${url}).` })
    await room.rollcall([
      'add',
      'other',
      url,
      '--tag',
      'a',
      '--no-auto-connect',
      '--description',
      'Finds fish',
    ])
    expect(await room.json(['servers', '--tags', 'a,b', '--match', 'all'])).toMatchObject([
      { name: '天气', priority: 3 },
    ])
    expect(await room.json(['servers', '--text', 'FISH'])).toMatchObject([{ name: 'other' }])
    expect(await room.json(['servers', '--state', 'connected'])).toEqual([])
    expect((await room.rollcall(['update', 'other', '--priority', '-2', '--tag', 'c'])).out).toContain(
      'priority',
    )
    expect(await room.json(['servers', '--tags', 'c'])).toMatchObject([{ name: 'other', priority: -2 }])
    const [removed] = await room.json(['remove', 'other'])
    expect(await room.json(['servers'])).toHaveLength(1)
    expect((await room.rollcall(['restore', removed.undo])).out).toBe('other is back.')
    expect(await room.json(['servers'])).toHaveLength(2)
  })

  test('aligns its table by what a terminal shows', async () => {
    await room.shell.ask('POST', '/api/servers', {
      name: '天气',
      url: 'http://127.0.0.1:9/',
      auto_connect: false,
    })
    await room.shell.ask('POST', '/api/servers', {
      name: 'plain',
      url: 'http://127.0.0.1:9/',
      auto_connect: false,
    })
    const lines = (await room.rollcall(['servers'])).out.split('\n')
    expect(lines.map((line) => line.split(/(?=Off|CONN)/)[0])).toEqual(['NAME   ', 'plain  ', '天气   '])
  })

  test('connects, checks, lists and calls tools, disconnects', async () => {
    await room.rollcall(['add', 'legacy', legacy.url, '--no-auto-connect'])
    const early = await room.rollcall(['call', 'legacy', 'echo', 'text=hi'])
    expect(early).toMatchObject({ code: 4, out: '', err: expect.stringContaining('legacy') })
    expect(await room.rollcall(['connect', 'legacy'])).toMatchObject({
      code: 0,
      out: 'legacy: Connected (legacy, http)',
    })
    expect(await room.rollcall(['check', 'legacy'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('answers'),
    })
    expect((await room.rollcall(['tools', 'legacy'])).out).toMatch(/^echo +text +Says it back$/m)
    expect(await room.rollcall(['call', 'legacy', 'echo', 'text=1 + 1 = 2'])).toMatchObject({
      code: 0,
      out: '1 + 1 = 2',
    })
    expect((await room.rollcall(['call', 'legacy', 'add', 'a=1', 'b=2.5'])).out).toBe('3.5')
    expect((await room.rollcall(['call', 'legacy', 'add', '--args', '{"a":1,"b":2}'])).out).toBe('3')
    expect(
      (await room.rollcall(['call', 'legacy', 'add', '--args', '-', 'b=5'], { input: '{"a":1,"b":2}' })).out,
    ).toBe('6')
    expect(await room.rollcall(['call', 'legacy', 'fail', 'reason=no'])).toMatchObject({ code: 4, out: 'no' })
    expect(await room.rollcall(['call', 'legacy', 'none'])).toMatchObject({ code: 1 })
    const told: string[] = []
    const counted = await room.rollcall(['call', 'legacy', 'count', 'to=2', 'everyMs=150'], {
      onStatus: (line) => told.push(line),
    })
    expect(counted).toMatchObject({ code: 0, out: 'Counted to 2.', err: '' })
    expect(told).toEqual(['50 % · Counted 1', '100 % · Counted 2', ''])
    expect(await room.rollcall(['disconnect', 'legacy'])).toMatchObject({ code: 0, out: 'legacy: Off' })
    expect((await room.rollcall(['check', 'legacy'])).code).toBe(4)
  })

  test('says why a connection did not come about, with exit code 4', async () => {
    await room.rollcall(['add', 'nothing', 'http://127.0.0.1:9/', '--no-auto-connect'])
    const { code, out } = await room.rollcall(['connect', 'nothing'])
    expect(code).toBe(4)
    expect(out).toMatch(/^nothing: \w+\n {2}.*127\.0\.0\.1:9/)
  })

  test('shows a tool result without obeying its escape sequences', async () => {
    await room.rollcall(['add', 'legacy', legacy.url])
    await room.rollcall(['connect', 'legacy'])
    const args = JSON.stringify({ text: '\u001b[2Jgone\u202e\nsecond line' })
    expect((await room.rollcall(['call', 'legacy', 'echo', '--args', args])).out).toBe(
      '\\u{1b}[2Jgone\\u{202e}\nsecond line',
    )
  })

  test('adds a command behind -- and approves exactly it', async () => {
    const { command, args } = stdioCommand('dual.ts', ['--stdio'])
    const added = await room.rollcall(['add', 'stdio', '--env', 'GREETING=a=b', '--', command, ...args])
    expect(added.code).toBe(0)
    expect(await room.rollcall(['connect', 'stdio'])).toMatchObject({ code: 0 })
    const [server] = await room.json(['servers'])
    expect(server).toMatchObject({ command, args, env: { GREETING: 'a=b' }, approval: null })
  })

  test('registers the servers of a file, after saying what it would do', async () => {
    const file = join(room.directory, 'some.json')
    const entry = { name: 'one', url: 'http://127.0.0.1:9/', auto_connect: false }
    writeFileSync(file, JSON.stringify({ servers: [entry, { name: 'bad' }] }))
    const dry = await room.rollcall(['add', '--file', file, '--dry-run'])
    expect(dry.out).toMatch(/^new +one/m)
    expect(dry.out).toMatch(/^refused +bad/m)
    expect(await room.json(['servers'])).toEqual([])
    expect(await room.rollcall(['add', '--file', file])).toMatchObject({
      code: 1,
      out: expect.stringContaining('Added 1, changed 0, unchanged 0, refused 1.'),
    })
    expect(await room.rollcall(['add', '--file', join(room.directory, 'none.json')])).toMatchObject({
      code: 1,
      err: expect.stringContaining('ENOENT'),
    })
  })

  test('watches a file, reads it again, exports and forgets it', async () => {
    const file = join(room.directory, 'watched.json')
    writeFileSync(
      file,
      JSON.stringify({ servers: [{ name: 'w', url: 'http://127.0.0.1:9/', auto_connect: false }] }),
    )
    expect((await room.rollcall(['sources', 'add', file])).out).toContain(file)
    expect(await room.json(['sources'])).toMatchObject([{ id: 'manual' }, { address: file, servers: 1 }])
    writeFileSync(file, '{"servers": [}')
    const scanned = await room.rollcall(['sources', 'scan', file])
    expect(scanned).toMatchObject({ code: 1, out: expect.stringMatching(/watched:1:\d+: /) })
    const target = join(room.directory, 'out.json')
    expect((await room.rollcall(['export', '--output', target])).code).toBe(0)
    expect(JSON.parse(readFileSync(target, 'utf8')).servers).toMatchObject([{ name: 'w' }])
    expect((await room.rollcall(['sources', 'remove', 'watched'])).out).toContain('w')
    expect(await room.json(['sources'])).toHaveLength(1)
  })

  test('follows events until it is interrupted', async () => {
    const stop = new AbortController()
    const lines: string[] = []
    const watching = room.rollcall(['watch', '--json'], {
      interrupted: stop.signal,
      onPrint: (line) => void lines.push(line),
    })
    // Whether it listens already shows only in what it prints.
    let tries = 0
    await expect
      .poll(async () => {
        await room.rollcall(['add', `seen-${tries++}`, 'http://127.0.0.1:9/', '--no-auto-connect'])
        return lines.map((line) => JSON.parse(line))
      })
      .toContainEqual(
        expect.objectContaining({ kind: 'registered', server: expect.stringMatching(/^seen-/) }),
      )
    stop.abort()
    expect((await watching).code).toBe(0)
  })

  test('counts servers in its status', async () => {
    await room.rollcall(['add', 'one', 'http://127.0.0.1:9/', '--no-auto-connect'])
    expect(await room.json(['status'])).toMatchObject({
      running: true,
      url: room.shell.url,
      servers: { total: 1, byState: { off: 1 }, byVerdict: { off: 1 } },
    })
    expect((await room.rollcall(['status'])).out).toContain(`runs at ${room.shell.url}`)
  })

  test('is found by address and token, and says when nothing answers there', async () => {
    const dataDir = join(room.directory, 'unused')
    const env = { ROLLCALL_URL: `${room.shell.url}/`, ROLLCALL_TOKEN: token }
    expect((await room.json(['status'], { dataDir, env })).url).toBe(room.shell.url)
    const wrong = await room.rollcall(['servers'], { dataDir, env: { ...env, ROLLCALL_TOKEN: 'wrong' } })
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('token') })
    const nobody = await room.rollcall(['servers'], { dataDir, env: { ROLLCALL_URL: 'http://127.0.0.1:9' } })
    expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining('http://127.0.0.1:9') })
  })
})

describe('approving', () => {
  const waiting = async () => {
    const file = join(room.directory, 'commands.json')
    writeFileSync(
      file,
      JSON.stringify({ servers: [{ name: 'cmd', command: 'no-such-command', args: ['a b'] }] }),
    )
    await room.rollcall(['sources', 'add', file])
    return file
  }

  test('shows the exact command and takes no for an answer', async () => {
    const file = await waiting()
    const declined = await room.rollcall(['approve', 'cmd'], { answer: '' })
    expect(declined).toMatchObject({ code: 1, err: expect.stringMatching(/no-such-command ['"]a b['"]/) })
    expect(await room.json(['servers'])).toMatchObject([{ connection: { state: 'needs-approval' } }])
    await room.rollcall(['sources', 'remove', file])
  })

  test('takes a yes, an explicit option or the fingerprint, and nothing else', async () => {
    const file = await waiting()
    const unasked = await room.rollcall(['approve', 'cmd'])
    expect(unasked.code).toBe(2)
    const fingerprint = /--fingerprint (\S+)/.exec(unasked.err)?.[1] ?? ''
    expect((await room.rollcall(['approve', 'cmd', '--fingerprint', 'other'])).code).toBe(1)
    expect((await room.rollcall(['connect', 'cmd'])).code).toBe(4)
    expect((await room.rollcall(['approve', 'cmd', '--fingerprint', fingerprint])).code).toBe(0)
    expect((await room.rollcall(['approve', 'cmd'])).out).toContain('nothing to approve')
    await room.rollcall(['sources', 'remove', file])
    await waiting()
    await room.rollcall(['approve', 'cmd'], { answer: 'y' })
    expect(await room.json(['servers'])).toMatchObject([{ approval: null }])
    await room.rollcall(['sources', 'remove', file])
  })
})
