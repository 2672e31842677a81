import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'

describe('rollcall export', () => {
  let room: CliRoom
  beforeAll(async () => {
    room = await startCliRoom()
    await room.shell.ask('POST', '/api/servers', {
      name: 'weather',
      url: 'http://127.0.0.1:9/mcp',
      auto_connect: false,
      headers: { Authorization: 'Bearer plainly-visible' },
    })
    await room.shell.ask('POST', '/api/servers', { name: 'files', command: 'none', auto_connect: false })
  })
  afterAll(() => room[Symbol.asyncDispose]())

  test('writes the chosen servers in the format of others and remarks what it could not take', async () => {
    const { code, out, err } = await room.rollcall(['export', 'weather', '--format', 'vscode'])
    expect(code).toBe(0)
    expect(Object.keys(JSON.parse(out).servers)).toEqual(['weather'])
    expect(out).not.toContain('plainly-visible')
    expect(err).toContain(`\${input:weather-authorization}`)
    const zh = await room.rollcall(['export', '--format', 'registry'], { language: 'zh' })
    expect(zh.err).toContain('files 是命令')
  })

  test('writes a file others can import again', async () => {
    const file = join(room.directory, 'mcp.json')
    const { err } = await room.rollcall(['export', '--format', 'mcpServers', '--output', file])
    expect(err).toContain('2 servers written')
    const { mcpServers } = JSON.parse(readFileSync(file, 'utf8'))
    expect(Object.keys(mcpServers)).toEqual(['files', 'weather'])
    await room.clear()
    const added = await room.json(['sources', 'add', file])
    expect(added).toMatchObject({ state: 'ok', servers: 2, issues: [] })
  })

  test('refuses a format and a server it does not know', async () => {
    expect((await room.rollcall(['export', '--format', 'toml'])).code).toBe(2)
    expect((await room.rollcall(['export', 'nobody', '--format', 'vscode'])).code).toBe(1)
  })
})
