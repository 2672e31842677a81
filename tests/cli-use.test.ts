import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { columnsOf } from '../src/main/cli/terminal-text'
import { type CliRoom, startCliRoom } from './cli-room'

let room: CliRoom

beforeAll(async () => {
  room = await startCliRoom()
})
afterAll(async () => {
  await room[Symbol.asyncDispose]()
})
beforeEach(() => room.clear())

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
    [['update', 'server', 'npx']],
    [['call', 'server']],
    [['call', 'server', 'tool', '--args', '[1]', '--timeout', '0']],
    [['read', 'server']],
    [['read', 'server', 'a://{b}', 'novalue']],
    [['prompt', 'server', 'name', '=value']],
    [['connect', 'a', 'b']],
    [['serve', '--port', '99999']],
    [['serve', '--token', 'has space']],
    [['show']],
    [['show', 'server', '--checks', '0']],
    [['show', 'server', '--checks', '501']],
    [['show', 'server', '--checks', '1', '--document']],
    [['settings', 'slowAfterMs']],
    [['incidents', '--days', '0']],
    [['incidents', '--limit', '1001']],
    [['uptime']],
  ])('%j ends with 2 and says so on stderr', async (args) => {
    await room.shell.ask('POST', '/api/servers', {
      name: 'server',
      url: 'http://127.0.0.1:9/',
      auto_connect: false,
    })
    const { code, out, err } = await room.rollcall(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).not.toBe('')
  })
})

const commands = [
  'clients',
  ...[
    'servers',
    'show',
    'add',
    'update',
    'remove',
    'restore',
    'approve',
    'inbox',
    'adopt',
    'changes',
    'held',
    'mute',
    'unmute',
    'share',
  ],
  ...[
    'connect',
    'disconnect',
    'accept',
    'sign-in',
    'sign-out',
    'check',
    'refresh',
    'checks',
    'tools',
    'call',
    'log',
    'incidents',
    'uptime',
    'doctor',
    'route',
    'services',
    'group',
    'ungroup',
    'ask',
    'chat',
    'conversations',
    'conversation',
    'approvals',
    'policy',
  ],
  ...['resources', 'read', 'prompts', 'prompt'],
  ...['processes', 'restart'],
  ...['models'],
  ...[
    'sources',
    'export',
    'samples',
    'sharing',
    'status',
    'events',
    'watch',
    'settings',
    'embeddings',
    'serve',
  ],
]

describe('help', () => {
  test('names every command, in lines no longer than a terminal', async () => {
    for (const language of ['en', 'zh'] as const) {
      const { code, out } = await room.rollcall(['--help'], { language })
      expect(code).toBe(0)
      const named = out.match(/(?<=^ {2})[a-z][a-z-]*(?= .*\p{L})/gmu)?.filter((word) => word !== 'rollcall')
      expect(named?.toSorted()).toEqual([...commands, 'help'].toSorted())
      for (const line of out.split('\n')) expect.soft(columnsOf(line), line).toBeLessThanOrEqual(80)
    }
  })

  test.each(commands)('of %s ends with examples of it in both languages', async (command) => {
    for (const [language, title] of [
      ['en', 'Examples:'],
      ['zh', '示例：'],
    ] as const) {
      const { out } = await room.rollcall([command, '--help'], { language })
      expect(out).toMatch(new RegExp(`^${title}\\n {2}.*rollcall ${command}\\b`, 'm'))
    }
  })

  test('says defaults and choices in the same language', async () => {
    const { out } = await room.rollcall(['servers', '--help'], { language: 'zh' })
    expect(out).toContain('any, all; 默认 any')
    expect(out).not.toMatch(/default|choices/)
    expect((await room.rollcall(['serve', '--help'])).out).toMatch(/\(default 8710\)/)
  })
})

describe('languages', () => {
  test('help, refusals and wrong use are in Chinese where that is asked for', async () => {
    const language = 'zh'
    expect((await room.rollcall(['--help'], { language })).out).toContain('用法：')
    expect((await room.rollcall(['add', '--help'], { language })).out).toContain('选项：')
    expect((await room.rollcall(['remove', 'none'], { language })).err).toContain('“none”')
    expect((await room.rollcall(['nosuch'], { language })).err).toContain('没有“nosuch”这个命令')
  })

  test('help is in English otherwise, and has examples and exit codes', async () => {
    const { code, out } = await room.rollcall(['--help'])
    expect(code).toBe(0)
    expect(out).toContain('Usage: rollcall')
    expect(out).toContain('Exit codes:')
  })

  test('refusals are JSON on stderr where JSON was asked for', async () => {
    const { code, out, err } = await room.rollcall(['remove', 'none', '--json'])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(JSON.parse(err)).toMatchObject({
      code: 'not-found',
      message: expect.any(String),
      detail: { name: 'none' },
    })
    const wrong = await room.rollcall(['nosuch', '--json'])
    expect(wrong.code).toBe(2)
    expect(JSON.parse(wrong.err)).toMatchObject({ code: 'usage', message: expect.stringContaining('nosuch') })
  })
})
