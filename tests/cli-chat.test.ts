import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'
import { within } from './connections-room'
import type { ScriptedModel } from './servers/scripted-model'
import { scriptedOpenai } from './servers/scripted-openai'
import { type RunningServer, startServer } from './servers/start'

let room: CliRoom
let server: RunningServer

beforeAll(async () => {
  room = await startCliRoom()
  server = await startServer('legacy.mjs')
  await room.shell.ask('POST', '/api/servers', {
    name: 'toolbox',
    url: server.url,
    description: 'Repeats and counts',
  })
  await vi.waitFor(async () => {
    const { body } = await room.shell.ask('GET', '/api/servers/toolbox')
    expect(body.connection.state).toBe('connected')
  }, within)
})
afterAll(async () => {
  await server.kill()
  await room[Symbol.asyncDispose]()
})

describe('without a model', () => {
  test('the tools that fit are printed as they can be run', async () => {
    const { code, out, err } = await room.rollcall(['ask', 'echo', 'something', '--no-model'])
    expect(code).toBe(0)
    expect(out).toMatch(/^1\. \/toolbox\.echo \{.*\}$/m)
    expect(err).toContain('Routed to toolbox')
  })

  test('a tool named with a slash runs, and its answer is the output', async () => {
    const { code, out, err } = await room.rollcall(['ask', '/toolbox.echo {"text":"hello there"}'])
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('hello there') })
    expect(err).toContain('→ toolbox.echo {"text":"hello there"}')
  })

  test('as JSON it is the turn', async () => {
    const turn = await room.json(['ask', '/toolbox.echo text=hi'])
    expect(turn).toMatchObject({
      state: 'done',
      conversation: expect.any(String),
      parts: [{ kind: 'call', server: 'toolbox', tool: 'echo', state: 'done', by: 'person' }],
    })
  })

  test('in Chinese it speaks Chinese', async () => {
    const { err } = await room.rollcall(['ask', '/toolbox.echo text=hi'], { language: 'zh' })
    expect(err).toContain('完成')
  })

  test('a server that is not there is said', async () => {
    const { code, err } = await room.rollcall(['ask', '/nobody.echo text=hi'])
    expect(code).toBe(1)
    expect(err).toContain('nobody')
  })
})

describe('chat', () => {
  const saying = (...lines: string[]) => ({ answers: lines })

  test('needs a person', async () => {
    expect((await room.rollcall(['chat'])).code).toBe(2)
  })

  test('goes on until /quit: servers, tools, routes, a tool by its number', async () => {
    const { code, out } = await room.rollcall(
      ['chat', '--no-model'],
      saying('/servers', '/tools toolbox', '/route echo', 'echo', '1', 'hello again', '/quit'),
    )
    expect(code).toBe(0)
    expect(out).toMatch(/^toolbox +Connected/m)
    expect(out).toContain('/toolbox.echo')
    expect(out).toContain('hello again')
  })

  test('a refusal does not end it', async () => {
    const { code, err } = await room.rollcall(['chat', '--no-model'], saying('/nobody.echo a=1', '/quit'))
    expect(code).toBe(0)
    expect(err).toContain('nobody')
  })

  test('a model that is not of the form provider/model is said', async () => {
    expect((await room.rollcall(['ask', 'hi', '--model', 'gpt'])).code).toBe(2)
  })
})

describe('conversations', () => {
  test('are listed, found by their words, renamed, shown, deleted and brought back', async () => {
    const { conversation: id } = await room.json(['ask', '/toolbox.echo text=rhubarb'])
    expect(await room.json(['conversations', 'rhubarb'])).toMatchObject([{ id }])
    expect((await room.rollcall(['conversation', id, '--rename', 'Pie'])).code).toBe(0)
    expect((await room.rollcall(['conversations'])).out).toMatch(/Pie +1/)
    expect((await room.rollcall(['conversation', id])).out).toContain('rhubarb')
    expect((await room.rollcall(['conversation', id, '--remove'])).out).toContain('--restore')
    expect(await room.json(['conversations', 'rhubarb'])).toEqual([])
    expect((await room.rollcall(['conversation', id, '--restore'])).code).toBe(0)
    expect(await room.json(['conversations', 'rhubarb'])).toMatchObject([{ id, title: 'Pie' }])
  })

  test('one is written into a new file, never over another', async () => {
    const { conversation: id } = await room.json(['ask', '/toolbox.echo text=rhubarb'])
    const file = join(room.directory, 'talk.md')
    expect((await room.rollcall(['conversation', id, '--export', file])).code).toBe(0)
    expect(readFileSync(file, 'utf8')).toContain('rhubarb')
    expect((await room.rollcall(['conversation', id, '--export', file])).code).toBe(1)
  })
})

describe('what tools may do', () => {
  test('a policy is shown and set, and goes back to the default', async () => {
    expect((await room.rollcall(['policy', 'toolbox'])).out).toContain('asks first')
    expect(await room.json(['policy', 'toolbox', 'trusted'])).toEqual({ own: 'trusted', holds: 'trusted' })
    expect(await room.json(['policy', 'toolbox', 'default'])).toEqual({ own: null, holds: 'ask' })
    expect((await room.rollcall(['policy', 'toolbox', 'everything'])).code).toBe(2)
  })

  test('an approval that is not there cannot be taken back', async () => {
    expect((await room.rollcall(['approvals'])).out).toContain('No tool')
    expect((await room.rollcall(['approvals', '--revoke', 'toolbox.echo'])).code).toBe(1)
  })
})

describe('with a model', () => {
  let model: ScriptedModel
  beforeAll(async () => {
    model = await scriptedOpenai(({ results, tools }) =>
      results.length > 0
        ? { text: `It said:\n${results[0]?.text.slice(0, 80)}\nThat is all.` }
        : {
            calls: [
              {
                name: tools.find(({ name }) => name.includes('echo'))?.name ?? '',
                arguments: { text: 'ahoy' },
              },
            ],
          },
    ).start()
    await room.rollcall(['models', 'add', 'compatible', '--id', 'scripted', '--url', model.url, '--no-key'])
  })
  afterAll(() => model[Symbol.asyncDispose]())
  const ask = ['ask', 'please echo ahoy', '--model', 'scripted/scripted-large']
  const states = ({ parts }: { parts: { kind: string; state?: string }[] }) =>
    parts.flatMap(({ kind, state }) => (kind === 'call' ? state : []))

  test('a tool that nobody allowed is denied where nobody is asked, and how to allow it is said', async () => {
    const { out, err } = await room.rollcall(ask)
    expect(err).toContain('--allow toolbox.echo')
    expect(out).toContain('That is all.')
    expect(states(await room.json(ask))).toEqual(['denied'])
  })

  test('one that is allowed on the command line runs, for this once', async () => {
    expect(states(await room.json([...ask, '--allow', 'toolbox.echo']))).toEqual(['done'])
    expect(states(await room.json(ask))).toEqual(['denied'])
  })

  test('a person is shown exactly what will be sent, and says no, once or always', async () => {
    const no = await room.rollcall(ask, { answer: 'n' })
    expect(no.err).toContain('"text": "ahoy"')
    expect(no.err).toContain('denied')
    expect((await room.rollcall(ask, { answer: 'y' })).err).toContain('done')
    expect((await room.rollcall(ask, { answer: 'a' })).err).toContain('done')
    expect(states(await room.json(ask))).toEqual(['done'])
    expect((await room.rollcall(['approvals'])).out).toMatch(/^toolbox\.echo +approved/m)
    expect((await room.rollcall(['approvals', '--revoke', 'toolbox.echo'])).code).toBe(0)
    expect(states(await room.json(ask))).toEqual(['denied'])
  })

  test('a model that refuses ends with why, and what helps', async () => {
    const before = model.script
    model.script = () => ({ status: 401, message: 'bad key' })
    const { code, err } = await room.rollcall(ask, { language: 'zh' })
    model.script = before
    expect(code).toBe(1)
    expect(err).toContain('密钥')
  })
})
