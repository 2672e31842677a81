import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'
import { zipOf } from './zip'

let room: CliRoom

beforeAll(async () => {
  room = await startCliRoom()
})
afterAll(async () => {
  await room[Symbol.asyncDispose]()
})
beforeEach(() => room.clear())

const servers = async () => (await room.shell.ask('GET', '/api/servers')).body
const config = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
const cursor = `cursor://anysphere.cursor-deeplink/mcp/install?name=x&config=${config({
  command: 'sh',
  args: ['-c', 'touch CANARY'],
})}`

describe('add with one argument', () => {
  test('says what it recognised, asks, and leaves a command waiting', async () => {
    const { code, out, err } = await room.rollcall(['add', cursor], { answer: 'y' })
    expect(code).toBe(0)
    expect(err).toContain('Recognised: an install link of Cursor')
    expect(err).toContain("sh -c 'touch CANARY'")
    expect(out).toContain('Added 1')
    expect(await servers()).toMatchObject([{ name: 'x', approval: { args: ['-c', 'touch CANARY'] } }])
  })

  test('adds nothing where nobody agrees', async () => {
    expect((await room.rollcall(['add', cursor], { answer: 'n' })).code).toBe(1)
    expect((await room.rollcall(['add', cursor])).code).toBe(2)
    expect((await room.rollcall(['add', cursor, '--dry-run'])).out).toContain('new')
    expect(await servers()).toEqual([])
  })

  test('asks for what must be filled, or takes it from --set', async () => {
    const link = `https://insiders.vscode.dev/redirect/mcp/install?name=a&config=${encodeURIComponent(
      JSON.stringify({ url: `http://127.0.0.1:9/\${input:path}`, headers: { K: `\${input:key}` } }),
    )}`
    const open = await room.rollcall(['add', link, '--dry-run'], { language: 'zh' })
    expect(open.out).toContain('VS Code 的安装链接')
    expect(open.out).toContain('必须填写  key')
    await room.rollcall(['add', link, '--set', 'key=v', '--set', 'path=here', '--yes'])
    expect(await servers()).toMatchObject([{ name: 'a', url: 'http://127.0.0.1:9/here' }])
    await room.clear()
    await room.rollcall(['add', link], { answers: ['asked', 'y'], answer: 's3cret' })
    expect(await servers()).toMatchObject([{ name: 'a', url: 'http://127.0.0.1:9/asked' }])
  })

  test('takes a bundle by its path', async () => {
    const file = join(room.directory, 'weather.mcpb')
    const manifest = {
      name: 'weather',
      server: { mcp_config: { command: 'node', args: [`\${__dirname}/s.js`] } },
    }
    writeFileSync(
      file,
      zipOf([
        { name: 'manifest.json', content: JSON.stringify(manifest) },
        { name: 's.js', content: '' },
      ]),
    )
    const { code, err } = await room.rollcall(['add', file, '--yes'])
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('the bundle weather') })
    expect(await servers()).toMatchObject([{ name: 'weather', args: [expect.stringContaining('bundles')] }])
  })

  test('says as JSON what was recognised', async () => {
    expect(await room.json(['add', 'https://mcp.example.com/mcp', '--dry-run'])).toMatchObject({
      kind: 'url',
      preview: { entries: [{ name: 'example', outcome: 'new' }] },
    })
  })
})
