import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runCli } from '../src/main/cli/program'
import type { Terminal } from '../src/main/cli/terminal'
import { type Language, wordsIn } from '../src/main/cli/words'
import { readApiFile, writeApiFile } from '../src/main/web/api-file'
import { type ApiShell, startApiShell, token } from './api-shell'
import { type RunningServer, startServer, stdioCommand } from './servers/start'

let shell: ApiShell
let legacy: RunningServer
let directory: string

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-cli-'))
  legacy = await startServer('legacy.mjs')
  shell = await startApiShell()
})
afterAll(async () => {
  await shell[Symbol.asyncDispose]()
  await legacy.stop()
  rmSync(directory, { recursive: true })
})
beforeEach(async () => {
  for (const { name } of (await shell.ask('GET', '/api/servers')).body)
    await shell.ask('DELETE', `/api/servers/${encodeURIComponent(name)}`)
})

interface Setting {
  dataDir?: string
  env?: Record<string, string>
  language?: Language
  answer?: string
  input?: string
  interrupted?: AbortSignal
  onPrint?: (line: string) => void
}

/** Runs one command; without more, against the running shell. */
async function rollcall(args: string[], setting: Setting = {}) {
  const { dataDir = shell.host.dataDir, env = {}, answer, input = '', onPrint } = setting
  const printed: string[] = []
  const told: string[] = []
  const terminal: Terminal = {
    words: wordsIn(setting.language ?? 'en'),
    env,
    interactive: answer !== undefined,
    interrupted: setting.interrupted ?? new AbortController().signal,
    print(lines) {
      printed.push(lines)
      onPrint?.(lines)
    },
    tell: (lines) => void told.push(lines),
    ask: async (question) => {
      told.push(question)
      return answer ?? ''
    },
    readInput: async () => input,
  }
  const code = await runCli(['--data-dir', dataDir, ...args], terminal)
  return { code, out: printed.join('\n'), err: told.join('\n') }
}

const json = async (args: string[], setting?: Setting) =>
  JSON.parse((await rollcall([...args, '--json'], setting)).out)

describe('with a running Rollcall', () => {
  test('adds, lists, changes, removes and restores', async () => {
    const url = 'http://127.0.0.1:9/mcp'
    const added = await rollcall([
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
    await rollcall(['add', 'other', url, '--tag', 'a', '--no-auto-connect', '--description', 'Finds fish'])
    expect(await json(['servers', '--tags', 'a,b', '--match', 'all'])).toMatchObject([
      { name: '天气', priority: 3 },
    ])
    expect(await json(['servers', '--text', 'FISH'])).toMatchObject([{ name: 'other' }])
    expect(await json(['servers', '--state', 'connected'])).toEqual([])
    expect((await rollcall(['update', 'other', '--priority', '-2', '--tag', 'c'])).out).toContain('priority')
    expect(await json(['servers', '--tags', 'c'])).toMatchObject([{ name: 'other', priority: -2 }])
    const [removed] = await json(['remove', 'other'])
    expect(await json(['servers'])).toHaveLength(1)
    expect((await rollcall(['restore', removed.undo])).out).toBe('other is back.')
    expect(await json(['servers'])).toHaveLength(2)
  })

  test('aligns its table by what a terminal shows', async () => {
    await shell.ask('POST', '/api/servers', { name: '天气', url: 'http://127.0.0.1:9/', auto_connect: false })
    await shell.ask('POST', '/api/servers', {
      name: 'plain',
      url: 'http://127.0.0.1:9/',
      auto_connect: false,
    })
    const lines = (await rollcall(['servers'])).out.split('\n')
    expect(lines.map((line) => line.split(/(?=Off|CONN)/)[0])).toEqual(['NAME   ', 'plain  ', '天气   '])
  })

  test('connects, checks, lists and calls tools, disconnects', async () => {
    await rollcall(['add', 'legacy', legacy.url, '--no-auto-connect'])
    const early = await rollcall(['call', 'legacy', 'echo', 'text=hi'])
    expect(early).toMatchObject({ code: 4, out: '', err: expect.stringContaining('legacy') })
    expect(await rollcall(['connect', 'legacy'])).toMatchObject({
      code: 0,
      out: 'legacy: Connected (legacy, http)',
    })
    expect(await rollcall(['check', 'legacy'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('answers'),
    })
    expect((await rollcall(['tools', 'legacy'])).out).toMatch(/^echo +text +Says it back$/m)
    expect(await rollcall(['call', 'legacy', 'echo', 'text=1 + 1 = 2'])).toMatchObject({
      code: 0,
      out: '1 + 1 = 2',
    })
    expect((await rollcall(['call', 'legacy', 'add', 'a=1', 'b=2.5'])).out).toBe('3.5')
    expect((await rollcall(['call', 'legacy', 'add', '--args', '{"a":1,"b":2}'])).out).toBe('3')
    expect(
      (await rollcall(['call', 'legacy', 'add', '--args', '-', 'b=5'], { input: '{"a":1,"b":2}' })).out,
    ).toBe('6')
    expect(await rollcall(['call', 'legacy', 'fail', 'reason=no'])).toMatchObject({ code: 4, out: 'no' })
    expect(await rollcall(['call', 'legacy', 'none'])).toMatchObject({ code: 1 })
    expect(await rollcall(['disconnect', 'legacy'])).toMatchObject({ code: 0, out: 'legacy: Off' })
    expect((await rollcall(['check', 'legacy'])).code).toBe(4)
  })

  test('says why a connection did not come about, with exit code 4', async () => {
    await rollcall(['add', 'nothing', 'http://127.0.0.1:9/', '--no-auto-connect'])
    const { code, out } = await rollcall(['connect', 'nothing'])
    expect(code).toBe(4)
    expect(out).toMatch(/^nothing: \w+\n {2}.*127\.0\.0\.1:9/)
  })

  test('shows a tool result without obeying its escape sequences', async () => {
    await rollcall(['add', 'legacy', legacy.url])
    await rollcall(['connect', 'legacy'])
    const args = JSON.stringify({ text: '\u001b[2Jgone\u202e\nsecond line' })
    expect((await rollcall(['call', 'legacy', 'echo', '--args', args])).out).toBe(
      '\\u{1b}[2Jgone\\u{202e}\nsecond line',
    )
  })

  test('adds a command behind -- and approves exactly it', async () => {
    const { command, args } = stdioCommand('dual.ts', ['--stdio'])
    const added = await rollcall(['add', 'stdio', '--env', 'GREETING=a=b', '--', command, ...args])
    expect(added.code).toBe(0)
    expect(await rollcall(['connect', 'stdio'])).toMatchObject({ code: 0 })
    const [server] = await json(['servers'])
    expect(server).toMatchObject({ command, args, env: { GREETING: 'a=b' }, approval: null })
  })

  test('registers the servers of a file, after saying what it would do', async () => {
    const file = join(directory, 'some.json')
    const entry = { name: 'one', url: 'http://127.0.0.1:9/', auto_connect: false }
    writeFileSync(file, JSON.stringify({ servers: [entry, { name: 'bad' }] }))
    const dry = await rollcall(['add', '--file', file, '--dry-run'])
    expect(dry.out).toMatch(/^new +one/m)
    expect(dry.out).toMatch(/^refused +bad/m)
    expect(await json(['servers'])).toEqual([])
    expect(await rollcall(['add', '--file', file])).toMatchObject({
      code: 1,
      out: expect.stringContaining('Added 1, changed 0, unchanged 0, refused 1.'),
    })
    expect(await rollcall(['add', '--file', join(directory, 'none.json')])).toMatchObject({
      code: 1,
      err: expect.stringContaining('ENOENT'),
    })
  })

  test('watches a file, reads it again, exports and forgets it', async () => {
    const file = join(directory, 'watched.json')
    writeFileSync(
      file,
      JSON.stringify({ servers: [{ name: 'w', url: 'http://127.0.0.1:9/', auto_connect: false }] }),
    )
    expect((await rollcall(['sources', 'add', file])).out).toContain(file)
    expect(await json(['sources'])).toMatchObject([{ id: 'manual' }, { address: file, servers: 1 }])
    writeFileSync(file, '{"servers": [}')
    const scanned = await rollcall(['sources', 'scan', file])
    expect(scanned).toMatchObject({ code: 1, out: expect.stringMatching(/watched:1:\d+: /) })
    const target = join(directory, 'out.json')
    expect((await rollcall(['export', '--output', target])).code).toBe(0)
    expect(JSON.parse(readFileSync(target, 'utf8')).servers).toMatchObject([{ name: 'w' }])
    expect((await rollcall(['sources', 'remove', 'watched'])).out).toContain('w')
    expect(await json(['sources'])).toHaveLength(1)
  })

  test('follows events until it is interrupted', async () => {
    const stop = new AbortController()
    const lines: string[] = []
    const watching = rollcall(['watch', '--json'], {
      interrupted: stop.signal,
      onPrint: (line) => void lines.push(line),
    })
    // Whether it listens already shows only in what it prints.
    let tries = 0
    await expect
      .poll(async () => {
        await rollcall(['add', `seen-${tries++}`, 'http://127.0.0.1:9/', '--no-auto-connect'])
        return lines.map((line) => JSON.parse(line))
      })
      .toContainEqual(
        expect.objectContaining({ kind: 'registered', server: expect.stringMatching(/^seen-/) }),
      )
    stop.abort()
    expect((await watching).code).toBe(0)
  })

  test('counts servers in its status', async () => {
    await rollcall(['add', 'one', 'http://127.0.0.1:9/', '--no-auto-connect'])
    expect(await json(['status'])).toMatchObject({
      running: true,
      url: shell.url,
      servers: { total: 1, byState: { off: 1 }, byVerdict: { unknown: 1 } },
    })
    expect((await rollcall(['status'])).out).toContain(`runs at ${shell.url}`)
  })

  test('is found by address and token, and says when nothing answers there', async () => {
    const dataDir = join(directory, 'unused')
    const env = { ROLLCALL_URL: `${shell.url}/`, ROLLCALL_TOKEN: token }
    expect((await json(['status'], { dataDir, env })).url).toBe(shell.url)
    const wrong = await rollcall(['servers'], { dataDir, env: { ...env, ROLLCALL_TOKEN: 'wrong' } })
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('token') })
    const nobody = await rollcall(['servers'], { dataDir, env: { ROLLCALL_URL: 'http://127.0.0.1:9' } })
    expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining('http://127.0.0.1:9') })
  })
})

describe('approving', () => {
  const waiting = async () => {
    const file = join(directory, 'commands.json')
    writeFileSync(
      file,
      JSON.stringify({ servers: [{ name: 'cmd', command: 'no-such-command', args: ['a b'] }] }),
    )
    await rollcall(['sources', 'add', file])
    return file
  }

  test('shows the exact command and takes no for an answer', async () => {
    const file = await waiting()
    const declined = await rollcall(['approve', 'cmd'], { answer: '' })
    expect(declined).toMatchObject({ code: 1, err: expect.stringMatching(/no-such-command ['"]a b['"]/) })
    expect(await json(['servers'])).toMatchObject([{ connection: { state: 'needs-approval' } }])
    await rollcall(['sources', 'remove', file])
  })

  test('takes a yes, an explicit option or the fingerprint, and nothing else', async () => {
    const file = await waiting()
    const unasked = await rollcall(['approve', 'cmd'])
    expect(unasked.code).toBe(2)
    const fingerprint = /--fingerprint (\S+)/.exec(unasked.err)?.[1] ?? ''
    expect((await rollcall(['approve', 'cmd', '--fingerprint', 'other'])).code).toBe(1)
    expect((await rollcall(['connect', 'cmd'])).code).toBe(4)
    expect((await rollcall(['approve', 'cmd', '--fingerprint', fingerprint])).code).toBe(0)
    expect((await rollcall(['approve', 'cmd'])).out).toContain('nothing to approve')
    await rollcall(['sources', 'remove', file])
    await waiting()
    await rollcall(['approve', 'cmd'], { answer: 'y' })
    expect(await json(['servers'])).toMatchObject([{ approval: null }])
    await rollcall(['sources', 'remove', file])
  })
})

describe('without a running Rollcall', () => {
  test('does the work in its own process, and keeps it', async () => {
    const dataDir = join(directory, 'own')
    expect((await rollcall(['add', 'legacy', legacy.url], { dataDir })).code).toBe(0)
    const called = await rollcall(['call', 'legacy', 'echo', 'text=here'], { dataDir })
    expect(called).toMatchObject({ code: 0, out: 'here' })
    expect((await rollcall(['check', 'legacy'], { dataDir })).code).toBe(0)
    expect(await json(['status'], { dataDir })).toMatchObject({
      running: false,
      url: null,
      servers: { total: 1 },
    })
    expect((await rollcall(['servers'], { dataDir })).err).toContain('not running')
    expect((await rollcall(['tools', 'none'], { dataDir })).code).toBe(1)
  })

  test('does not take a note left behind for a running one', async () => {
    await using other = await startApiShell()
    const dataDir = other.host.dataDir
    await other.close()
    writeApiFile(dataDir, { url: 'http://127.0.0.1:9', token: 'stale', pid: process.pid })
    await other.rollcall.end()
    expect(await json(['status'], { dataDir })).toMatchObject({ running: false })
  })

  test('answers other command lines while it watches', async () => {
    const dataDir = join(directory, 'watched-by-two')
    const stop = new AbortController()
    const watching = rollcall(['watch'], { dataDir, interrupted: stop.signal })
    await expect.poll(() => readApiFile(dataDir)).toBeDefined()
    expect(await json(['status'], { dataDir })).toMatchObject({ running: true })
    stop.abort()
    expect((await watching).code).toBe(0)
    expect(readApiFile(dataDir)).toBeUndefined()
  })

  test('ends with 3 where one runs that has no API', async () => {
    await using other = await startApiShell()
    await other.close()
    const { code, err } = await rollcall(['servers'], { dataDir: other.host.dataDir })
    expect(code).toBe(3)
    expect(err).toContain(other.host.dataDir)
  })
})

describe('wrong use', () => {
  test.each([
    [[]],
    [['nosuch']],
    [['servers', '--nosuch']],
    [['servers', '--match', 'some']],
    [['add', 'only-a-name']],
    [['add', 'name', 'no-url']],
    [['add', 'name', 'http://a.test', '--priority', 'high']],
    [['add', 'name', 'http://a.test', '--header', 'novalue']],
    [['update', 'name']],
    [['call', 'server']],
    [['call', 'server', 'tool', '--args', '[1]', '--timeout', '0']],
    [['connect', 'a', 'b']],
    [['serve', '--port', '99999']],
    [['serve', '--token', 'has space']],
  ])('%j ends with 2 and says so on stderr', async (args) => {
    await shell.ask('POST', '/api/servers', {
      name: 'server',
      url: 'http://127.0.0.1:9/',
      auto_connect: false,
    })
    const { code, out, err } = await rollcall(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).not.toBe('')
  })
})

describe('languages', () => {
  test('help, refusals and wrong use are in Chinese where that is asked for', async () => {
    const language = 'zh'
    expect((await rollcall(['--help'], { language })).out).toContain('用法：')
    expect((await rollcall(['add', '--help'], { language })).out).toContain('选项：')
    expect((await rollcall(['remove', 'none'], { language })).err).toContain('“none”')
    expect((await rollcall(['nosuch'], { language })).err).toContain('没有“nosuch”这个命令')
  })

  test('help is in English otherwise, and has examples and exit codes', async () => {
    const { code, out } = await rollcall(['--help'])
    expect(code).toBe(0)
    expect(out).toContain('Usage: rollcall')
    expect(out).toContain('Exit codes:')
  })

  test('refusals are JSON on stderr where JSON was asked for', async () => {
    const { code, out, err } = await rollcall(['remove', 'none', '--json'])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(JSON.parse(err)).toMatchObject({
      code: 'not-found',
      message: expect.any(String),
      detail: { name: 'none' },
    })
  })
})
