import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDocument } from './document'
import { depthMax } from './json-text'

function read(text: string, fileName = 'servers.json', known: string[] = []) {
  const document = readDocument(text, fileName, known)
  return {
    ...document,
    documents: document.entries.flatMap((entry) => entry.document ?? []),
    issues: [...document.issues, ...document.entries.flatMap((entry) => entry.issues)],
  }
}

const good = '{"name":"good","url":"http://127.0.0.1:1/mcp"}'

describe('the shapes of a document', () => {
  it('reads the original list', () => {
    const { documents, issues } = read(`{"servers":[${good}]}`)
    expect(documents).toEqual([{ name: 'good', url: 'http://127.0.0.1:1/mcp' }])
    expect(issues).toEqual([])
  })

  it('reads maps by name, with the key as the name and disabled turned round', () => {
    const text = `{"servers":{"a":{"url":"http://h/","disabled":true,"x":1}},"mcpServers":{"b":{"command":"npx"}}}`
    expect(read(text).documents).toEqual([
      { name: 'a', url: 'http://h/', enabled: false, x: 1 },
      { name: 'b', command: 'npx' },
    ])
  })

  it('takes an empty list as no servers', () => {
    expect(read('{"servers":[]}')).toMatchObject({ documents: [], issues: [] })
    expect(read('{"mcpServers":{}}')).toMatchObject({ documents: [], issues: [] })
  })

  it('refuses a list that is neither list nor map, at its place', () => {
    expect(read('{\n  "servers": 5\n}').issues).toMatchObject([
      { code: 'no-servers', line: 2, column: 14, field: 'servers' },
    ])
  })

  it('keeps the other top-level fields in their order, without the secrets among them', () => {
    const text = '{"llm_config":{"max_tokens":5,"api_key":"sk-123"},"servers":[],"discovery":[{"type":"x"}]}'
    const { frame } = read(text)
    expect(frame?.keys).toEqual(['llm_config', 'servers', 'discovery'])
    expect(frame?.rest).toMatchObject({ llm_config: { max_tokens: 5 }, discovery: [{ type: 'x' }] })
    expect(JSON.stringify(frame)).not.toContain('sk-123')
  })
})

describe('the place of an issue', () => {
  it('is the offending value, with line, column, field and excerpt', () => {
    const text = `{\n  "servers": [\n    ${good},\n    { "name": "bad",\n      "url": "ftp://h/" }\n  ]\n}`
    const { documents, issues } = read(text)
    expect(documents).toHaveLength(1)
    expect(issues).toMatchObject([
      {
        severity: 'error',
        code: 'invalid-entry',
        line: 5,
        column: 14,
        field: 'servers[1].url',
        server: 'bad',
        excerpt: '      "url": "ftp://h/" }',
        detail: { field: 'servers[1].url' },
      },
    ])
  })

  it('tells every problem of an entry', () => {
    const text =
      '{"servers":[{"name":"a","url":"http://h/","priority":"x","tags":{},"timeout":0,"enabled":1e400}]}'
    expect(read(text.replace(',"enabled":1e400', '')).issues.map(({ message }) => message)).toEqual([
      'servers[0].tags is not a list.',
      'servers[0].priority is not a number.',
      'servers[0].timeout is too small.',
    ])
    expect(read(text).issues).toMatchObject([
      { field: 'servers[0].enabled', detail: { reason: 'is too large' } },
    ])
  })

  it.each([
    ['1e400', 'is too large'],
    ['9007199254740993', 'is too large'],
    ['1.5', 'is not a whole number'],
  ])('refuses the priority %s', (number, reason) => {
    const { issues } = read(`{"servers":[{"name":"a","url":"http://h/","priority":${number}}]}`)
    expect(issues).toMatchObject([{ field: 'servers[0].priority', detail: { reason } }])
  })

  it('points at the key where a key is wrong', () => {
    const text = '{"mcpServers":{"a":{"command":"x","env":{"A=B":"1"}}," b":{"url":"http://h/"}}}'
    expect(read(text).issues).toMatchObject([
      { field: 'mcpServers.a.env["A=B"]', column: 42 },
      { field: 'mcpServers[" b"].name', column: 54, server: ' b' },
    ])
  })

  it('says what is missing in broken JSON, and where', () => {
    expect(read('{\n  "servers": [\n    {"name": "a" "url": "x"}\n  ]\n}').issues).toMatchObject([
      { code: 'syntax', line: 3, column: 18, detail: { reason: 'a comma is missing' } },
    ])
  })

  it.each([
    ['a header', '{"servers":[{"name":"a","url":"x","headers":{"X-Any":"s3cret","Y":"\u202e\t"}}]}'],
    ['a variable', '{"servers":[{"name":"a","url":"x","env":{"API_KEY":"s3cret \u202e"}}]}'],
    ['a secret in broken JSON', '{"servers":[{"token" "s3cret \u202e'],
    [
      'a secret of 2 MB',
      `{"servers":[{"name":"a","env":{"TOKEN":"s3cret${'\\n'.repeat(1_000_000)}"},"url":"\u202e"}]}`,
    ],
  ])('shows neither %s nor a control character in its excerpt', (_what, text) => {
    const [issue] = read(text).issues
    expect(issue?.excerpt).toBeTruthy()
    expect(issue?.excerpt).not.toContain('s3cret')
    expect(issue?.excerpt).not.toMatch(/[\u202e\t]/u)
    expect(issue?.excerpt?.length).toBeLessThanOrEqual(200)
  })

  it('cuts a long line around the place', () => {
    const filler = JSON.stringify('x'.repeat(5_000))
    const { issues } = read(`{"a":${filler},"servers":[{"name":"a","url":"ftp://h"}],"b":${filler}}`)
    expect(issues[0]?.excerpt).toContain('ftp://h')
    expect(issues[0]?.excerpt).toHaveLength(200)
  })
})

describe('names', () => {
  it('lets the first of two entries with one name count', () => {
    const { documents, issues } = read(`{"servers":[${good},{"name":"good","command":"evil"}]}`)
    expect(documents).toMatchObject([{ url: 'http://127.0.0.1:1/mcp' }])
    expect(issues).toMatchObject([{ code: 'duplicate-name', field: 'servers[1]', server: 'good' }])
  })

  it('flags an imitation of a known name, never the imitated one', () => {
    const { issues } = read(`{"servers":[{"name":"раypal","url":"http://h/"},${good}]}`, 'x.json', ['PayPal'])
    expect(issues).toMatchObject([{ code: 'confusable', severity: 'warning', detail: { other: 'PayPal' } }])
  })
})

describe('any text', () => {
  const shaped = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json({ maxDepth: 4 }),
    fc.jsonValue().map((value) => JSON.stringify({ servers: value })),
    fc
      .array(
        fc.dictionary(
          fc.constantFrom('name', 'url', 'command', 'args', 'env', 'tags', '__proto__'),
          fc.jsonValue(),
        ),
      )
      .map((servers) => JSON.stringify({ servers })),
    fc.dictionary(fc.string(), fc.jsonValue()).map((mcpServers) => JSON.stringify({ mcpServers })),
    fc
      .array(fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '/*', '//', '\\', 'servers', '1', '\n'))
      .map((parts) => parts.join('')),
  )

  it('gives a frame or an issue, and each entry a document or an issue', () => {
    fc.assert(
      fc.property(shaped, fc.constantFrom('x.json', 'x.jsonc'), (text, fileName) => {
        const { frame, issues, entries } = readDocument(text, fileName)
        expect(frame === null).toBe(issues.length > 0)
        for (const entry of entries)
          if (entry.document === null) expect(entry.issues.length).toBeGreaterThan(0)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is taken as JSON exactly where JSON.parse takes it', () => {
    fc.assert(
      fc.property(shaped, (text) => {
        const codes = readDocument(text, 'x.json').issues.map(({ code }) => code)
        const broken = codes.some((code) => ['syntax', 'comments', 'empty'].includes(code))
        expect(broken).toBe(!isJson(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('costs no more than its size, with ten thousand mistakes and secrets in one line', () => {
    const servers = Array.from({ length: 10_000 }, (_, at) => ({
      name: `${at}`,
      url: 'x',
      env: { TOKEN: 'y' },
    }))
    expect(read(JSON.stringify({ servers })).issues).toHaveLength(10_000)
  })

  it('may be nested as deep as the limit and no deeper', () => {
    const nested = (depth: number) => `{"servers":[],"x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
    expect(read(nested(depthMax)).issues).toEqual([])
    expect(read(nested(depthMax + 1)).issues).toMatchObject([{ code: 'too-deep' }])
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
