import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'
import { within } from './connections-room'
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
      saying('/servers', '/tools toolbox', '/route echo', 'echo something', '1', 'hello again', '/quit'),
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
