/**
 * A small believable registry: sample servers and test servers behind gates, named by two watched files, a third file
 * that broke, and one server added by hand. Between them they stand in every state a server can.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runnerImport } from 'vite'
import { homeIn } from '../../e2e/shells/person.ts'
import { startServer } from '../../tests/servers/start.ts'
import { root } from '../setup.mjs'
import { Gate } from './gate.mjs'

/** @import { Headless } from '../headless.mjs' */

const registered = 10
const beatsWanted = 40
const slowBeats = 5
const failedBeats = 4

const sample = (/** @type {string} */ name) => join(root, 'resources', 'examples', `${name}.mjs`)

/** What runs: the port it is shown at, what answers, and how long an answer takes, from and to, in milliseconds. */
const running = /** @type {const} */ ({
  weather_service: [8001, sample('weather'), [30, 60]],
  weather_backup: [8011, sample('weather'), [34, 52]],
  database_service: [8002, sample('database'), [6, 14]],
  image_tools: [8003, sample('text'), [3, 9]],
  docs_search: [8005, 'dual.ts', [60, 140], ['--shelf']],
  translate_api: [8007, 'modern.ts', [40, 90]],
  legacy_search: [9000, 'legacy.mjs', [70, 160], ['--sse']],
  staging_gateway: [8020, 'hung.ts', [0, 0]],
})

const cursorFile = `{
  // What the editor may use
  "mcpServers": {
    "files": { "command": "npx", "args": ["-y", "@example/files", "~/notes"] },
    "maps": { "url": "https://maps.example.com/mcp", "headers": { "X-Key": "3f9a" } }
  }
}
`

/** @typedef {keyof typeof running} Name */

export class Demo {
  /** @type {Map<Name, Gate>} */
  #gates = new Map()
  /** @type {AsyncDisposableStack} */
  #stack = new AsyncDisposableStack()

  /** @param {Headless} rollcall A started one, with nothing in it. @param {string} dir Where the watched files go. */
  constructor(rollcall, dir) {
    this.rollcall = rollcall
    this.dir = join(dir, 'mcp')
    this.slowDelayMs = 2_100
  }

  /** Starts the servers, names them, and resolves once every row shows its state and the bars are full. */
  async start() {
    mkdirSync(this.dir)
    this.#installClients()
    for (const name of /** @type {Name[]} */ (Object.keys(running))) await this.#run(name)
    await this.#watch('local_discovery', this.#local())
    await this.#watch('discovery_server', this.#remote())
    await this.#watch('lab_servers', [])
    writeFileSync(this.#file('lab_servers'), brokenFile)
    await this.rollcall.ask('POST', '/servers', this.#byHand())
    await this.#liveThroughADay()
    await this.rollcall.ask('PATCH', '/settings', { checkIntervalMs: 1_000 })
    await this.#until('weather_service', ({ health }) => health.beats.length >= beatsWanted - slowBeats)
    this.#turn()
    await this.#until('weather_service', ({ health }) => count(health.beats, 's') >= slowBeats)
    await this.#until('legacy_search', ({ health }) => count(health.beats, 'd') >= failedBeats)
    await this.#until('weather_backup', ({ health }) => health.beats.length >= beatsWanted)
    await this.rollcall.until((servers) => servers.some(({ health }) => health.verdict === 'down'))
  }

  /** The same registry, a day older. */
  async #liveThroughADay() {
    await this.rollcall.until((servers) => servers.length >= registered)
    await this.rollcall.end()
    const { module } = await runnerImport(join(import.meta.dirname, 'day.ts'), { root, logLevel: 'error' })
    await /** @type {typeof import('./day.ts')} */ (module).liveThroughADay(this.rollcall.dataDir)
    await this.rollcall.start()
  }

  async end() {
    await this.#stack.disposeAsync()
  }

  /** One server becomes slow, another does not answer any more. */
  #turn() {
    const slow = this.#gates.get('weather_service')
    if (slow) slow.delayMs = () => this.slowDelayMs + Math.random() * 80
    this.#gates.get('legacy_search')?.close()
  }

  /** A file with something new, changed, unchanged and refused in it. */
  importFile() {
    const [weather] = this.#local()
    const [, docs] = this.#remote()
    const servers = [
      { name: 'maps_geocoder', url: 'https://maps.example.com/mcp', tags: ['maps', 'api'], priority: 4 },
      { name: 'tickets', command: 'npx', args: ['-y', 'tickets-mcp', '--read-only'], tags: ['work'] },
      { ...weather, priority: 12, tags: ['weather', 'api', 'forecast'] },
      docs,
      { name: 'old_ftp', url: 'ftp://files.example.com/mcp' },
    ]
    const file = this.#file('team_servers')
    writeFileSync(file, JSON.stringify({ servers }, null, 2))
    return file
  }

  /** Other programs with lists of servers: one plain, one commented, one that broke. */
  #installClients() {
    const put = (/** @type {string} */ name, /** @type {string} */ text) => {
      const path = join(homeIn(this.rollcall.dataDir), name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    }
    put('.cursor/mcp.json', cursorFile)
    put('.codex/config.toml', '[mcp_servers.docs]\nurl = "https://docs.example.com/mcp"\n')
    put('.kiro/settings/mcp.json', '{ "mcpServers": { "notes": { "command": "npx" }\n')
  }

  #local() {
    const home = { metadata: { version: '1.0.0' } }
    return [
      {
        name: 'weather_service',
        url: this.#url('weather_service'),
        tags: ['weather', 'api'],
        priority: 10,
        description: 'Climate of 40 cities',
        metadata: { ...home.metadata, service: 'weather' },
      },
      {
        name: 'weather_backup',
        url: this.#url('weather_backup'),
        tags: ['weather', 'api'],
        priority: 5,
        description: 'The same, from the second site',
        metadata: { ...home.metadata, service: 'weather' },
      },
      {
        name: 'database_service',
        url: this.#url('database_service'),
        tags: ['database', 'api', 'storage'],
        priority: 8,
        description: 'Orders and customers, read-only',
        ...home,
      },
      {
        name: 'image_tools',
        url: this.#url('image_tools'),
        tags: ['image', 'api'],
        priority: 8,
        description: 'Format and size of images, statistics of texts',
        ...home,
      },
      {
        name: 'legacy_search',
        url: this.#url('legacy_search'),
        tags: ['search', 'api'],
        priority: 3,
        description: 'The search of the old intranet',
        metadata: { service: 'search' },
      },
      {
        name: 'notes_files',
        command: 'npx',
        args: ['-y', '@modelcontextprotocol/server-filesystem', '~/notes'],
        tags: ['storage'],
        priority: 4,
      },
    ]
  }

  #remote() {
    return [
      {
        name: 'translate_api',
        url: this.#url('translate_api'),
        tags: ['nlp', 'api'],
        priority: 6,
        auto_connect: false,
        description: 'Chinese, English, Japanese',
      },
      {
        name: 'docs_search',
        url: this.#url('docs_search'),
        tags: ['search'],
        priority: 2,
        description: 'The handbook',
        metadata: { service: 'search' },
      },
      {
        name: 'staging_gateway',
        url: this.#url('staging_gateway'),
        tags: ['api', 'staging'],
        priority: 1,
        timeout: 600,
      },
    ]
  }

  #byHand() {
    const args = ['-y', '@modelcontextprotocol/server-memory']
    return {
      name: 'memory',
      command: 'npx',
      args,
      tags: ['storage', 'notes'],
      priority: 2,
      description: 'What is worth remembering',
    }
  }

  /** @param {Name} name */
  async #run(name) {
    const [port, script, [from, to], args = []] = running[name]
    const server = this.#stack.use(await startServer(script, args))
    const gate = new Gate(server.url, () => from + Math.random() * (to - from))
    await gate.open(port)
    this.#stack.defer(() => gate.close())
    this.#gates.set(name, gate)
  }

  /** @param {Name} name */
  #url(name) {
    return this.#gates.get(name)?.url
  }

  /** @param {string} source @param {object[]} servers */
  async #watch(source, servers) {
    const file = this.#file(source)
    writeFileSync(file, JSON.stringify({ servers }, null, 2))
    await this.rollcall.ask('POST', '/sources', { type: 'file_watch', file_path: file })
  }

  /** @param {string} name */
  #file(name) {
    return join(this.dir, `${name}.json`)
  }

  /** @param {Name} name @param {(server: import('../../src/shared/contract/registry.ts').Server) => boolean} wanted */
  async #until(name, wanted) {
    await this.rollcall.until((servers) => servers.some((server) => server.name === name && wanted(server)))
  }
}

const brokenFile = `{
  "servers": [
    { "name": "printer", "url": "http://lab.local:7001/mcp", "tags": ["lab"] },
    { "name": "scope" "url": "http://lab.local:7002/mcp" }
  ]
}
`

/** @param {readonly { mark: string }[]} beats @param {string} mark */
function count(beats, mark) {
  return beats.filter((beat) => beat.mark === mark).length
}
