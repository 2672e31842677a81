import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDiscovery } from '../discovery.fixture'
import { Backups } from './backups'
import { placesOf } from './client-places'
import { Clients } from './clients'
import { knownClients } from './known-clients'

async function openClients() {
  const rooms = await openDiscovery()
  const machine = { platform: 'linux' as const, home: rooms.folder, env: {} }
  const backups = new Backups(join(rooms.host.dataDir, 'client-backups'))
  const host = { ...rooms.host, machine }
  const clients = new Clients({ ...rooms, host, backups })
  return {
    ...rooms,
    clients,
    /** Writes a file below the home directory. */
    put(name: string, content: unknown) {
      const path = join(rooms.folder, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
      return path
    },
    read: (name: string) => readFileSync(join(rooms.folder, name), 'utf8'),
    [Symbol.asyncDispose]: () => rooms[Symbol.asyncDispose](),
  }
}

const cursor = '.cursor/mcp.json'
const use = { client: 'cursor', servers: ['weather'] }
const weather = {
  name: 'weather',
  url: 'https://weather.example/mcp',
  headers: { Authorization: 'Bearer hush' },
}

describe('clients on this computer', () => {
  it('are found with what is in each, and what is not there only when asked', async () => {
    await using rooms = await openClients()
    const path = rooms.put('.config/Claude/claude_desktop_config.json', {
      mcpServers: { files: { command: 'npx', args: ['-y', 'x'], env: { API_KEY: 'hush' } } },
    })
    const found = await rooms.clients.list({ all: false })
    expect(found).toMatchObject([
      { client: 'claude-desktop', path, state: 'found', entries: [{ name: 'files', outcome: 'new' }] },
    ])
    expect(JSON.stringify(found)).not.toContain('hush')
    const all = await rooms.clients.list({ all: true })
    expect(new Set(all.map(({ client }) => client)).size).toBe(knownClients.length)
    expect(rooms.names()).toEqual([])
  })

  it('that cannot be read are told, and the others are read', async () => {
    await using rooms = await openClients()
    rooms.put(cursor, '{"mcpServers": {')
    rooms.put('.kimi/mcp.json', '')
    mkdirSync(join(rooms.folder, '.qoder/mcp.json'), { recursive: true })
    const found = await rooms.clients.list({ all: false })
    expect(found).toMatchObject([
      { client: 'cursor', state: 'unreadable', issues: [{ code: 'syntax', line: 1 }] },
      { client: 'qoder', state: 'unreadable', issues: [{ code: 'not-a-file' }] },
      { client: 'kimi', state: 'found', entries: [] },
    ])
  })

  it('are imported: commands wait, secrets go to the store, variables stay as they are', async () => {
    await using rooms = await openClients()
    rooms.put(cursor, {
      mcpServers: {
        files: { command: 'npx', env: { API_KEY: 'hush', DIR: `\${env:HOME}` } },
        other: { url: 'https://other.example/mcp' },
      },
    })
    const result = await rooms.clients.import({ client: 'cursor', names: ['files'], approve: [] })
    expect(result).toMatchObject({ added: ['files'], refused: [] })
    expect(rooms.names()).toEqual(['files'])
    const record = rooms.registry.byName('files')
    expect(record.document.env).toMatchObject({
      DIR: `\${env:HOME}`,
      API_KEY: expect.stringMatching(/^\$\{secret:/u),
    })
    expect(rooms.approvals.pending(record)).not.toBeNull()
    const [again] = await rooms.clients.list({ all: false })
    expect(again?.entries.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['files', 'unchanged'],
      ['other', 'new'],
    ])
  })

  it('are watched as sources: read in their own spelling, asked about, secrets sealed', async () => {
    await using rooms = await openClients()
    const path = rooms.put('.codeium/windsurf/mcp_config.json', '{\n// mine\n"mcpServers": {}, "other": 1}')
    const source = await rooms.clients.watch({ client: 'windsurf' })
    expect(source).toMatchObject({ name: 'Windsurf', policy: 'ask', state: 'ok', servers: 0 })
    const entries = {
      weather: { serverUrl: 'https://weather.example/mcp', headers: { 'X-Key': 'hush' }, disabled: true },
      broken: { serverUrl: 'no address' },
    }
    rooms.put('.codeium/windsurf/mcp_config.json', { mcpServers: entries, other: 1 })
    const now = await rooms.discovery.scan(source.id)
    expect(now.issues).toMatchObject([{ code: 'invalid-entry', server: 'broken', line: 10, excerpt: null }])
    const record = rooms.registry.byName('weather')
    expect(record.document).toMatchObject({ url: 'https://weather.example/mcp', enabled: false })
    expect(JSON.stringify(record.document)).not.toContain('hush')
    expect(rooms.approvals.pending(record)).not.toBeNull()
    expect(await rooms.clients.list({ all: false })).toMatchObject([{ path, source: source.id }])
    expect((await rooms.clients.watch({ client: 'windsurf' })).id).toBe(source.id)
    const exported = JSON.stringify(rooms.discovery.export(source.id))
    expect(exported).not.toContain('other')
    await expect(rooms.discovery.add({ path, client: 'nobody' })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('have files of a project only in a folder somebody names', async () => {
    await using rooms = await openClients()
    rooms.put('work/.vscode/mcp.json', { servers: { a: { command: 'x' } } })
    expect(await rooms.clients.list({ all: false })).toEqual([])
    const folder = join(rooms.folder, 'work')
    expect(await rooms.clients.list({ all: false, folder })).toMatchObject([{ client: 'vscode' }])
    await expect(
      rooms.clients.import({ client: 'vscode', path: '/etc/passwd', approve: [] }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('using servers in another client', () => {
  it('shows the difference, writes it, and undoes it', async () => {
    await using rooms = await openClients()
    await rooms.registry.register(weather)
    const before =
      '{\n\t// mine\n\t"mcpServers": {\n\t\t"own": { "url": "https://o.example/", "headers": { "X-Key": "theirs" } },\n\t},\n}\n'
    const path = rooms.put(cursor, before)
    const preview = await rooms.clients.preview(use)
    expect(preview).toMatchObject({ path, exists: true, servers: [{ outcome: 'added' }] })
    expect(preview.diff).toContain('+\t\t"weather": {')
    expect(preview.diff).toContain(`\${env:WEATHER_AUTHORIZATION}`)
    expect(preview.diff).not.toContain('theirs')
    expect(rooms.read(cursor)).toBe(before)
    const { undo, backup } = await rooms.clients.write({ ...use, hash: preview.hash, create: false })
    const after = rooms.read(cursor)
    expect(after).toContain('// mine')
    expect(after).not.toMatch(/hush|\$\{secret/u)
    expect(readFileSync(backup ?? '', 'utf8')).toBe(before)
    expect(await rooms.clients.preview(use)).toMatchObject({ diff: '', servers: [{ outcome: 'unchanged' }] })
    await rooms.clients.undo({ client: 'cursor', undo })
    expect(rooms.read(cursor)).toBe(before)
    await expect(rooms.clients.undo({ client: 'cursor', undo })).rejects.toMatchObject({ code: 'not-found' })
    expect(readdirSync(dirname(path))).toEqual(['mcp.json'])
  })

  it('is refused where the file, or the server, changed since it was shown', async () => {
    await using rooms = await openClients()
    await rooms.registry.register(weather)
    rooms.put(cursor, '{}\n')
    const { hash } = await rooms.clients.preview(use)
    rooms.put(cursor, '{ }\n')
    const write = () => rooms.clients.write({ ...use, hash, create: false })
    await expect(write()).rejects.toMatchObject({ code: 'file-changed' })
    rooms.put(cursor, '{}\n')
    await rooms.registry.update('weather', { url: 'https://elsewhere.example/mcp' })
    await expect(write()).rejects.toMatchObject({ code: 'file-changed' })
    expect(rooms.read(cursor)).toBe('{}\n')
  })

  it('is not undone over what somebody wrote afterwards', async () => {
    await using rooms = await openClients()
    await rooms.registry.register(weather)
    rooms.put(cursor, '{}\n')
    const { hash } = await rooms.clients.preview(use)
    const { undo } = await rooms.clients.write({ ...use, hash, create: false })
    rooms.put(cursor, '{"mine":1}\n')
    await expect(rooms.clients.undo({ client: 'cursor', undo })).rejects.toMatchObject({
      code: 'file-changed',
    })
    expect(rooms.read(cursor)).toBe('{"mine":1}\n')
  })

  it('makes a file only when told to, and undoing takes it away', async () => {
    await using rooms = await openClients()
    await rooms.registry.register(weather)
    const { hash, exists } = await rooms.clients.preview(use)
    expect(exists).toBe(false)
    const write = (create: boolean) => rooms.clients.write({ ...use, hash, create })
    await expect(write(false)).rejects.toMatchObject({ code: 'not-found' })
    const { undo, backup } = await write(true)
    expect(backup).toBeNull()
    expect(JSON.parse(rooms.read(cursor))).toHaveProperty('mcpServers.weather.url')
    await rooms.clients.undo({ client: 'cursor', undo })
    expect(await rooms.clients.list({ all: false })).toEqual([])
  })

  it.skipIf(process.platform === 'win32')('writes through links and keeps the permissions', async () => {
    await using rooms = await openClients()
    await rooms.registry.register(weather)
    const real = rooms.put('dotfiles/mcp.json', '{}\n')
    mkdirSync(join(rooms.folder, '.cursor'))
    symlinkSync(real, join(rooms.folder, cursor))
    const { mode } = statSync(real)
    const { hash, path } = await rooms.clients.preview(use)
    expect(path).toBe(real)
    await rooms.clients.write({ ...use, hash, create: false })
    expect(readFileSync(real, 'utf8')).toContain('weather')
    expect(statSync(real).mode).toBe(mode)
  })
})

describe('where clients keep their files', () => {
  const row = (id: string) => knownClients.filter((client) => client.id === id)
  const places = (id: string, machine: Parameters<typeof placesOf>[1]) =>
    row(id).flatMap((client) => placesOf(client, machine))

  it('follows each system', () => {
    const linux = { platform: 'linux' as const, home: '/home/me', env: {} }
    expect(places('claude-desktop', linux)).toEqual(['/home/me/.config/Claude/claude_desktop_config.json'])
    expect(places('codex', { ...linux, env: { CODEX_HOME: '/c' } })).toEqual([
      '/c/config.toml',
      '/home/me/.codex/config.toml',
    ])
    expect(places('zed', { ...linux, env: { XDG_CONFIG_HOME: '/x' } })).toEqual(['/x/zed/settings.json'])
    expect(places('zed', { ...linux, env: { XDG_CONFIG_HOME: 'x' } })).toEqual([
      '/home/me/.config/zed/settings.json',
    ])
    const mac = { platform: 'darwin' as const, home: '/Users/me', env: {} }
    expect(places('claude-desktop', mac)).toEqual([
      '/Users/me/Library/Application Support/Claude/claude_desktop_config.json',
    ])
    expect(places('goose', mac)).toEqual(['/Users/me/.config/goose/config.yaml'])
    const windows = { platform: 'win32' as const, home: 'C:\\Users\\me', env: { APPDATA: 'D:\\Roaming' } }
    expect(places('goose', windows)).toEqual(['D:\\Roaming\\Block\\goose\\config\\config.yaml'])
    expect(places('cursor', windows)).toEqual(['C:\\Users\\me\\.cursor\\mcp.json'])
    expect(places('vscode', { ...windows, env: {} })[0]).toBe(
      'C:\\Users\\me\\AppData\\Roaming\\Code\\User\\mcp.json',
    )
  })
})
