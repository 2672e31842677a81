import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ApiShell, startApiShell, token } from './api-shell'
import { type RunningServer, startServer } from './servers/start'

let shell: ApiShell
let server: RunningServer

beforeAll(async () => {
  shell = await startApiShell()
  server = await startServer('modern.ts', ['--shelf'])
  await shell.ask('POST', '/api/servers', { name: 'shelf', url: server.url })
  await vi.waitFor(
    async () => {
      const { body } = await shell.ask('GET', '/api/servers/shelf')
      expect(body.connection.state).toBe('connected')
    },
    { timeout: 15_000 },
  )
})
afterAll(async () => {
  await shell[Symbol.asyncDispose]()
  await server.stop()
})

const uriOf = (path: string) => `/api/servers/shelf/resource?uri=${encodeURIComponent(`shelf://${path}`)}`

test('templates are listed and resources read by their URI', async () => {
  const { body: templates } = await shell.ask('GET', '/api/servers/shelf/resource-templates')
  expect(templates).toMatchObject([{ name: 'page', variables: ['chapter', 'page'] }])
  const read = await shell.ask('GET', uriOf('note.txt'))
  expect(read).toMatchObject({
    status: 200,
    body: {
      contents: [{ text: 'Remember the milk.', size: 18, cut: false }],
      omitted: 0,
      durationMs: expect.any(Number),
      readAt: expect.any(String),
    },
  })
})

test('prompts are filled in and their arguments completed', async () => {
  const greet = await shell.ask('POST', '/api/servers/shelf/prompts/greet', { arguments: { name: 'Ada' } })
  expect(greet.body.messages[0]).toMatchObject({ role: 'user', content: { text: 'Greet Ada in English.' } })
  const completed = await shell.ask('POST', '/api/servers/shelf/complete', {
    of: { kind: 'prompt', name: 'greet' },
    argument: 'language',
    value: 'd',
  })
  expect(completed.body).toEqual({ values: ['Deutsch'], hasMore: false })
})

test.each([
  ['GET', '/api/servers/none/resource?uri=a', undefined, 404, 'not-found'],
  ['GET', '/api/servers/none/resource-templates', undefined, 404, 'not-found'],
  ['GET', '/api/servers/shelf/resource', undefined, 400, 'invalid'],
  ['GET', '/api/servers/shelf/resource?uri=', undefined, 400, 'invalid'],
  ['GET', `/api/servers/shelf/resource?uri=${'a'.repeat(8_193)}`, undefined, 400, 'invalid'],
  ['GET', '/api/servers/shelf/resource?uri=shelf://broken', undefined, 502, 'server-refused'],
  ['GET', '/api/watch/servers/none/resource?uri=a', undefined, 404, 'not-found'],
  ['POST', '/api/servers/none/prompts/greet', {}, 404, 'not-found'],
  ['POST', '/api/servers/shelf/prompts/none', {}, 404, 'not-found'],
  ['POST', '/api/servers/shelf/prompts/greet', { arguments: { name: 1 } }, 400, 'invalid'],
  ['POST', '/api/servers/shelf/prompts/refuse', {}, 502, 'server-refused'],
  ['POST', '/api/servers/shelf/complete', { argument: 'a', value: '' }, 400, 'invalid'],
])('%s %s %j is refused with %i %s', async (method, path, body, status, code) => {
  expect(await shell.ask(method, path, body)).toMatchObject({ status, body: { code } })
})

test('a resource is streamed as it changes', async () => {
  const address = `${shell.url}/api/watch/servers/shelf/resource?uri=${encodeURIComponent('shelf://counter')}`
  const stream = await fetch(address, { headers: { authorization: `Bearer ${token}` } })
  expect(stream.headers.get('content-type')).toContain('text/event-stream')
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const until = async (part: string) => {
    while (!text.includes(part)) text += (await reader?.read())?.value ?? ''
  }
  await until('"text":"0"')
  await shell.ask('POST', '/api/servers/shelf/tools/touch', { arguments: { times: 1 } })
  await until('"text":"1"')
  await reader?.cancel()
  expect(text).toContain('"following":true')
})
