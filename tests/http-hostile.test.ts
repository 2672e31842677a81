import { createServer } from 'node:https'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { httpPolling } from '../src/main/discovery/kinds/http/http-kind'
import { certificate } from './certificates'
import { byPath, issueOf, json, listing, looked, polled, portOf } from './listing'

const list = { servers: [{ name: 'a', url: 'https://a.example/mcp' }] }
const bomb = gzipSync(Buffer.alloc(64 * 1_048_576, ' '))
const many = {
  servers: Array.from({ length: 20_001 }, (_, at) => ({ name: `s${at}`, url: `http://a.example/${at}` })),
}

test('T25: whatever the address answers that is no list, the last good one is kept', async () => {
  await using server = await listing(json(list))
  await using source = polled(`${server.origin}/list.json`)
  await source.reader.start()
  const answers: Record<string, typeof server.answers> = {
    'content-type': (_, response) => response.setHeader('content-type', 'text/html').end('<html>'),
    'answer-too-large': (_, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb),
    'too-many-entries': json(many),
    'redirect-loop': (_, response) => response.writeHead(302, { location: '/list.json' }).end(),
    'redirect-refused': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    'answer-empty': json(''),
    'answer-not-utf8': (_, response) =>
      response.writeHead(200).end(Buffer.from('{"a":"\xc3\x28"}', 'latin1')),
    'cut-off': (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{')
      response.destroy()
    },
    'no-list-here': json('42'),
    'no-servers': json('{}'),
    'http-status': (_, response) => response.writeHead(304).end(),
  }
  for (const [code, answer] of Object.entries(answers)) {
    server.answers = answer
    await source.reader.read()
    expect([code, source.readings.at(-1)]).toMatchObject([code, { outcome: 'failed', issue: { code } }])
  }
  expect(source.entries()).toHaveLength(1)
  const followed = server.asked.length
  server.answers = answers['redirect-loop'] ?? json(list)
  await source.reader.read()
  expect(server.asked.length - followed).toBe(6)
})

test('T25: an answer that never ends is left after 5 MiB', async () => {
  await using server = await listing((_, response) => {
    response.setHeader('content-type', 'application/json')
    const piece = ' '.repeat(65_536)
    const more = () => {
      while (response.writable && response.write(piece));
    }
    response.on('drain', more)
    more()
  })
  expect(issueOf(await looked(`${server.origin}/list.json`)).code).toBe('answer-too-large')
})

test('T23, B046: no other origin is followed to, and nothing that was meant for this one leaves', async () => {
  await using other = await listing(json(list))
  await using server = await listing((_, response) =>
    response.writeHead(307, { location: `${other.origin}/list.json` }).end(),
  )
  for (const location of [
    `${other.origin}/`,
    'http://169.254.169.254/latest',
    'http://[::1]:6379/',
    '//127.0.0.2/',
  ]) {
    server.answers = (_, response) => response.writeHead(307, { location }).end()
    const reading = await looked(`${server.origin}/list.json`, { bearer: 'b', headers: { 'X-A': 'a' } })
    expect(issueOf(reading).code).toBe('redirect-refused')
  }
  expect(other.asked).toEqual([])
})

test('T23: documents a catalogue leads to are asked without its credentials, and none nearer than the public', async () => {
  await using server = await listing(
    byPath({
      '/a.json': {
        entries: ['http://127.0.0.2:1/card', 'http://169.254.169.254/card', 'http://inside.example/card'].map(
          (url) => ({
            type: 'application/mcp-server-card+json',
            url,
          }),
        ),
      },
    }),
  )
  const resolve = async () => [{ address: '10.0.0.1', family: 4 }]
  const reading = await looked(`${server.origin}/a.json`, { resolve })
  expect(reading).toMatchObject({
    outcome: 'named',
    entries: Array.from({ length: 3 }, () => ({
      name: null,
      document: null,
      issues: [{ code: 'address-barred' }],
    })),
  })
})

test.for([
  ['B041', 'http://127.0.0.1.nip.io/a.json', '127.0.0.1'],
  ['B041', 'https://rebind.test/a.json', '::1'],
  ['B043', 'http://metadata.google.internal/a.json', '169.254.169.254'],
  ['T23', 'http://mapped.test/a.json', '::ffff:127.0.0.1'],
  ['T23', 'http://link.test/a.json', 'fe80::1'],
] as const)('%s: %s is judged by the address it leads to', async ([, address, leadsTo]) => {
  const reading = await looked(address, {
    resolve: async () => [{ address: leadsTo, family: leadsTo.includes(':') ? 6 : 4 }],
  })
  expect(issueOf(reading)).toMatchObject({ code: 'address-barred', detail: { address: leadsTo } })
})

test('B041: a name that leads nearer than it did is not asked any more', async () => {
  await using server = await listing(json(list))
  const { port } = new URL(server.origin)
  let leadsTo = '127.0.0.1'
  const resolved: string[] = []
  const resolve = async (host: string) => {
    resolved.push(host)
    return [{ address: leadsTo, family: 4 }]
  }
  await using source = polled(`http://localhost:${port}/a.json`, { resolve })
  await source.reader.start()
  // Looked up once, and connected to what was checked.
  expect([resolved, source.entries().length]).toEqual([['localhost'], 1])
  leadsTo = '169.254.169.254'
  await source.reader.read()
  expect(source.readings.at(-1)).toMatchObject({ outcome: 'failed', issue: { code: 'address-barred' } })
  expect(server.asked).toHaveLength(1)
})

test('T23: an entry that leads to where clouds keep their credentials is refused', async () => {
  const servers = ['http://169.254.169.254/mcp', 'http://[fe80::1]/mcp', 'http://0x7f.1/mcp'].map(
    (url, at) => ({ name: `s${at}`, url }),
  )
  await using server = await listing(json({ servers }))
  expect(await looked(`${server.origin}/a.json`)).toMatchObject({
    entries: [
      { document: null, line: 1, issues: [{ code: 'invalid-entry' }] },
      { document: null, issues: [{ code: 'invalid-entry' }] },
      { document: { url: 'http://0x7f.1/mcp' } },
    ],
  })
})

test.for([
  ['B039', 'http://0/'],
  ['B039', 'http://0.0.0.0/'],
  ['B039', 'http://[::]/'],
  ['B043', 'http://169.254.169.254/latest/'],
  ['B043', 'http://0xa9fea9fe/'],
  ['B043', 'http://[fe80::1]/'],
  ['B047', 'http://user:pass@host/'],
  ['B048', 'http://a.com:0/'],
  ['B048', 'http://a.com:22/'],
  ['B048', 'http://a.com:25/'],
  ['B048', 'http://a.com:99999/'],
  ['B049', 'http://example.com@127.0.0.1/'],
  ['B049', String.raw`http://127.0.0.1\@example.com/`],
  ['B050', `http://a.com/${'a'.repeat(65_536)}`],
  ['B050', 'http://a.com/\ta'],
  ['B050', 'http://a.com/a '],
  ['B051', 'javascript:alert(1)'],
  ['T25', 'file:///etc/passwd'],
])('%s: %s is no address of a source', ([, url]) => {
  expect(() => httpPolling.accept({ url })).toThrow(expect.objectContaining({ code: 'invalid' }))
})

test('B047: what a password stood in is not repeated', () => {
  expect(() => httpPolling.accept({ url: 'http://user:hunter2@host/' })).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
  )
})

test('headers that would change the request itself are refused, values become references', () => {
  for (const headers of [{ Host: 'a' }, { 'A B': 'a' }, { A: 'a\r\nB: c' }, { 'Content-Length': '1' }])
    expect(() => httpPolling.accept({ url: 'http://a.com/', headers })).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    )
  const { options, secrets, address, name } = httpPolling.accept({
    url: 'HTTP://A.com/list#part',
    headers: { 'X-A': 'one' },
    bearer: 'Bearer two',
  })
  expect([address, name, Object.values(secrets)]).toEqual(['http://a.com/list', 'a.com', ['one', 'two']])
  expect(JSON.stringify(options)).not.toMatch(/one|two/u)
})

test('T25: a certificate for another host is not believed, and the trial says at which step', async () => {
  const server = createServer(await certificate('elsewhere.example'))
  const port = await portOf(server)
  await using source = polled(`https://localhost:${port}/a.json`)
  try {
    await source.reader.start()
    expect(source.readings[0]).toMatchObject({ outcome: 'failed', issue: { code: 'not-secure' } })
    const { address, options, host, secret } = source.parts
    const { steps, issues } = await httpPolling.test({ address, options, host, secret })
    expect(steps.map(({ code, outcome }) => `${code} ${outcome}`)).toEqual([
      'dns passed',
      'tcp passed',
      'tls failed',
    ])
    expect(issues).toMatchObject([{ code: 'not-secure' }])
  } finally {
    server.close()
  }
})

test('a trial names each step: the name, the port, the status, the kind of content, the list', async () => {
  await using server = await listing(json(list))
  const tried = async (address: string) => {
    await using source = polled(address)
    const { steps, servers } = await httpPolling.test(source.parts)
    return [...steps.map(({ code, outcome }) => `${code} ${outcome}`), ...servers.names]
  }
  const reached = ['dns passed', 'tcp passed']
  const address = `${server.origin}/list.json`
  expect(await tried(address)).toEqual([
    ...reached,
    ...['status passed', 'content-type passed', 'parses passed', 'names-servers passed', 'a'],
  ])
  server.answers = (_, response) => response.writeHead(500).end()
  expect(await tried(address)).toEqual([...reached, 'status failed'])
  server.answers = (_, response) => response.setHeader('content-type', 'text/html').end('<p>')
  expect(await tried(address)).toEqual([...reached, 'status passed', 'content-type failed'])
  server.answers = json('{')
  expect(await tried(address)).toEqual([...reached, 'status passed', 'content-type passed', 'parses failed'])
  server.answers = json({ servers: [] })
  expect((await tried(address)).at(-1)).toBe('names-servers failed')
  await server[Symbol.asyncDispose]()
  expect(await tried(address)).toEqual(['dns passed', 'tcp failed'])
})
