import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { RegistrationDocument } from '../../../shared/contract/registration'
import { readEntry } from './client-entry'
import { type ClientFile, hashOf } from './client-file'
import { readConfig } from './config-reading'
import { type KnownClient, knownClients } from './known-clients'
import { plannedUse } from './use-in'

const rows = knownClients.map((client) => [client.name.en, client] as const)

function fixture({ id, format }: KnownClient): string {
  return readFileSync(
    fileURLToPath(new URL(`../../../../tests/fixtures/clients/${id}.${format}`, import.meta.url)),
    'utf8',
  )
}

function documentsIn(text: string, client: KnownClient): RegistrationDocument[] {
  const reading = readConfig(text, client)
  if (!('config' in reading)) throw new Error(reading.message)
  return reading.entries.flatMap(({ name, fields }) => {
    const { success, data } = RegistrationDocument.safeParse(readEntry(name, fields, client))
    return success ? [data] : []
  })
}

function fileWith(text: string): ClientFile {
  return { state: 'found', path: '/file', text, hash: hashOf(text) }
}

function written(text: string, documents: readonly RegistrationDocument[], client: KnownClient): string {
  return plannedUse(documents, fileWith(text), client).text
}

/** The lines of `before` that `after` has no more, in whatever order. */
function lostLines(before: string, after: string): string[] {
  const left = after.split('\n').map((line) => line.replace(/,?\s*$/u, ''))
  return before.split('\n').filter((line) => !left.includes(line.replace(/,?\s*$/u, '')))
}

const added: RegistrationDocument = {
  name: 'new one',
  command: 'uvx',
  args: ['--from', 'a"b', 'c d'],
  env: { MODE: 'x\\y' },
  tags: ['mine'],
  priority: 5,
}

describe.each(rows)('the file of %s', (_name, client) => {
  const text = fixture(client)

  it('is read in its own spelling', () => {
    const documents = documentsIn(text, client)
    expect(documents[0]).toMatchObject({
      name: 'files',
      command: 'npx',
      args: ['-y', '@example/files', '/srv/a b'],
      env: { LOG_LEVEL: 'debug' },
    })
    if (client.dialect.url === null) return
    expect(documents[1]).toMatchObject({
      name: 'weather',
      url: 'https://weather.example/mcp',
      headers: { 'X-Region': 'eu' },
    })
  })

  it('is the same byte for byte when what was imported is exported again', () => {
    const use = plannedUse(documentsIn(text, client), fileWith(text), client)
    expect(use.text).toBe(text)
    expect(use.preview).toMatchObject({ diff: '', remarks: [] })
    expect(use.preview.servers.every(({ outcome }) => outcome === 'unchanged')).toBe(true)
  })

  it('keeps comments, order and fields it does not know when a server is added', () => {
    const after = written(text, [added], client)
    expect(lostLines(text, after)).toEqual([])
    expect(documentsIn(after, client).map(({ name }) => name)).toEqual([
      ...documentsIn(text, client).map(({ name }) => name),
      'new one',
    ])
    const { name, command, args, env } = added
    expect(documentsIn(after, client).at(-1)).toMatchObject({ name, command, args, env })
    expect(after).not.toContain('priority')
  })

  it('has only the field changed that another value is for', () => {
    const [files] = documentsIn(text, client)
    if (!files) throw new Error('no entry')
    const after = written(text, [{ ...files, env: { LOG_LEVEL: 'silent' } }], client)
    const expected = text.replace('debug', 'silent')
    if (client.format === 'toml') expect(documentsIn(after, client)).toEqual(documentsIn(expected, client))
    else expect(after).toBe(expected)
    expect(after).toContain('another program')
  })

  it('is made where there is none', () => {
    const file: ClientFile = { state: 'missing', path: '/file', hash: 'missing' }
    const { text: made, preview } = plannedUse([added], file, client)
    expect(preview).toMatchObject({ exists: false, servers: [{ outcome: 'added' }] })
    expect(documentsIn(made, client)[0]).toMatchObject({ name: 'new one', command: 'uvx' })
    expect(made).toMatch(/[^\n]\n$/u)
  })

  it('keeps its line ends and its byte order mark', () => {
    const windows = `\uFEFF${text.replaceAll('\n', '\r\n')}`
    const after = written(windows, [added], client)
    expect(after.startsWith('\uFEFF')).toBe(true)
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u)
    expect(lostLines(windows, after)).toEqual([])
  })

  it('never holds a secret of ours, and keeps one of its own', () => {
    const secret = `\${secret:${'a'.repeat(22)}}`
    const document = { ...added, env: { API_TOKEN: secret } }
    const { text: after, preview } = plannedUse([document], fileWith(text), client)
    expect(after).not.toContain(secret)
    expect(preview.remarks).toMatchObject([{ server: 'new one', field: 'env.API_TOKEN' }])
    expect(preview.remarks[0]?.placeholder).toContain('API_TOKEN')
    const own = written(text, [{ ...added, env: { API_TOKEN: 'theirs' } }], client)
    const again = plannedUse([document], fileWith(own), client)
    expect(again.text).toBe(own)
  })
})

describe('what another program can say', () => {
  const row = (id: string) => knownClients.find((client) => client.id === id) as KnownClient

  it('a server over HTTP is not written for a program that starts commands only', () => {
    const { preview } = plannedUse(
      [{ name: 'far', url: 'https://far.example/mcp' }],
      fileWith('{}'),
      row('claude-desktop'),
    )
    expect(preview).toMatchObject({ servers: [{ server: 'far', outcome: 'no-remote' }], diff: '' })
  })

  it('Gemini CLI has a field of its own for SSE', () => {
    const text = '{"mcpServers":{"a":{"url":"https://a.example/events"}}}'
    expect(documentsIn(text, row('gemini-cli'))).toEqual([
      { name: 'a', url: 'https://a.example/events', type: 'sse' },
    ])
    expect(written('{}', documentsIn(text, row('gemini-cli')), row('gemini-cli'))).toContain('"url"')
  })

  it('names of variables become templates, and are kept where they stand', () => {
    const text =
      '[mcp_servers.a]\nurl = "https://a.example/mcp"\nbearer_token_env_var = "TOK"\n\n[mcp_servers.b]\ncommand = "x"\nenv_vars = ["HOME_DIR"]\n'
    const documents = documentsIn(text, row('codex'))
    expect(documents).toMatchObject([
      { headers: { Authorization: `Bearer \${env:TOK}` } },
      { env: { HOME_DIR: `\${env:HOME_DIR}` } },
    ])
    const sealed = { ...documents[0], headers: { Authorization: `\${secret:${'b'.repeat(22)}}` } }
    expect(written(text, [sealed as RegistrationDocument, ...documents.slice(1)], row('codex'))).toBe(text)
  })

  it('a claim of trust is not taken', () => {
    const text = '{"mcpServers":{"a":{"command":"x","autoApprove":["*"],"trust":true,"alwaysAllow":["y"]}}}'
    expect(documentsIn(text, row('cline'))).toEqual([{ name: 'a', command: 'x' }])
  })

  it('B010: an entry that stands twice is refused, and only it', () => {
    const text = '{"mcpServers":{"a":{"command":"good"},"a":{"command":"evil"},"b":{"command":"c"}}}'
    const reading = readConfig(text, row('cursor'))
    expect(reading).toMatchObject({
      entries: [{ name: 'b' }],
      refused: [{ issue: { code: 'duplicate-key' } }, { issue: { code: 'duplicate-key' } }],
    })
  })

  it('B008: keys that reach into prototypes are refused in every format', () => {
    for (const [id, text] of [
      ['cursor', '{"mcpServers":{"a":{"command":"x","env":{"__proto__":{"polluted":"1"}}}}}'],
      ['goose', 'extensions:\n  a:\n    cmd: x\n    envs:\n      constructor: y\n'],
      ['codex', '[mcp_servers.a]\ncommand = "x"\n[mcp_servers.a.env]\nconstructor = "y"\n'],
    ] as const)
      expect(readConfig(text, row(id))).toMatchObject({
        entries: [],
        refused: [{ issue: { code: 'forbidden-key' } }],
      })
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('aliases of YAML that grow without end are refused', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]']
    for (let at = 1; at < 9; at++) {
      const [one, other] = [String.fromCharCode(97 + at), String.fromCharCode(96 + at)]
      bomb.push(`${one}: &${one} [${Array(9).fill(`*${other}`).join(',')}]`)
    }
    expect(readConfig(`${bomb.join('\n')}\n`, row('goose'))).toMatchObject({ code: 'syntax' })
  })

  it('JSON stays byte for byte around what is added, and comments stay where they belong', () => {
    const [one, other] = [
      '"a": { "command": "x", "args": ["-v"] }',
      '"b": { "url": "https://b.example/mcp" }',
    ]
    const cases = [
      `{\n  "mcpServers": {\n    ${one},\n    ${other} // mine\n  }, "z": [1,2]\n}\n`,
      `{\n  "mcpServers": {\n    ${one}, /* first */\n    ${other}, // mine\n  }\n}\n`,
      `{ "mcpServers": { ${one}, ${other} } }\n`,
      `{\n  "theme": { "dark":true }, // mine\n  "mcpServers": {}\n}\n`,
      `{\n  "theme": { "dark":true } // mine\n}\n`,
      '{ // nothing yet\n}\n',
    ]
    for (const text of cases) {
      const after = written(text, [added], row('cursor'))
      for (const part of text.match(/"[ab]": \{[^}]*\}|"theme": \{[^}]*\}|\[1,2\]/gu) ?? [])
        expect(after).toContain(part)
      if (text.includes('// mine')) expect(after).toMatch(/(?:"b"|"theme"): .*\/\/ mine\n/u)
      expect(documentsIn(after, row('cursor')).at(-1)).toMatchObject({ name: 'new one', command: 'uvx' })
    }
  })

  it('lines of YAML that nobody changed stay, however they are laid out', () => {
    const text =
      'a: [1,2]\nb: { c: [ 3 ], d:   4 }\nextensions:\n    x: {cmd: run, args: [ -v,  --deep ]}\nlast:   "y"\n'
    const after = written(text, [added], row('goose'))
    expect(lostLines(text, after)).toEqual([])
  })

  it('a file that is laid out in a way that cannot be changed without harm is left alone', () => {
    const text = 'mcp_servers = { a = { command = "x" } }\n'
    expect(() => written(text, [added], row('codex'))).toThrow(
      expect.objectContaining({ code: 'file-unusable' }),
    )
  })
})
