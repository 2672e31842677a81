import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { complete } from '../src/main/connections/completion'
import { fillPrompt } from '../src/main/connections/prompt-filling'
import { readResource } from '../src/main/connections/resource-reading'
import { Fault } from '../src/shared/contract/fault'
import { answerMax } from '../src/shared/contract/resources'
import { Room, within } from './connections-room'
import { type RunningServer, startServer, stdioCommand } from './servers/start'

const eras = [
  ['legacy', 'legacy.mjs'],
  ['modern', 'modern.ts'],
] as const

let room: Room
let server: RunningServer | undefined

beforeEach(async () => {
  room = await new Room().start()
})

afterEach(async () => {
  await room[Symbol.asyncDispose]()
  await server?.stop()
  server = undefined
})

/** A connected server with a shelf. */
async function stocked(script: string): Promise<string> {
  server = await startServer(script, ['--shelf'])
  const id = await room.add({ name: 'one', url: server.url })
  await room.becomes(id, 'connected')
  return id
}

const faultOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error instanceof Fault ? { code: error.code, detail: error.detail } : error
}

describe.each(eras)('a server of the %s era', (_era, script) => {
  test('lists its resources, templates and prompts', async () => {
    const id = await stocked(script)
    expect(room.connections.resources(id)).toContainEqual({
      uri: 'shelf://cities.json',
      name: 'cities',
      description: 'Three cities and how many live there.',
      mimeType: 'application/json',
      annotations: { audience: ['user'], priority: 0.8, lastModified: '2026-11-01T08:00:00Z' },
    })
    expect(room.connections.resources(id)[0]).toMatchObject({ title: 'A note', size: 18 })
    expect(room.connections.resourceTemplates(id)).toEqual([
      {
        uriTemplate: 'shelf://pages/{chapter}/{page}',
        name: 'page',
        title: 'A page',
        mimeType: 'text/plain',
        variables: ['chapter', 'page'],
      },
    ])
    expect(room.connections.prompts(id)[0]).toEqual({
      name: 'greet',
      title: 'Greet somebody',
      description: 'Says hello in a language of your choice.',
      arguments: [
        { name: 'name', description: 'Who is greeted.', required: true },
        { name: 'language', description: 'In which language.', required: false },
      ],
    })
  })

  test('has its resources read: text, bytes, several parts, and what a template leads to', async () => {
    const id = await stocked(script)
    const read = async (uri: string) => (await readResource(room.connections, id, uri)).contents
    expect(await read('shelf://note.txt')).toEqual([
      { uri: 'shelf://note.txt', mimeType: 'text/plain', text: 'Remember the milk.', size: 18, cut: false },
    ])
    expect(await read('shelf://dot.png')).toMatchObject([{ mimeType: 'image/png', size: 70, cut: false }])
    expect(await read('shelf://bundle')).toMatchObject([{ text: 'First part.' }, { size: 11, cut: false }])
    expect(await read('shelf://pages/chapter-2/7')).toMatchObject([{ text: 'Page 7 of chapter-2.' }])
  })

  test('cannot send more across than the contract allows', async () => {
    const id = await stocked(script)
    const { contents } = await readResource(room.connections, id, 'shelf://huge')
    const [text, late, bytes, few] = contents
    expect(text).toMatchObject({ size: 1_200_000, cut: true })
    expect(text?.text).toHaveLength(answerMax.text)
    expect(text?.text?.endsWith('😀')).toBe(true)
    expect(late).toMatchObject({ text: '', size: 25, cut: true })
    expect(bytes).toEqual({ uri: 'shelf://huge', size: 9_000_000, cut: true })
    expect(few).toMatchObject({ size: 3, cut: false, blob: 'AAAA' })
    const many = await readResource(room.connections, id, 'shelf://many')
    expect(many.contents).toHaveLength(answerMax.parts)
    expect(many.omitted).toBe(50)
  })

  test('may refuse, and still counts as one that works', async () => {
    const id = await stocked(script)
    const evidence: unknown[] = []
    room.connections.on('evidence', ({ kind, ok }) => evidence.push({ kind, ok }))
    expect(await faultOf(readResource(room.connections, id, 'shelf://broken'))).toMatchObject({
      code: 'server-refused',
      detail: { server: 'one', rpcMessage: expect.stringContaining('The shelf is broken.') },
    })
    expect(await faultOf(readResource(room.connections, id, 'shelf://none'))).toMatchObject({
      code: 'server-refused',
    })
    expect(evidence).toEqual([
      { kind: 'call', ok: true },
      { kind: 'call', ok: true },
    ])
    expect(room.connections.callsOf(id)).toBe(0)
  })

  test('fills its prompts in', async () => {
    const id = await stocked(script)
    const fill = (name: string, args: Record<string, string> = {}) =>
      fillPrompt(room.connections, id, { name, arguments: args })
    expect(await fill('greet', { name: 'Ada', language: '中文' })).toMatchObject({
      messages: [
        { role: 'user', content: { type: 'text', text: 'Greet Ada in 中文.' }, cut: false },
        { role: 'assistant', content: { type: 'text', text: 'With pleasure.' }, cut: false },
      ],
      omitted: 0,
    })
    expect((await fill('describe')).messages.map(({ content }) => content)).toMatchObject([
      { type: 'image', mimeType: 'image/png', data: expect.stringMatching(/^iVBOR/) },
      { type: 'resource', resource: { uri: 'shelf://note.txt', text: 'Remember the milk.' } },
      { type: 'resource_link', uri: 'shelf://cities.json', name: 'cities' },
    ])
    expect(await faultOf(fill('refuse'))).toMatchObject({ code: 'server-refused' })
    expect(await faultOf(fill('greet'))).toMatchObject({ code: 'server-refused' })
    expect(await faultOf(fill('none'))).toMatchObject({ code: 'not-found', detail: { kind: 'prompt' } })
  })

  test('suggests values, a hundred at most', async () => {
    const id = await stocked(script)
    const suggest = (of: Parameters<typeof complete>[2]['of'], argument: string, value: string) =>
      complete(room.connections, id, { of, argument, value, others: { name: 'Ada' } })
    const greet = { kind: 'prompt', name: 'greet' } as const
    const page = { kind: 'template', uriTemplate: 'shelf://pages/{chapter}/{page}' } as const
    expect(await suggest(greet, 'language', 'es')).toEqual({
      values: ['Esperanto', 'Español'],
      hasMore: false,
    })
    const chapters = await suggest(page, 'chapter', '')
    expect(chapters.values).toHaveLength(100)
    expect(chapters.hasMore).toBe(true)
    expect(await suggest(page, 'page', '')).toEqual({ values: [], hasMore: false })
  })

  test('that is off keeps its lists, and reading waits for a connection', async () => {
    const id = await stocked(script)
    room.registry.setIntent(id, 'off')
    await room.becomes(id, 'off')
    expect(room.connections.resources(id)).not.toEqual([])
    expect(room.connections.resourceTemplates(id)).not.toEqual([])
    expect(await faultOf(readResource(room.connections, id, 'shelf://note.txt'))).toMatchObject({
      code: 'not-connected',
    })
  })
})

test('a server without templates, completions or prompts is none the worse', async () => {
  const id = await room.add({ name: 'one', ...stdioCommand('legacy.mjs', ['--stdio']) })
  await room.becomes(id, 'connected')
  expect(room.connections.resourceTemplates(id)).toEqual([])
  const gap = { of: { kind: 'prompt', name: 'x' }, argument: 'y', value: '', others: {} } as const
  expect(await complete(room.connections, id, gap)).toEqual({ values: [], hasMore: false })
  await vi.waitFor(() => expect(room.connections.callsOf(id)).toBe(0), within)
})

test('over stdio resources are read as well', async () => {
  const id = await room.add({ name: 'one', ...stdioCommand('modern.ts', ['--stdio', '--shelf']) })
  await room.becomes(id, 'connected')
  const { contents } = await readResource(room.connections, id, 'shelf://note.txt')
  expect(contents).toMatchObject([{ text: 'Remember the milk.' }])
})
