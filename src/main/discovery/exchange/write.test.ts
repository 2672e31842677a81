import { describe, expect, test } from 'vitest'
import { exportFormats } from '../../../shared/contract/import'
import { RegistrationDocument, toRegistration } from '../../../shared/contract/registration'
import { readDocument } from '../document'
import { registrationKey } from '../server-json/server-json'
import { withheld } from '../withheld'
import { registryName } from './registry-list'
import { secretFree } from './secret-free'
import { writeAs } from './write'

const reference = `\${secret:abcdefghijklmnopqrstuv}`
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl'

const remote: RegistrationDocument = {
  name: 'weather',
  url: 'https://weather.test/mcp?units=metric',
  description: 'Forecasts',
  tags: ['weather', 'api'],
  priority: 10,
  auto_connect: false,
  health_check_url: 'https://weather.test/health',
  metadata: { version: '1.2.3', team: 'north' },
  retry_count: 3,
}
const sse: RegistrationDocument = {
  name: '天气 b',
  url: 'https://old.test/events',
  type: 'sse',
  enabled: false,
}
const command: RegistrationDocument = {
  name: 'files',
  command: 'npx',
  args: ['-y', '@modelcontextprotocol/server-filesystem', '/tmp', '--author', 'me'],
  env: { LEVEL: 'debug' },
  cwd: '/tmp',
  'x-own': { kept: [1, null, 'two'] },
}
const sealed: RegistrationDocument = {
  name: 'github',
  url: 'https://api.github.test/mcp',
  headers: { Authorization: reference, 'X-Tenant': reference },
}
const sealedCommand: RegistrationDocument = {
  name: 'search',
  command: 'search-mcp',
  env: { SEARCH_API_KEY: reference, LEVEL: 'debug' },
}

const written = (format: (typeof exportFormats)[number], ...documents: RegistrationDocument[]) =>
  // As it would lie in a file.
  JSON.parse(JSON.stringify(writeAs(format, documents)))

const readBack = (document: unknown) => {
  const { entries, issues } = readDocument(JSON.stringify(document), 'export.json')
  expect(issues).toEqual([])
  return entries.map((entry) => entry.document && toRegistration(entry.document))
}

describe('round trips', () => {
  const all = [remote, sse, command]

  test.each(['original', 'mcpServers', 'vscode'] as const)(
    'what is written as %s gives the same registrations again',
    (format) => {
      const { document, count, remarks } = written(format, ...all)
      expect({ count, remarks }).toEqual({ count: 3, remarks: [] })
      expect(readBack(document)).toEqual(all.map(toRegistration))
    },
  )

  test('the list of a registry carries what it has no place for, so nothing is lost of servers with an address', () => {
    const { document, count } = written('registry', remote, sse)
    expect(count).toBe(2)
    const back = document.servers.map(({ server }: { server: Record<string, never> }) => {
      const [{ type, url }] = server.remotes as unknown as [{ type: string; url: string }]
      const own = (server._meta as unknown as Record<string, object>)[registrationKey]
      return toRegistration(
        RegistrationDocument.parse({ ...own, url, type: type === 'sse' ? 'sse' : 'http' }),
      )
    })
    expect(back).toEqual([remote, sse].map(toRegistration))
  })

  test('the original keeps fields Rollcall does not know', () => {
    expect(written('original', command).document.servers).toEqual([command])
  })
})

describe('secrets', () => {
  const withSecrets: RegistrationDocument[] = [
    sealed,
    sealedCommand,
    { name: 'keyed', url: `https://k.test/mcp?api_key=plainly-visible&units=metric&v=${jwt}` },
    {
      name: 'options',
      command: 'run',
      args: [
        '--api-key',
        'plainly-visible',
        '--token=plainly-visible',
        '--author',
        'me',
        jwt,
        '--no-auth',
        'x',
      ],
      metadata: { api_key: 'plainly-visible', nested: { password: 'plainly-visible', note: 'kept' } },
    },
  ]

  test.each(exportFormats)('none is in %s, wherever it stood', (format) => {
    const text = JSON.stringify(written(format, ...withSecrets).document)
    expect(text).not.toContain('plainly-visible')
    expect(text).not.toContain(jwt)
    if (format !== 'original') expect(text).not.toContain(reference)
  })

  test('what is no secret stays: other parameters, options and notes', () => {
    const free = withSecrets.map((document) => secretFree(document, () => undefined))
    expect(free[2]?.url).toBe('https://k.test/mcp?units=metric')
    const left = ['--api-key', withheld, `--token=${withheld}`, '--author', 'me', withheld, '--no-auth', 'x']
    expect(free[3]).toMatchObject({ args: left, metadata: { nested: { note: 'kept' } } })
    expect(free[3]?.metadata).toEqual({ nested: { note: 'kept' } })
  })

  test('become variables of the environment for most clients', () => {
    const { document, remarks } = written('mcpServers', sealed, sealedCommand)
    expect(document.mcpServers).toEqual({
      github: {
        type: 'http',
        url: sealed.url,
        headers: { Authorization: `\${GITHUB_AUTHORIZATION}`, 'X-Tenant': `\${GITHUB_X_TENANT}` },
      },
      search: {
        type: 'stdio',
        command: 'search-mcp',
        env: { SEARCH_API_KEY: `\${SEARCH_API_KEY}`, LEVEL: 'debug' },
      },
    })
    expect(remarks).toContainEqual({
      server: 'github',
      code: 'placeholder',
      field: 'headers.Authorization',
      detail: { placeholder: `\${GITHUB_AUTHORIZATION}` },
    })
  })

  test('become questions in VS Code, each with an id of its own', () => {
    const { document } = written('vscode', sealed, { ...sealed, name: 'GitHub' })
    expect(document.servers.github.headers.Authorization).toBe(`\${input:github-authorization}`)
    expect(document.servers.GitHub.headers.Authorization).toBe(`\${input:github-authorization-2}`)
    expect(document.inputs).toHaveLength(4)
    expect(document.inputs[0]).toEqual({
      type: 'promptString',
      id: 'github-authorization',
      description: 'Authorization (github)',
      password: true,
    })
  })

  test('are declared in the list of a registry, those of an address as its variables', () => {
    const { document } = written('registry', sealed, withSecrets[2] as RegistrationDocument)
    const [github, keyed] = document.servers.map(({ server }: { server: object }) => server)
    expect(github.remotes).toEqual([
      {
        type: 'streamable-http',
        url: sealed.url,
        headers: [
          { name: 'Authorization', isRequired: true, isSecret: true },
          { name: 'X-Tenant', isRequired: true, isSecret: true },
        ],
      },
    ])
    expect(keyed.remotes[0].url).toBe('https://k.test/mcp?api_key={api_key}&units=metric&v={v}')
    expect(keyed.remotes[0].variables.api_key).toMatchObject({ isSecret: true })
  })

  test('stay references in the original, which open again where they were written', () => {
    const { document, remarks } = written('original', sealed)
    expect(document.servers).toEqual([sealed])
    expect(remarks.map(({ code }: { code: string }) => code)).toEqual(['reference', 'reference'])
  })
})

describe('the list of a registry', () => {
  test('leaves commands out and says so', () => {
    const { document, count, remarks } = written('registry', command, remote)
    expect({ count, metadata: document.metadata }).toEqual({ count: 1, metadata: { count: 1 } })
    expect(remarks).toEqual([{ server: 'files', code: 'command', field: 'command', detail: {} }])
  })

  test('has names the schema allows, the same for the same name and never one for two', () => {
    expect(registryName('io.github.someone/thing')).toBe('io.github.someone/thing')
    expect(registryName('weather')).toBe('local.rollcall/weather')
    const names = ['天气', '天 气', 'a b', 'a-b', 'a/b/c'].map(registryName)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/u)
  })

  test('cuts a description to what the schema allows, says so, and keeps the whole beside it', () => {
    const description = '很长'.repeat(100)
    const { document, remarks } = written('registry', { ...remote, description })
    const [{ server }] = document.servers
    expect(server.description).toHaveLength(100)
    expect(server._meta[registrationKey].description).toBe(description)
    expect(remarks).toEqual([{ server: 'weather', code: 'shortened', field: 'description', detail: {} }])
    expect(server).toMatchObject({ version: '1.2.3', title: 'weather' })
  })
})
