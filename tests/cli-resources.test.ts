import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CliRoom, startCliRoom } from './cli-room'
import { type RunningServer, startServer } from './servers/start'

let room: CliRoom
let server: RunningServer

beforeAll(async () => {
  room = await startCliRoom()
  server = await startServer('legacy.mjs', ['--shelf'])
  await room.rollcall(['add', 'shelf', server.url])
  await room.rollcall(['connect', 'shelf'])
})
afterAll(async () => {
  await room[Symbol.asyncDispose]()
  await server.stop()
})

const template = 'shelf://pages/{chapter}/{page}'

describe('resources and read', () => {
  test('list what there is to read, templates last', async () => {
    const { code, out } = await room.rollcall(['resources', 'shelf'])
    expect(code).toBe(0)
    expect(out).toMatch(/^URI +TYPE +BYTES +NAME$/m)
    expect(out).toMatch(/^shelf:\/\/note\.txt +text\/plain +18 +A note$/m)
    expect(out.split('\n').at(-1)).toMatch(/^shelf:\/\/pages\/\{chapter\}\/\{page\} .*A page$/)
    const { resources, templates } = await room.json(['resources', 'shelf'])
    expect(resources).toContainEqual(expect.objectContaining({ uri: 'shelf://cities.json' }))
    expect(templates).toMatchObject([{ uriTemplate: template, variables: ['chapter', 'page'] }])
  })

  test('print text as text, bytes by their number', async () => {
    expect(await room.rollcall(['read', 'shelf', 'shelf://note.txt'])).toEqual({
      code: 0,
      out: 'Remember the milk.',
      err: '',
    })
    const bundle = await room.rollcall(['read', 'shelf', 'shelf://bundle'])
    expect(bundle.out).toBe('First part.\n[shelf://bundle, application/octet-stream, 11 bytes]')
    expect((await room.json(['read', 'shelf', 'shelf://dot.png'])).contents).toMatchObject([{ size: 70 }])
  })

  test('fill a template in, escaping what needs it', async () => {
    const { out } = await room.rollcall(['read', 'shelf', template, 'chapter=two', 'page=7'])
    expect(out).toBe('Page 7 of two.')
    const odd = await room.json(['read', 'shelf', template, 'chapter=a/b', 'page=1=2'])
    expect(odd.contents[0].uri).toBe('shelf://pages/a%2Fb/1%3D2')
  })

  test('say what was cut, and write no file that is not whole', async () => {
    const { err } = await room.rollcall(['read', 'shelf', 'shelf://huge'])
    expect(err).toContain('Only the first 1048576 of 1200000 characters.')
    expect(err).toContain('9000000 bytes are too much')
    const file = join(room.directory, 'out')
    const refused = await room.rollcall(['read', 'shelf', 'shelf://huge', '--output', file])
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('nothing was written') })
    expect(await room.rollcall(['read', 'shelf', 'shelf://bundle', '--output', file])).toMatchObject({
      code: 0,
      err: `22 bytes written to ${file}.`,
    })
    expect(readFileSync(file, 'utf8')).toBe('First part.second part')
  })

  test('end with 4 where the server refuses, in the language that was asked for', async () => {
    const refused = await room.rollcall(['read', 'shelf', 'shelf://broken'])
    expect(refused).toMatchObject({ code: 4, out: '', err: expect.stringContaining('The shelf is broken.') })
    const { err } = await room.rollcall(['read', 'shelf', 'shelf://broken'], { language: 'zh' })
    expect(err).toMatch(/\p{Script=Han}.*The shelf is broken\./u)
  })

  test('follow a resource until they are interrupted', async () => {
    const stop = new AbortController()
    const printed: string[] = []
    const following = room.rollcall(['read', 'shelf', 'shelf://counter', '--follow'], {
      interrupted: stop.signal,
      onPrint: (line) => void printed.push(line),
    })
    await expect.poll(() => printed, { timeout: 10_000 }).toEqual(['0'])
    await room.rollcall(['call', 'shelf', 'touch', 'times=1'])
    await expect.poll(() => printed, { timeout: 10_000 }).toEqual(['0', '1'])
    stop.abort()
    const { code, err } = await following
    expect(code).toBe(0)
    expect(err).toMatch(/^As of \d{4}-/m)
  })
})

describe('prompts and prompt', () => {
  test('list the prompts; what may be left out stands in brackets', async () => {
    const { code, out } = await room.rollcall(['prompts', 'shelf'])
    expect(code).toBe(0)
    expect(out).toMatch(/^greet +name, \[language\] +Says hello/m)
    expect((await room.json(['prompts', 'shelf'])).map(({ name }: { name: string }) => name)).toEqual([
      'greet',
      'describe',
      'refuse',
    ])
  })

  test('print the messages of a prompt, by role', async () => {
    const { code, out } = await room.rollcall(['prompt', 'shelf', 'greet', 'name=Ada', 'language=中文'])
    expect(code).toBe(0)
    expect(out).toBe('User:\nGreet Ada in 中文.\n\nAssistant:\nWith pleasure.')
    const described = await room.rollcall(['prompt', 'shelf', 'describe'], { language: 'zh' })
    expect(described.out).toContain('用户：\n[shelf://note.txt]\nRemember the milk.')
  })

  test('refuse a prompt that is not there with 1, one that does not work with 4', async () => {
    expect((await room.rollcall(['prompt', 'shelf', 'none'])).code).toBe(1)
    expect((await room.rollcall(['prompt', 'shelf', 'refuse'])).code).toBe(4)
  })
})

test('a server that is off keeps its lists, and says that reading needs a connection', async () => {
  await room.rollcall(['disconnect', 'shelf'])
  expect((await room.rollcall(['resources', 'shelf'])).code).toBe(0)
  const { code, err } = await room.rollcall(['read', 'shelf', 'shelf://note.txt'])
  expect({ code, err }).toEqual({ code: 4, err: expect.stringContaining('not connected') })
  await room.rollcall(['add', 'fresh', 'http://127.0.0.1:9/', '--no-auto-connect'])
  expect(await room.rollcall(['prompts', 'fresh'])).toMatchObject({ code: 4, out: 'fresh: Off' })
})
