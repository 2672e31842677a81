import { isAbsolute } from 'node:path'
import type { ClientFile, UsePreview } from '../../../shared/contract/clients'
import type { Source } from '../../../shared/contract/discovery'
import { Fault } from '../../../shared/contract/fault'
import type { DroppedFile, ImportResult } from '../../../shared/contract/import'
import type { Host } from '../../host'
import type { Registry } from '../../registry/registry'
import { Turns } from '../../turns'
import type { Discovery } from '../discovery'
import type { Backups } from './backups'
import { asDocument } from './client-document'
import { hashNow, hashOf, readClientFile, removeFile, replaceFile } from './client-file'
import { placesOf, projectPlacesOf } from './client-places'
import { type ConfigReading, readConfig } from './config-reading'
import { type KnownClient, knownClient, knownClients } from './known-clients'
import { plannedUse, type Use } from './use-in'

/** Which file of a client is meant. */
interface Place {
  readonly client: string
  readonly path?: string | undefined
  readonly folder?: string | undefined
}

/** The other programs on this computer that keep lists of MCP servers: what is in them, taken from and written to. */
export class Clients {
  readonly #host: Host
  readonly #registry: Registry
  readonly #discovery: Discovery
  readonly #backups: Backups
  /** One write after the other, so that two of the same file cannot pass each other. */
  readonly #turns = new Turns()

  constructor(parts: { host: Host; registry: Registry; discovery: Discovery; backups: Backups }) {
    this.#host = parts.host
    this.#registry = parts.registry
    this.#discovery = parts.discovery
    this.#backups = parts.backups
  }

  /** Each file that is there, and with `all` each that is not. Never throws because of a file. */
  async list({ folder, all }: { folder?: string | undefined; all: boolean }): Promise<ClientFile[]> {
    const files = knownClients.flatMap((client) =>
      this.#places(client, folder).map((path) => this.#look(client, path)),
    )
    return (await Promise.all(files)).filter(({ state }) => all || state !== 'missing')
  }

  /** See the contract. Throws Fault `not-found`, `file-unusable`, `disk-full`. */
  async import(
    input: Place & { names?: readonly string[] | undefined; approve: readonly string[] },
  ): Promise<ImportResult> {
    const client = clientById(input.client)
    const path = await this.#pathOf(client, input)
    const file = await readClientFile(path)
    if (file.state === 'missing') throw notFound('file', path)
    const reading = file.state === 'found' ? readConfig(file.text, client) : file.issue
    if (!('config' in reading))
      throw new Fault('file-unusable', `${path} cannot be used: ${reading.message}`, {
        path,
        reason: reading.message,
      })
    const { names } = input
    const leaveOut = names
      ? reading.entries.map(({ name }) => name).filter((name) => !names.includes(name))
      : []
    const result = await this.#discovery.import({
      files: [asDrop(reading, client)],
      watch: false,
      approve: [...input.approve],
      leaveOut,
    })
    return { ...result, refused: [...result.refused, ...reading.refused] }
  }

  /** See the contract. */
  async watch(input: Place): Promise<Source> {
    const client = clientById(input.client)
    const path = await this.#pathOf(client, input)
    return this.#discovery.ensure({
      type: 'file_watch',
      path,
      client: client.id,
      policy: 'ask',
      name: client.name.en,
    })
  }

  /** See the contract. Throws Fault `not-found`, `file-unusable`. */
  async preview(input: Place & { servers: readonly string[] }): Promise<UsePreview> {
    return (await this.#use(input)).preview
  }

  /** See the contract. */
  write(
    input: Place & { servers: readonly string[]; hash: string; create: boolean },
  ): Promise<{ path: string; backup: string | null; undo: string }> {
    return this.#turns.take(async () => {
      const { preview, text, before } = await this.#use(input)
      const { client, path, exists } = preview
      if (preview.hash !== input.hash) throw changed(path)
      if (!exists && !input.create) throw notFound('file', path)
      const { undo, backup } = await this.#backups.keep({ client, path, hash: hashOf(text) }, before)
      await replaceFile(path, text)
      return { path, backup, undo }
    })
  }

  /** See the contract. */
  undo({ client, undo }: { client: string; undo: string }): Promise<{ path: string }> {
    return this.#turns.take(async () => {
      const { path, hash, before } = await this.#backups.find(client, undo)
      if ((await hashNow(path)) !== hash) throw changed(path)
      if (before === null) await removeFile(path)
      else await replaceFile(path, before)
      await this.#backups.forget(undo)
      return { path }
    })
  }

  /** Waits for a write under way. */
  end(): Promise<void> {
    return this.#turns.over()
  }

  async #look(client: KnownClient, path: string): Promise<ClientFile> {
    const { id, name } = client
    const source = this.#discovery.watching(path)?.id ?? null
    const told = { client: id, name, path, entries: [], issues: [], source }
    const file = await readClientFile(path)
    if (file.state === 'missing') return { ...told, state: 'missing' }
    if (file.state === 'unreadable') return { ...told, state: 'unreadable', issues: [file.issue] }
    const reading = readConfig(file.text, client)
    if (!('config' in reading)) return { ...told, state: 'unreadable', issues: [reading] }
    const [preview] = await this.#discovery.preview([asDrop(reading, client)], false)
    const read = (preview?.entries ?? []).map((entry) => ({
      ...entry,
      // Its place would be one in a text nobody has seen.
      issue: entry.issue && { ...entry.issue, line: null, column: null, excerpt: null, mark: null },
    }))
    return {
      ...told,
      state: 'found',
      entries: [...read, ...reading.refused.map(({ name: entry, issue }) => refusal(entry, issue))],
      issues: preview?.issues ?? [],
    }
  }

  async #use(input: Place & { servers: readonly string[] }): Promise<Use & { before: string | null }> {
    const client = clientById(input.client)
    const documents = [...new Set(input.servers)].map((name) => this.#registry.byName(name).document)
    const file = await readClientFile(await this.#pathOf(client, input))
    return { ...plannedUse(documents, file, client), before: file.state === 'found' ? file.text : null }
  }

  #places(client: KnownClient, folder: string | undefined): string[] {
    const { machine } = this.#host
    const own = placesOf(client, machine)
    return folder !== undefined && isAbsolute(folder)
      ? [...own, ...projectPlacesOf(client, folder, machine)]
      : own
  }

  /** Only files a client reads: this is no way to write just any file. Throws Fault `not-found`. */
  async #pathOf(client: KnownClient, { path, folder }: Place): Promise<string> {
    const own = placesOf(client, this.#host.machine)
    const places =
      folder === undefined ? own : this.#places(client, folder).filter((each) => !own.includes(each))
    if (path !== undefined) {
      const all = this.#places(client, folder)
      if (all.includes(path)) return path
      throw notFound('file', path)
    }
    for (const place of places) if ((await readClientFile(place)).state !== 'missing') return place
    const [usual] = places
    if (usual === undefined) throw notFound('file', folder ?? client.id)
    return usual
  }
}

function asDrop(reading: ConfigReading, client: KnownClient): DroppedFile {
  return { name: `${client.id}.json`, text: asDocument(reading, client) }
}

function refusal(name: string, issue: ClientFile['issues'][number]): ClientFile['entries'][number] {
  return { outcome: 'refused', name, address: '', tags: [], command: null, changes: [], issue }
}

function clientById(id: string): KnownClient {
  const found = knownClient(id)
  if (!found) throw notFound('client', id)
  return found
}

function notFound(kind: 'client' | 'file', name: string): Fault {
  return new Fault('not-found', `There is no ${kind} ${name}.`, { kind, name })
}

function changed(path: string): Fault {
  return new Fault('file-changed', `${path} has changed since it was shown.`, { path })
}
