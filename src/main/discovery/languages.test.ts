import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDocument } from './document'
import { depthMax } from './json-text'

function read(text: string, fileName: string) {
  const document = readDocument(text, fileName)
  return {
    ...document,
    documents: document.entries.flatMap((entry) => entry.document ?? []),
    issues: [...document.issues, ...document.entries.flatMap((entry) => entry.issues)],
    lineOf: (name: string) => {
      const entry = document.entries.find((each) => each.name === name)
      return entry && document.lines.placeOf(entry.node.offset).line
    },
  }
}

const yaml = (text: string) => read(text, 'servers.yaml')
const toml = (text: string) => read(text, 'config.toml')

describe('a document in YAML', () => {
  it('is read as a list, as a map by name, and with what stands around it', () => {
    const { documents, issues, frame, lineOf } = yaml(
      [
        'team: lab # ours',
        'servers:',
        '  - name: weather',
        '    url: http://127.0.0.1:8001/mcp',
        '    tags: [outdoor, 天气]',
        'mcpServers:',
        '  files:',
        '    command: npx',
        '    args: ["-y", some-server]',
        '    disabled: yes please',
        '  notes: { url: "http://127.0.0.1:8002/mcp", disabled: true }',
      ].join('\n'),
    )
    expect(issues).toEqual([])
    expect(documents).toEqual([
      { name: 'weather', url: 'http://127.0.0.1:8001/mcp', tags: ['outdoor', '天气'] },
      { name: 'files', command: 'npx', args: ['-y', 'some-server'], disabled: 'yes please' },
      { name: 'notes', url: 'http://127.0.0.1:8002/mcp', enabled: false },
    ])
    expect(frame).toEqual({ keys: ['team', 'servers', 'mcpServers'], rest: { team: 'lab' } })
    expect([lineOf('weather'), lineOf('files'), lineOf('notes')]).toEqual([3, 7, 11])
  })

  it('has its issues at their places, without the secrets beside them', () => {
    const { issues } = yaml(
      'mcpServers:\n  a: { url: ftp://h/, headers: { X-Any: s3cret }, env: { API_KEY: s3cret2 } }\n',
    )
    expect(issues).toMatchObject([
      { code: 'invalid-entry', line: 2, column: 13, field: 'mcpServers.a.url', server: 'a' },
    ])
    expect(issues[0]?.excerpt).toContain('ftp://h/')
    expect(issues[0]?.excerpt).not.toContain('s3cret')
  })

  it.each([
    ['broken indentation', 'servers:\n  - name: a\n url: x\n', 'syntax'],
    ['a list that is not closed', 'servers: [a', 'syntax'],
    ['two documents', 'servers: []\n---\nservers: []\n', 'syntax'],
    ['an alias of nothing', 'servers: [*nobody]', 'syntax'],
    ['nothing', ' \n', 'empty'],
    ['comments alone', '# none\n', 'no-servers'],
    ['a text', 'hello', 'no-servers'],
    ['a forbidden name', '__proto__: { polluted: 1 }\nservers: []', 'forbidden-key'],
    ['a list twice', 'servers: []\nservers: []', 'duplicate-key'],
    ['deep nesting', `servers: ${'['.repeat(depthMax + 1)}${']'.repeat(depthMax + 1)}`, 'too-deep'],
    ['nesting beyond any stack', '['.repeat(200_000), 'too-deep'],
    ['lists in lists beyond any stack', '- '.repeat(200_000), 'too-deep'],
  ])('is refused with %s, and no secret is shown', (_what, text, code) => {
    const { issues, frame } = yaml(text)
    expect(issues.map((issue) => issue.code)).toEqual([code])
    expect(frame).toBeNull()
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('shows no line of a text it could not read: what is secret in it is not known', () => {
    const { issues } = yaml('servers:\n  - token: s3cret\n token: |\n    s3cret\n')
    expect(issues).toMatchObject([{ code: 'syntax', line: 3, excerpt: null }])
  })

  it('stands for what its aliases stand for, and for no more than a document may hold', () => {
    const { documents } = yaml(
      'x: &tags [a, b]\nservers:\n  - { name: one, url: "http://h/", tags: *tags }\n',
    )
    expect(documents).toMatchObject([{ name: 'one', tags: ['a', 'b'] }])
    const bomb = Array.from({ length: 12 }, (_, at) => `a${at}: &a${at} [${`*a${at - 1},`.repeat(9)}]`)
    const laughs = yaml(['a0: &a0 [x,x,x,x,x,x,x,x,x]', ...bomb.slice(1), 'servers: []'].join('\n'))
    expect(laughs.issues).toMatchObject([
      { code: 'syntax', detail: { reason: 'its aliases stand for too much' } },
    ])
    expect(yaml('servers: &s [*s]').issues.map(({ code }) => code)).toEqual(['too-deep'])
  })

  it('refuses a field that stands twice, and a number no reader can keep', () => {
    const { issues } = yaml(
      'servers:\n  - { name: a, url: "http://h/", url: "http://evil/" }\n  - { name: b, url: "http://h/", priority: .inf }\n',
    )
    expect(issues).toMatchObject([
      { code: 'duplicate-key', field: 'servers[0].url', line: 2 },
      { code: 'invalid-entry', field: 'servers[1].priority', line: 3 },
    ])
  })
})

describe('a document in TOML', () => {
  it('is read as Codex writes it, tables by name', () => {
    const { documents, issues, lineOf } = toml(
      [
        'model = "x"',
        '',
        '[mcp_servers.files]',
        'command = "npx"',
        'args = ["-y", "some-server"]',
        '[mcp_servers.files.env]',
        'ROOT = "/srv"',
        '',
        '[mcp_servers."two words"]',
        'url = "http://127.0.0.1:8002/mcp"',
      ].join('\n'),
    )
    expect(issues).toEqual([])
    expect(documents).toEqual([
      { name: 'files', command: 'npx', args: ['-y', 'some-server'], env: { ROOT: '/srv' } },
      { name: 'two words', url: 'http://127.0.0.1:8002/mcp' },
    ])
    expect([lineOf('files'), lineOf('two words')]).toEqual([3, 9])
  })

  it('is read as Vibe writes it, a list of tables, with issues at their lines', () => {
    const { documents, issues } = toml(
      [
        '[[mcp_servers]]',
        'name = "one"',
        'url = "http://127.0.0.1:8001/mcp"',
        'added = 2026-01-02',
        '[[mcp_servers]]',
        'name = "two"',
        'url = "ftp://h/?token=s3cret"',
      ].join('\n'),
    )
    expect(documents).toMatchObject([{ name: 'one', added: '2026-01-02' }])
    expect(issues).toMatchObject([
      { code: 'invalid-entry', line: 7, column: 1, field: 'mcp_servers[1].url', excerpt: null },
    ])
  })

  it.each([
    ['a broken line', 'a = 1\n[mcp_servers.a\n', 'syntax', 2],
    ['a name twice', '[mcp_servers.a]\nurl = "http://h/"\nurl = "http://evil/"', 'syntax', 3],
    ['a forbidden name', '[__proto__]\npolluted = 1\n[mcp_servers]', 'forbidden-key', 1],
    ['nothing', '', 'empty', null],
    ['no list', 'a = 1', 'no-servers', 1],
    ['deep nesting', `servers = ${'['.repeat(2_000)}${']'.repeat(2_000)}`, 'syntax', 1],
    ['deep tables', `[${'a.'.repeat(2_000)}a]\n`, 'too-deep', null],
  ])('is refused with %s', (_what, text, code, line) => {
    const { issues } = toml(text)
    expect(issues).toMatchObject([{ code, line }])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('gives the same as YAML and JSON of the same value', () => {
    const servers = '[{ name: "a", url: "http://h/", priority: 3, enabled: true, timeout: 1.5 }]'
    const json = read(`{"servers":${servers.replaceAll(/(\w+):(?= )/gu, '"$1":')}}`, 'x.json')
    expect(yaml(`servers: ${servers}`).documents).toEqual(json.documents)
    expect(toml(`servers = ${servers.replaceAll(/(\w+):(?= )/gu, '$1 =')}`).documents).toEqual(json.documents)
  })
})

describe('comments in a JSON file', () => {
  it.each([
    '.vscode/mcp.json',
    '/home/me/.config/Code/User/mcp.json',
    'C:\\Users\\me\\.gemini\\settings.json',
  ])('are taken in %s, whose own program takes them', (path) => {
    expect(read('{ // mine\n "servers": {}, }', path).issues).toEqual([])
  })
})

describe('any text', () => {
  const parts = [
    'servers',
    ':',
    ' ',
    '\n',
    '  ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '&a',
    '*a',
    '"',
    "'",
    '=',
    '.',
    '|',
    '1',
  ]
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...parts)).map((chosen) => chosen.join('')),
    fc.jsonValue().map((value) => `servers: ${JSON.stringify(value)}`),
  )

  it.each(['x.yaml', 'x.toml'])('gives a frame or an issue as %s', (fileName) => {
    fc.assert(
      fc.property(text, (each) => {
        const { frame, issues, entries } = readDocument(each, fileName)
        expect(frame === null).toBe(issues.length > 0)
        for (const entry of entries)
          if (entry.document === null) expect(entry.issues.length).toBeGreaterThan(0)
      }),
      { numRuns: 1_000 },
    )
  })
})
