import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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
    [['call', 'server']],
    [['call', 'server', 'tool', '--args', '[1]', '--timeout', '0']],
    [['connect', 'a', 'b']],
    [['serve', '--port', '99999']],
    [['serve', '--token', 'has space']],
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
  })
})
