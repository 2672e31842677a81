import { EventEmitter } from 'node:events'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { SamplesState } from '../../shared/contract/discovery'
import type { Host } from '../host'
import { Turns } from '../turns'
import { Sample, type SampleKind } from './sample'

const firstPort = 8001
/** Ports tried before giving up, for all samples together. */
const portsMax = 200
const fileName = 'sample_servers.json'

/**
 * The sample servers that come with Rollcall, each in a process of its own, and the file that names them as a source.
 * Knows nothing of the registry: whoever starts them watches the file.
 */
export class Samples extends EventEmitter<{ changed: [] }> {
  readonly #dir: string
  readonly #samples: readonly Sample[]
  readonly #claimed = new Set<number>()
  #running = false
  /** Starts and stops happen one after the other. */
  readonly #turns = new Turns()

  /** `dir` is where the file and the sample database lie; it is created when needed. */
  constructor(parts: { host: Host; dir: string }) {
    super()
    this.#dir = parts.dir
    this.#samples = sampleKinds(parts.dir).map((kind) => new Sample(parts.host, kind))
    for (const sample of this.#samples) sample.on('changed', () => this.emit('changed'))
  }

  state(): SamplesState {
    if (!this.#running) return { running: false, servers: [], file: null }
    const servers = this.#samples.map(({ kind, origin, pid }) => ({
      name: kind.name,
      url: `${origin}/mcp`,
      pid,
    }))
    return { running: true, servers, file: this.file }
  }

  /**
   * Starts all and writes the file that names them, on ports 8001 to 8003 or the next free ones. Resolves once every
   * one answers. Does nothing where they run. Faults: server-timeout where one does not start; then none runs.
   */
  start(): Promise<SamplesState> {
    return this.#inTurn(async () => {
      if (this.#running) return
      try {
        await mkdir(this.#dir, { recursive: true })
        await Promise.all(this.#samples.map((sample) => sample.start(this.#ports())))
        await this.#writeFile()
        this.#running = true
      } catch (error) {
        await this.#endAll()
        throw error
      }
    })
  }

  /** Ends all and removes the file. The sample database stays. Does nothing where they do not run. */
  stop(): Promise<SamplesState> {
    return this.#inTurn(async () => {
      if (!this.#running) return
      this.#running = false
      await rm(this.file, { force: true })
      await this.#endAll()
    })
  }

  async end(): Promise<void> {
    await this.stop()
  }

  /** Where the file that names them lies while they run. */
  get file(): string {
    return join(this.#dir, fileName)
  }

  #inTurn(work: () => Promise<void>): Promise<SamplesState> {
    return this.#turns.take(async () => {
      await work()
      this.emit('changed')
      return this.state()
    })
  }

  async #endAll(): Promise<void> {
    await Promise.all(this.#samples.map((sample) => sample.end()))
    this.#claimed.clear()
  }

  /** Free ports for one sample. Claimed before they are tried, so that two samples never try the same. */
  async *#ports(): AsyncGenerator<number> {
    for (let port = firstPort; port < firstPort + portsMax; port += 1) {
      if (this.#claimed.has(port)) continue
      this.#claimed.add(port)
      if (await isFree(port)) yield port
    }
  }

  /** In the original format, whole or not at all. */
  async #writeFile(): Promise<void> {
    const servers = this.#samples.map(({ kind, origin }) => ({
      name: kind.name,
      url: `${origin}/mcp`,
      description: kind.description,
      tags: kind.tags,
      priority: kind.priority,
      auto_connect: true,
      health_check_url: `${origin}/health`,
      metadata: { sample: true },
    }))
    const draft = `${this.file}.${process.pid}.tmp`
    try {
      await using file = await open(draft, 'w', 0o600)
      await file.writeFile(`${JSON.stringify({ servers }, null, 2)}\n`)
      await file.sync()
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
    await rename(draft, this.file)
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

function sampleKinds(dir: string): readonly SampleKind[] {
  return [
    {
      name: 'weather',
      description: 'Typical climate of world cities, offline. 世界城市的典型气候（离线数据）',
      tags: ['weather', 'climate', 'sample'],
      priority: 10,
      args: [],
    },
    {
      name: 'database',
      description: 'A small shop in a real SQLite file. 一个真实的 SQLite 小型商店数据库',
      tags: ['database', 'sql', 'sample'],
      priority: 5,
      args: ['--file', join(dir, 'sample_shop.db')],
    },
    {
      name: 'text',
      description: 'Counts, hashes and image sizes. 文本统计、摘要与图片信息',
      tags: ['text', 'image', 'sample'],
      priority: 1,
      args: [],
    },
  ]
}
