import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'
import { type ModelServer, startModelServer } from './servers/model-server'

const key = 'sk-a-key-nobody-may-see'

let room: CliRoom
let server: ModelServer

beforeAll(async () => {
  room = await startCliRoom()
  server = await startModelServer(({ path, headers }) => {
    if (path !== '/v1/models') return undefined
    if (headers.authorization !== `Bearer ${key}`) return { status: 401, body: { error: { message: 'no' } } }
    return { body: { data: [{ id: 'large' }, { id: 'small' }] } }
  })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await room[Symbol.asyncDispose]()
})
afterEach(async () => {
  for (const { id } of (await room.json(['models'])).providers) await room.rollcall(['models', 'remove', id])
})

const add = (more: string[], setting: Parameters<CliRoom['rollcall']>[1] = {}) =>
  room.rollcall(['models', 'add', 'compatible', '--id', 'mine', '--url', server.url, ...more], setting)

describe('rollcall models', () => {
  test('says that the chat works without any', async () => {
    expect((await room.rollcall(['models'])).out).toContain('works without')
    expect((await room.rollcall(['models'], { language: 'zh' })).out).toContain('没有模型也能对话')
  })

  test('lists the kinds it knows, by name in either language', async () => {
    expect((await room.rollcall(['models', 'known'])).out).toMatch(
      /^qwen +Qwen \(Alibaba DashScope\) +https:/m,
    )
    expect((await room.rollcall(['models', 'known'], { language: 'zh' })).out).toMatch(/^zhipu +智谱（GLM）/m)
  })

  test('adds a provider with a key from a variable, from stdin, or from a prompt', async () => {
    const { code, out } = await add(['--key-env', 'MY_KEY'], { env: { MY_KEY: key } })
    expect([code, out]).toEqual([0, expect.stringContaining(`${server.url}/v1 answers and offers 2 models`)])
    expect((await add(['--key-stdin'], { input: `${key}\n` })).code).toBe(0)
    const asked = ['models', 'add', 'deepseek', '--id', 'asked', '--url', server.url]
    const { code: third, err } = await room.rollcall(asked, { answer: key })
    expect([third, err]).toEqual([0, expect.stringContaining('not shown')])
    const { out: listed } = await room.rollcall(['models', '--all'])
    expect(listed).toContain('kept')
    expect(listed).not.toContain(key)
  })

  test('tells in words why a provider does not answer, with advice', async () => {
    const { code, out } = await add(['--key-env', 'MY_KEY'], { env: { MY_KEY: 'wrong-key' }, language: 'zh' })
    expect(code).toBe(1)
    expect(out).toMatch(/拒绝了密钥（HTTP 401）。\n请检查密钥/)
    expect((await room.rollcall(['models', 'test', 'mine'])).out).toContain('refused the key')
    expect(await room.json(['models', 'test', 'mine'])).toMatchObject({
      ok: false,
      error: { code: 'key-refused' },
    })
  })

  test('takes no key as an argument, and none from a variable that is not there', async () => {
    expect((await add(['--key', key])).code).toBe(2)
    expect((await add(['--key-env', 'NOT_SET'])).err).toContain('NOT_SET is not set')
  })

  test('chooses the default, and none', async () => {
    await add(['--no-key'])
    const choice = ['models', 'choose', 'mine', 'large', '--temperature', '0.3', '--max-tokens', '500']
    expect((await room.rollcall(choice)).out).toBe(
      'By default: mine/large, temperature 0.3, at most 500 tokens an answer',
    )
    expect((await room.json(['models'])).llm_config).toEqual({
      provider: 'mine',
      model: 'large',
      temperature: 0.3,
      max_tokens: 500,
    })
    expect((await room.rollcall(['models', 'choose', '--none'])).out).toBe('No model is used by default.')
    expect((await room.rollcall(['models', 'choose', 'mine'])).code).toBe(2)
    expect((await room.rollcall(['models', 'choose', 'other', 'large'])).code).toBe(1)
  })

  test("chooses what a file in the original's form says, with its key and address", async () => {
    const file = join(room.directory, 'servers_config.json')
    const write = (llm_config: object) => writeFileSync(file, JSON.stringify({ servers: [], llm_config }))
    const choose = () => room.rollcall(['models', 'choose', '--config', file])
    write({ model: 'large', temperature: 0.7, max_tokens: 100, api_key: key, base_url: `${server.url}/v1` })
    expect((await choose()).out).toBe(
      'By default: compatible/large, temperature 0.7, at most 100 tokens an answer',
    )
    expect((await room.json(['models', 'test', 'compatible'])).ok).toBe(true)
    write({ model: 'gpt-x' })
    expect((await choose()).err).toContain('rollcall models add openai')
    write({ temperature: 1 })
    expect((await choose()).err).toContain('has no llm_config with a model')
  })
})
