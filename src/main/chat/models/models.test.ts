import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { generateText, streamText } from 'ai'
import { describe, expect, onTestFinished, test } from 'vitest'
import { silentLog, testHost } from '../../../../tests/host'
import { type Answer, type Asked, startModelServer } from '../../../../tests/servers/model-server'
import type { ModelError, ProviderDraft } from '../../../shared/contract/models'
import { Database } from '../../database/database'
import type { Log } from '../../host'
import { Vault } from '../../registry/vault'
import type { Patience } from './agents'
import { ModelTrouble } from './model-trouble'
import { Models } from './models'
import { modelTables } from './tables'

const key = 'sk-a-key-nobody-may-see'

async function room(patience?: Patience, log = silentLog) {
  const host = testHost({ log })
  const database = Database.open(join(host.dataDir, 'rollcall.db'), modelTables, log)
  const vault = new Vault(host)
  await vault.start()
  const models = new Models({
    database,
    vault,
    clock: host.clock,
    log: host.log,
    ...(patience && { patience }),
  })
  await models.start()
  onTestFinished(async () => {
    await models.end()
    database.end()
    await host[Symbol.asyncDispose]()
  })
  return { models, vault, database, host }
}

/** A log that keeps all it is told. */
function keptLog() {
  const lines: { level: keyof Log; fields: object; message: string }[] = []
  const keep = (level: keyof Log) => (fields: object, message: string) => {
    lines.push({ level, fields, message })
  }
  const log: Log = { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') }
  return { log, lines }
}

async function server(answer: (asked: Asked) => Answer | undefined) {
  const started = await startModelServer(answer)
  onTestFinished(() => started[Symbol.asyncDispose]())
  return started
}

const lists = (...ids: string[]) => ({ body: { object: 'list', data: ids.map((id) => ({ id })) } })
const refuses = (status: number, message: string, code = '') => ({
  status,
  body: { error: { message, code } },
})
const isList = ({ path }: Asked) => path === '/v1/models'
const bearer = ({ headers }: Asked) => headers.authorization

const chunk = (delta: object, more: object = {}) =>
  `data: ${JSON.stringify({ id: '1', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: null, ...more }] })}\n\n`
const says = (text: string) =>
  `${chunk({ role: 'assistant', content: text })}${chunk({}, { finish_reason: 'stop' })}data: [DONE]\n\n`

/** Asks, and gives the whole text, or why there is none. */
async function ask(models: Models, model = 'm', provider = 'p', retries = 0): Promise<string | ModelError> {
  const config = { provider, model }
  let failure: unknown
  try {
    const opened = await models.open(config)
    const answer = streamText({
      model: opened.model,
      prompt: 'hello',
      maxRetries: retries,
      onError: ({ error }) => {
        failure = error
      },
    })
    let text = ''
    for await (const part of answer.textStream) text += part
    if (failure === undefined) return text
  } catch (error) {
    failure ??= error
  }
  return models.errorOf(failure, config)
}

describe('a test of a provider', () => {
  test.each([
    ['as typed', '/v1', '/v1'],
    ['without the version', '', '/v1'],
    ['with a slash at the end', '/', '/v1'],
    ['with the whole endpoint', '/v1/chat/completions', '/v1'],
    ['with a # at the end', '/v1#', '/v1'],
  ])('finds the address %s, and keeps both', async (_, typed, answers) => {
    const { models } = await room()
    const { url } = await server((asked) => (isList(asked) ? lists('b', 'a') : undefined))
    await models.set('p', { kind: 'compatible', baseUrl: url + typed, key })
    expect(await models.test('p')).toMatchObject({
      ok: true,
      address: url + answers,
      models: [{ id: 'a' }, { id: 'b' }],
    })
    expect(models.list().providers[0]).toMatchObject({
      baseUrl: url + typed,
      address: url + answers,
      hasKey: true,
    })
  })

  test('keeps to an address that ends with #', async () => {
    const { models } = await room()
    const { url, asked } = await server((each) => (isList(each) ? lists('a') : undefined))
    const { ok, error } = await models.try({ kind: 'compatible', baseUrl: `${url}#` })
    expect([ok, error?.code]).toEqual([false, 'not-a-model-server'])
    expect(asked.map(({ path }) => path)).toEqual(['/models', '/chat/completions'])
  })

  test('leaves other versions as they are', async () => {
    const { models } = await room()
    const { url } = await server(({ path }) => (path === '/api/paas/v4/models' ? lists('glm') : undefined))
    expect(await models.try({ kind: 'zhipu', baseUrl: `${url}/api/paas/v4/`, key })).toMatchObject({
      ok: true,
      address: `${url}/api/paas/v4`,
    })
  })

  test('takes no web page for a model server', async () => {
    const { models } = await room()
    const page = { type: 'text/html; charset=utf-8', body: '<!doctype html><title>Welcome</title>' }
    const { url } = await server((asked) => (isList(asked) ? lists('a') : page))
    expect(await models.try({ kind: 'compatible', baseUrl: url })).toMatchObject({
      ok: true,
      address: `${url}/v1`,
    })
    const { url: site } = await server(() => page)
    expect((await models.try({ kind: 'compatible', baseUrl: site })).error).toMatchObject({
      code: 'not-a-model-server',
      message: expect.stringContaining(site),
    })
  })

  test('knows a model server without a list by how it refuses an empty question', async () => {
    const { models } = await room()
    const { url } = await server(({ method, path }) =>
      method === 'POST' && path === '/v1/chat/completions' ? refuses(400, 'messages is empty') : undefined,
    )
    expect(await models.try({ kind: 'compatible', baseUrl: `${url}/v1`, key })).toMatchObject({
      ok: true,
      address: `${url}/v1`,
      models: [],
    })
  })

  test('finds the models of an Ollama that lists them in its own way only', async () => {
    const { models } = await room()
    const { url } = await server(({ path }) =>
      path === '/api/tags' ? { body: { models: [{ name: 'qwen3:8b' }] } } : undefined,
    )
    expect(await models.try({ kind: 'ollama', baseUrl: url })).toMatchObject({
      address: `${url}/v1`,
      models: [{ id: 'qwen3:8b' }],
    })
  })

  test('speaks as Anthropic and Google want it', async () => {
    const { models } = await room()
    const { url, asked } = await server(({ path }) =>
      path.startsWith('/v1/models')
        ? { body: { data: [{ id: 'claude-x', display_name: 'Claude X' }], has_more: false } }
        : {
            body: {
              models: [
                {
                  name: 'models/gemini-x',
                  displayName: 'Gemini X',
                  inputTokenLimit: 1_000_000,
                  supportedGenerationMethods: ['generateContent'],
                },
                { name: 'models/vectors', supportedGenerationMethods: ['embedContent'] },
              ],
            },
          },
    )
    expect(await models.try({ kind: 'anthropic', baseUrl: `${url}/v1`, key })).toMatchObject({
      models: [{ id: 'claude-x', name: 'Claude X' }],
    })
    expect(await models.try({ kind: 'google', baseUrl: `${url}/v1beta`, key })).toMatchObject({
      models: [{ id: 'gemini-x', name: 'Gemini X', contextTokens: 1_000_000 }],
    })
    expect(asked[0]?.headers).toMatchObject({ 'x-api-key': key, 'anthropic-version': '2023-06-01' })
    expect(asked[1]?.headers).toMatchObject({ 'x-goog-api-key': key })
    expect(asked.map(bearer)).toEqual([undefined, undefined])
  })

  test('sends the key of Azure in its own header, and takes no list for what is deployed', async () => {
    const { models } = await room()
    const { url, asked } = await server(() => lists('gpt-x'))
    expect(await models.try({ kind: 'azure', baseUrl: `${url}/openai/v1`, key })).toMatchObject({
      ok: true,
      models: [],
    })
    expect(asked[0]?.headers).toMatchObject({ 'api-key': key })
  })

  test('does not believe a list that is for everybody: the key is asked about', async () => {
    const { models } = await room()
    const { url } = await server(({ path }) =>
      path === '/v1/key' ? refuses(401, 'User not found.') : lists('a'),
    )
    const { error } = await models.try({ kind: 'openrouter', baseUrl: `${url}/v1`, key })
    expect(error?.code).toBe('key-refused')
  })

  test('leaves out what makes pictures, sounds and vectors', async () => {
    const { models } = await room()
    const ids = ['gpt-x', 'text-embedding-3', 'whisper-1', 'dall-e-3', 'bge-m3', 'tts-1', 'qwen-max']
    const { url } = await server(() => lists(...ids))
    const { models: found } = await models.try({ kind: 'openai', baseUrl: `${url}/v1`, key })
    expect(found.map(({ id }) => id)).toEqual(['gpt-x', 'qwen-max'])
  })

  test('gives up a list without end', async () => {
    const { models } = await room()
    const { url } = await server(() => ({ type: 'application/json', body: `[${'{},'.repeat(3_000_000)}` }))
    const { error } = await models.try({ kind: 'compatible', baseUrl: `${url}/v1` })
    expect(error).toMatchObject({ code: 'unusable-answer', detail: { reason: '> 8 MB' } })
  })
})

describe('what goes wrong has a code', () => {
  test.each<[string, Answer, ModelError['code']]>([
    ['a refused key', refuses(401, 'Incorrect API key provided'), 'key-refused'],
    [
      'a bad key told with 400',
      refuses(400, 'API key not valid. Please pass a valid API key.'),
      'key-refused',
    ],
    ['no credit', refuses(402, 'Insufficient Balance'), 'no-credit'],
    [
      'no credit told with 429',
      refuses(429, 'You exceeded your current quota', 'insufficient_quota'),
      'no-credit',
    ],
    ['no credit in Chinese', refuses(429, '余额不足或无可用资源包,请充值。', '1113'), 'no-credit'],
    ['an unknown model', refuses(404, 'The model `m` does not exist', 'model_not_found'), 'model-missing'],
    ['an unknown model in Chinese', refuses(400, '模型不存在，请检查模型代码。', '1211'), 'model-missing'],
    ['a limit of requests', refuses(429, 'Too many requests'), 'rate-limited'],
    ['too much to read', refuses(400, "This model's maximum context length is 8192 tokens"), 'too-long'],
    [
      'a filter',
      refuses(400, 'Input data may contain inappropriate content', 'DataInspectionFailed'),
      'content-filter',
    ],
    [
      'a country that is not served',
      refuses(403, 'Country, region, or territory not supported'),
      'http-status',
    ],
    ['a fault of the provider', refuses(500, 'internal'), 'http-status'],
    [
      'a page of a gateway',
      { status: 502, type: 'text/html', body: '<html><title>Bad Gateway' },
      'http-status',
    ],
    ['a web page', { type: 'text/html', body: '<html>' }, 'not-a-model-server'],
    [
      'an error in place of a stream',
      { body: { base_resp: { status_msg: 'insufficient balance' } } },
      'no-credit',
    ],
    [
      'an error within a stream',
      { body: 'data: {"error":{"message":"Rate limit reached"}}\n\n' },
      'rate-limited',
    ],
    ['a stream that breaks off', { body: chunk({ content: 'Hel' }), ending: 'cut' }, 'cut'],
    ['a stream that ends in the middle', { body: chunk({ content: 'Hel' }) }, 'cut'],
    ['silence', { ending: 'hang' }, 'timeout'],
    ['silence in the middle', { body: chunk({ content: 'Hel' }), ending: 'open' }, 'timeout'],
  ])('%s', async (_, answer, code) => {
    const { models } = await room({ connectMs: 1_000, answerMs: 1_000, idleMs: 1_000 })
    const { url } = await server(() => answer)
    await models.set('p', { kind: 'compatible', name: 'Mine', baseUrl: `${url}/v1`, key })
    const error = await ask(models)
    expect(error).toMatchObject({ code })
    expect(JSON.stringify(error)).not.toContain(key)
    expect((error as ModelError).message).not.toContain('?')
  })

  test('a key that is wanted and not there', async () => {
    const { models } = await room()
    const { url } = await server(() => refuses(401, 'No cookie auth credentials found'))
    await models.set('p', { kind: 'compatible', baseUrl: `${url}/v1` })
    expect(await ask(models)).toMatchObject({ code: 'key-missing' })
  })

  test('nobody there', async () => {
    const { models } = await room()
    const gone = await startModelServer(() => undefined)
    await gone[Symbol.asyncDispose]()
    const at = (baseUrl: string) => models.try({ kind: 'compatible', baseUrl })
    expect((await at(gone.url)).error?.code).toBe('refused')
    expect((await at('nowhere.invalid/v1')).error?.code).toBe('host-not-found')
    const { url } = await server(() => lists('a'))
    expect((await at(`${url.replace('http:', 'https:')}/v1`)).error?.code).toBe('tls')
  })

  test('a provider that is gone', async () => {
    const { models } = await room()
    expect(await ask(models)).toMatchObject({ code: 'provider-missing', detail: { provider: 'p' } })
    await expect(models.open({ provider: 'p', model: 'm' })).rejects.toThrow(ModelTrouble)
  })
})

describe('keys', () => {
  test('are told to nobody, and lie in the vault alone', async () => {
    const { log, lines } = keptLog()
    const { models, host, database } = await room(undefined, log)
    const { url } = await server(({ body }) =>
      body ? refuses(401, `Incorrect API key provided: ${key}`) : refuses(403, `no: ${key}`),
    )
    const told = [
      await models.set('p', { kind: 'compatible', baseUrl: `${url}/v1`, key }),
      await models.test('p'),
      await ask(models),
      models.list(),
    ]
    expect(JSON.stringify(told)).not.toContain(key)
    database.end()
    const holding = readdirSync(host.dataDir).filter((file) =>
      readFileSync(join(host.dataDir, file)).includes(key),
    )
    expect(holding).toEqual(['secrets.json'])
    expect(inspect(lines, { depth: null })).not.toContain(key)
  })

  test('do not get into the log where one cannot be forgotten', async () => {
    const { log, lines } = keptLog()
    const { models, vault, host } = await room(undefined, log)
    await vault.hold('model:lost', key)
    // Where a folder stands nothing can be written.
    const file = join(host.dataDir, 'secrets.json')
    rmSync(file)
    mkdirSync(join(file, 'in the way'), { recursive: true })
    await models.start()
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ name: 'model:lost' }) }),
    )
    expect(inspect(lines, { depth: null })).not.toContain(key)
  })

  test('several are taken in turn, and the next where one is refused or used up', async () => {
    const { models } = await room()
    const { url, asked } = await server((each) => {
      if (bearer(each) === 'Bearer bad') return refuses(401, 'no')
      if (bearer(each) === 'Bearer spent') return refuses(429, 'later')
      return { body: says('hello') }
    })
    await models.set('p', { kind: 'compatible', baseUrl: `${url}/v1`, key: 'bad, spent，good' })
    expect(await ask(models)).toBe('hello')
    expect(asked.map(bearer)).toEqual(['Bearer bad', 'Bearer spent', 'Bearer good'])
    await models.set('p', { kind: 'compatible', key: 'one,two' })
    await ask(models)
    await ask(models)
    expect(new Set(asked.slice(3).map(bearer))).toEqual(new Set(['Bearer one', 'Bearer two']))
  })

  test('do not go in plain text beyond the private network', async () => {
    const { models } = await room()
    const { error } = await models.try({ kind: 'compatible', baseUrl: 'http://192.0.2.1/v1', key })
    expect(error).toMatchObject({ code: 'insecure', detail: { address: 'http://192.0.2.1/v1' } })
  })

  test('do not follow a redirect to another origin, and do within one', async () => {
    const { models } = await room()
    const { url: other, asked } = await server(() => lists('a'))
    const { url } = await server(({ path }) =>
      path === '/v1/models'
        ? { status: 302, headers: { location: `${other}/v1/models` } }
        : { status: 307, headers: { location: '/v1/models' } },
    )
    const { error } = await models.try({ kind: 'compatible', baseUrl: `${url}/v1`, key })
    expect(error).toMatchObject({ code: 'http-status', detail: { said: `→ ${other}` } })
    expect(asked).toEqual([])
    const { url: moved } = await server(({ path }) =>
      path === '/v1/models' ? { status: 307, headers: { location: '/v2/models' } } : lists('a'),
    )
    expect(await models.try({ kind: 'compatible', baseUrl: `${moved}/v1`, key })).toMatchObject({ ok: true })
  })

  test('stay when something else changes, and go with the address they were meant for', async () => {
    const { models } = await room()
    const draft = { kind: 'compatible', baseUrl: 'http://127.0.0.1:1/v1' }
    await models.set('p', { ...draft, key })
    expect(await models.set('p', { kind: 'compatible', name: 'Mine' })).toMatchObject({
      hasKey: true,
      name: 'Mine',
    })
    expect(await models.set('p', { ...draft, baseUrl: 'http://127.0.0.1:1' })).toMatchObject({ hasKey: true })
    expect(await models.set('p', { ...draft, baseUrl: 'http://127.0.0.1:2' })).toMatchObject({
      hasKey: false,
    })
    await models.set('p', { ...draft, key })
    expect(await models.set('p', { ...draft, key: null })).toMatchObject({ hasKey: false })
  })

  test('without a provider are forgotten at the start', async () => {
    const { models, vault } = await room()
    await vault.hold('model:lost', key)
    await vault.hold('sign-in:other', 'stays')
    await models.start()
    expect(vault.heldNames()).toEqual(['sign-in:other'])
  })
})

describe('what is kept', () => {
  test('the default goes with its provider, and its key', async () => {
    const { models, vault } = await room()
    await models.set('p', { kind: 'deepseek', key })
    const llm = { provider: 'p', model: 'deepseek-chat', temperature: 0.3, max_tokens: 900 }
    expect(models.choose(llm).llm_config).toEqual(llm)
    expect(() => models.choose({ ...llm, provider: 'q' })).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    )
    expect(models.config()).toEqual(llm)
    await models.remove('p')
    expect(models.list()).toEqual({ providers: [], llm_config: null })
    expect(vault.heldNames()).toEqual([])
    await expect(models.remove('p')).rejects.toMatchObject({ code: 'not-found' })
  })

  test.each<[string, ProviderDraft, string]>([
    ['an unknown kind', { kind: 'nobody' }, 'kind'],
    ['no address', { kind: 'compatible' }, 'baseUrl'],
    ['an address with a gap', { kind: 'azure' }, 'baseUrl'],
    ['no web address', { kind: 'compatible', baseUrl: 'ftp://a/b' }, 'baseUrl'],
    ['a password in the address', { kind: 'compatible', baseUrl: 'https://a:b@c/' }, 'baseUrl'],
    ['a key that cannot be sent', { kind: 'openai', key: 'sk-“quoted”' }, 'key'],
  ])('%s is refused', async (_, draft, path) => {
    const { models } = await room()
    await expect(models.set('p', draft)).rejects.toMatchObject({
      code: 'invalid',
      detail: { issues: [{ path }] },
    })
    expect(models.list().providers).toEqual([])
  })

  test('the address that answered a question, where none was known', async () => {
    const { models } = await room()
    const { url } = await server(({ path }) =>
      path === '/v1/chat/completions' ? { body: says('hello') } : undefined,
    )
    await models.set('p', { kind: 'compatible', baseUrl: url })
    expect(await ask(models)).toBe('hello')
    expect(models.list().providers[0]?.address).toBe(`${url}/v1`)
  })

  test('a failed test leaves the models and says why', async () => {
    const { models } = await room()
    let isWell = true
    const { url } = await server(() => (isWell ? lists('a') : refuses(401, 'expired')))
    await models.set('p', { kind: 'compatible', baseUrl: `${url}/v1`, key })
    await models.test('p')
    isWell = false
    await models.test('p')
    expect(models.list().providers[0]).toMatchObject({
      models: [{ id: 'a' }],
      error: { code: 'key-refused' },
    })
  })

  test('is watched', async () => {
    const { models } = await room()
    const ending = new AbortController()
    const states = models.watch(ending.signal)
    expect((await states.next()).value?.providers).toEqual([])
    await models.set('p', { kind: 'ollama' })
    expect((await states.next()).value?.providers).toMatchObject([{ id: 'p', name: 'Ollama' }])
    ending.abort()
    expect((await states.next()).done).toBe(true)
  })
})

describe('a model asks', () => {
  async function asksWith(
    draft: ProviderDraft,
    config: { model: string; temperature?: number; max_tokens?: number },
  ) {
    const { models } = await room()
    const { url, asked } = await server(({ path }) =>
      path.includes('messages') ? refuses(500, 'seen') : { body: says('hello') },
    )
    await models.set('p', { ...draft, baseUrl: url + (draft.baseUrl ?? '/v1'), key })
    const { model } = await models.open({ provider: 'p', ...config })
    const answer = streamText({ model, prompt: 'hello', maxRetries: 0, onError: () => {} })
    for await (const _ of answer.textStream);
    return { body: JSON.parse(asked[0]?.body ?? '{}'), path: asked[0]?.path, headers: asked[0]?.headers }
  }

  test('with the temperature and the limit that were chosen, and wants to know the tokens', async () => {
    const { body } = await asksWith({ kind: 'compatible' }, { model: 'm', temperature: 0.2, max_tokens: 50 })
    expect(body).toMatchObject({ temperature: 0.2, max_tokens: 50, stream_options: { include_usage: true } })
  })

  test.each([
    ['moonshot', 'kimi-k2.6', 0.2, undefined],
    ['moonshot', 'moonshot-v1-8k', 0.2, 0.2],
    ['minimax', 'MiniMax-M2.7', 0, 0.01],
  ])('of %s %s with the temperature it takes', async (kind, model, temperature, sent) => {
    const { body } = await asksWith({ kind }, { model, temperature })
    expect(body.temperature).toBe(sent)
  })

  test('of Azure with the limit and the key by the names it has for them', async () => {
    const { body, headers } = await asksWith(
      { kind: 'azure', baseUrl: '/openai/v1?api-version=preview' },
      { model: 'my-deployment', max_tokens: 50 },
    )
    expect(body).toMatchObject({ max_completion_tokens: 50 })
    expect(body).not.toHaveProperty('max_tokens')
    expect(headers).toMatchObject({ 'api-key': key })
    expect(headers).not.toHaveProperty('authorization')
  })

  test('keeping what the address had behind a question mark', async () => {
    const { path } = await asksWith(
      { kind: 'azure', baseUrl: '/openai/v1?api-version=preview' },
      { model: 'm' },
    )
    expect(path).toBe('/openai/v1/chat/completions?api-version=preview')
  })

  test('of Anthropic with its own header', async () => {
    const { headers, path } = await asksWith({ kind: 'anthropic' }, { model: 'claude-x' })
    expect(path).toBe('/v1/messages')
    expect(headers).toMatchObject({ 'x-api-key': key })
  })

  test('and is stopped with its signal', async () => {
    const { models } = await room()
    const { url, asked } = await server(() => ({ ending: 'hang' }))
    await models.set('p', { kind: 'compatible', baseUrl: `${url}/v1` })
    const stopping = new AbortController()
    const { model } = await models.open({ provider: 'p', model: 'm' })
    const answer = generateText({ model, prompt: 'hello', abortSignal: stopping.signal })
    await expect.poll(() => asked.length).toBe(1)
    stopping.abort()
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
  })
})
