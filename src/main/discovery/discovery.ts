import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import type { Sighting, Source, SourcePatch } from '../../shared/contract/discovery'
import { Fault } from '../../shared/contract/fault'
import type { DroppedFile, FilePreview, ImportResult } from '../../shared/contract/import'
import type { Recognised } from '../../shared/contract/recognise'
import type { Database } from '../database/database'
import type { Host } from '../host'
import type { Approvals } from '../registry/approvals'
import type { Registry } from '../registry/registry'
import { manualSource, type ServerRecord } from '../registry/server-record'
import { Turns } from '../turns'
import { previewOf, readDrop } from './drop'
import { type ExportDocument, exportAll, exportSource } from './export'
import type { FileSourceParts } from './file-source'
import { type ImportInput, importFiles, isWatchable } from './import'
import { checkedPath, givenIntervalMs, type NewSource, placeOf } from './place'
import { type GivenInput, recogniseGiven } from './recognise/given'
import { type Adoption, adoptFrom, sightingsOf } from './sightings'
import { newSourceRow, type SourceRow, SourceRows } from './source-rows'
import { WatchedFile } from './watched-file'

const startPatienceMs = 5_000

/** "By hand" has no file, so nothing is read and nothing can be wrong in it. */
const manualView = {
  id: manualSource,
  address: '',
  state: 'ok',
  lastSeenAt: null,
  lastReadAt: null,
  intervalMs: 0,
  nextLookAt: null,
  lastChange: null,
  issues: [],
} satisfies Partial<Source>

export interface DiscoveryParts {
  readonly database: Database
  readonly registry: Registry
  readonly approvals: Approvals
  readonly host: Host
  /** Other times and another way to observe, for tests. */
  readonly watching?: Pick<FileSourceParts, 'times' | 'observe'>
}

/**
 * Everything that names servers: the files a person added, and "by hand". Owns the watching of the files and hands
 * what they say to the registry. `changed` comes when any source reads otherwise than before, or names more or fewer
 * servers; `discovered` for each name a source had not given; `renamed` when a person calls a source otherwise.
 *
 * A file's `client_config` (`max_concurrent_connections`, `default_timeout`) is kept for export and decides nothing:
 * of two files only one could be right about how many connections one Rollcall makes, so the settings decide.
 */
export class Discovery extends EventEmitter<{
  changed: []
  discovered: [{ sourceId: string; name: string }]
  renamed: [sourceId: string]
}> {
  readonly #parts: DiscoveryParts
  readonly #rows: SourceRows
  /** By source id. */
  readonly #files = new Map<string, WatchedFile>()
  /** Additions and removals one after the other, so that two of the same file cannot pass each other. */
  readonly #turns = new Turns()
  readonly #onAdded = () => {
    this.emit('changed')
  }
  /** A name that is free again goes to whoever else names it. */
  readonly #onRemoved = ({ registration: { name } }: ServerRecord) => {
    for (const file of this.#files.values()) if (file.wants(name)) void file.scan()
    this.emit('changed')
  }

  constructor(parts: DiscoveryParts) {
    super()
    this.#parts = parts
    this.#rows = new SourceRows(parts.database)
  }

  /** Begins to watch every kept source and resolves when each was read once, or after 5 s. */
  async start(): Promise<void> {
    const { registry, host } = this.#parts
    registry.on('added', this.#onAdded).on('removed', this.#onRemoved)
    const reads = Promise.all(this.#rows.all().map((row) => this.#watch(row)))
    // A file on a network drive that hangs must not keep the rest from starting; its read goes on meanwhile.
    await Promise.race([reads, new Promise<void>((resolve) => host.clock.after(startPatienceMs, resolve))])
  }

  /** Stops watching; servers stay as they are. */
  async end(): Promise<void> {
    const { registry } = this.#parts
    registry.off('added', this.#onAdded).off('removed', this.#onRemoved)
    await this.#turns.over()
    await Promise.all([...this.#files.values()].map((file) => file.end()))
  }

  /** "By hand" first, then the files in the order they were added. */
  sources(): Source[] {
    // One whose removal was undone has its old place again.
    const files = [...this.#files.values()].toSorted((one, other) => one.row.addedAt - other.row.addedAt)
    return [this.#manual(), ...files.map((file) => this.#view(file))]
  }

  /** The source that watches the file at this path, if one does. */
  watching(path: string): Source | undefined {
    return this.sources().find(({ address }) => address === path)
  }

  /**
   * Watches a file from now on and reads it once before answering. The file need not exist yet. A relative path is
   * taken from the process's directory. Throws Fault `invalid`, `source-exists` (`detail.source`), `disk-full`.
   */
  add(input: NewSource): Promise<Source> {
    return this.#turns.take(async () => {
      const path = checkedPath(input)
      const twin = await this.#twinOf(path)
      if (twin) throw watchedAlready(twin)
      return this.#add(path, input)
    })
  }

  /**
   * The same where a file that is watched already is simply read again, and goes on being watched if it was paused;
   * with `resume: false` it stays so. Throws Fault `invalid`, `disk-full`.
   */
  ensure(input: NewSource, { resume = true }: { resume?: boolean } = {}): Promise<Source> {
    return this.#turns.take(async () => {
      const path = checkedPath(input)
      const twin = await this.#twinOf(path)
      if (!twin) return this.#add(path, input)
      if (!twin.row.paused) await twin.scan()
      else if (resume) await twin.change({ paused: false })
      return this.#view(twin)
    })
  }

  /** Pauses, resumes, renames it or sets its interval. Throws Fault `not-found`, `invalid` ("by hand"), `disk-full`. */
  change(id: string, patch: SourcePatch): Promise<Source> {
    return this.#turns.take(async () => {
      const file = this.#byId(id)
      const { name, paused } = patch
      const intervalMs = givenIntervalMs(patch)
      await file.change({
        ...(name !== undefined && { name }),
        ...(paused !== undefined && { paused }),
        ...(intervalMs !== undefined && { intervalMs }),
      })
      if (name !== undefined) this.emit('renamed', id)
      return this.#view(file)
    })
  }

  /**
   * Forgets the source and unregisters what it named; answers with the names, and with what `restore` takes to undo it
   * within a day. Throws Fault `not-found`, `invalid` ("by hand" stays), `disk-full`.
   */
  remove(id: string): Promise<{ removed: string[]; undo: string }> {
    return this.#turns.take(async () => {
      const file = this.#byId(id)
      this.#files.delete(id)
      // A read under way would register again what is about to go.
      await file.end()
      // The servers first: should the second write fail, an empty source is left, and removing it again mends that.
      const { removed, undo } = this.#parts.registry.dropSource(id)
      this.#rows.remove(file.row, undo, this.#parts.host.clock.now())
      this.emit('changed')
      return { removed, undo }
    })
  }

  /**
   * Undoes a removal: the source as it was, its servers with their switches and the consent they had; then it is read.
   * Throws Fault `not-found` when the day is over, `source-exists`, `disk-full`.
   */
  restore(undo: string): Promise<{ source: Source; restored: string[] }> {
    return this.#turns.take(async () => {
      const row = this.#rows.removed(undo, this.#parts.host.clock.now())
      if (!row)
        throw new Fault('not-found', 'This removal can no longer be undone.', { kind: 'removal', name: undo })
      const twin = await this.#twinOf(row.path)
      if (twin) throw watchedAlready(twin)
      // The source first: servers without one would be nobody's, should the second write fail.
      this.#rows.restore(row, undo)
      const restored = this.#parts.registry.restoreSource(undo)
      return { source: await this.#watch(row), restored }
    })
  }

  /** Reads the source now. Throws Fault `not-found`. */
  async scan(id: string): Promise<Source> {
    if (id === manualSource) return this.#manual()
    const file = this.#byId(id)
    await file.scan()
    return this.#view(file)
  }

  /** What importing these files would do. Changes nothing. */
  async preview(files: readonly DroppedFile[], watch: boolean): Promise<FilePreview[]> {
    const previews: FilePreview[] = []
    for (const file of files) {
      const watchable = isWatchable(file)
      const twin = watchable ? await this.#twinOf(file.path) : undefined
      const watchedAs = watch && watchable ? (twin?.row.id ?? 'a source to be') : undefined
      previews.push(previewOf(file, await readDrop(file, this.#rooms(), watchedAs), watchable))
    }
    return previews
  }

  /** What a text or a file is, and what adding it would do; see the contract. Changes nothing. */
  recognise(input: GivenInput): Promise<Recognised> {
    return recogniseGiven(input, this.#rooms())
  }

  /** Does what the preview said; commands whose fingerprint is not in `approve` wait. Throws Fault `disk-full`. */
  import(input: ImportInput): Promise<ImportResult> {
    return importFiles(input, { ...this.#rooms(), watch: (path) => this.ensure({ path }) })
  }

  /** The registry, or one source's part of it, in the original format. Throws Fault `not-found`. */
  export(sourceId?: string): ExportDocument {
    const records = this.#parts.registry.all()
    if (sourceId === undefined) return exportAll(records)
    if (sourceId === manualSource)
      return exportAll(records.filter(({ source }) => source.id === manualSource))
    return exportSource(this.#byId(sourceId).row, records)
  }

  /** What each source says of a server now. Throws Fault `not-found`. */
  sightings(server: string): Sighting[] {
    return sightingsOf(this.#parts.registry.byName(server), [...this.#files.values()])
  }

  /** Takes what a source says of a server; see the contract. Throws Fault `not-found`, `invalid`, `disk-full`. */
  adopt(adoption: Adoption): Promise<Sighting[]> {
    return this.#turns.take(async () => {
      await adoptFrom(this.#byId(adoption.source), adoption, this.#parts.registry)
      this.emit('changed')
      return this.sightings(adoption.server)
    })
  }

  /** What screens call a source. One that is gone meanwhile keeps its id as a name. */
  name(sourceId: string): Pick<Source, 'type' | 'name'> {
    if (sourceId === manualSource) return { type: 'manual', name: 'by hand' }
    return { type: 'file_watch', name: this.#files.get(sourceId)?.row.name ?? sourceId }
  }

  #rooms() {
    const { registry, approvals, host } = this.#parts
    const bundlesDir = join(host.dataDir, 'bundles')
    return { registry, approvals, bundlesDir, nameOf: (sourceId: string) => this.name(sourceId).name }
  }

  #add(path: string, given: NewSource): Promise<Source> {
    const row = newSourceRow(path, given, this.#parts.host.clock.now())
    this.#rows.save(row)
    return this.#watch(row)
  }

  async #watch(row: SourceRow): Promise<Source> {
    const { host, watching } = this.#parts
    const file = new WatchedFile({
      ...this.#rooms(),
      row,
      rows: this.#rows,
      host,
      ...(watching && { watching }),
    })
    this.#files.set(row.id, file)
    file.on('changed', () => this.emit('changed'))
    file.on('named', (name) => this.emit('discovered', { sourceId: row.id, name }))
    await file.start()
    return this.#view(file)
  }

  #view(file: WatchedFile): Source {
    return file.view(this.#count(file.row.id))
  }

  #manual(): Source {
    return { ...manualView, ...this.name(manualSource), servers: this.#count(manualSource) }
  }

  #count(sourceId: string): number {
    return this.#parts.registry.all().filter(({ source }) => source.id === sourceId).length
  }

  /** Throws Fault `not-found`, and `invalid` for "by hand", which is no file. */
  #byId(id: string): WatchedFile {
    if (id === manualSource)
      throw new Fault('invalid', 'What was registered by hand is not a source that can be changed.', {
        issues: [{ path: 'id', message: 'cannot be changed' }],
      })
    const file = this.#files.get(id)
    if (!file) throw new Fault('not-found', `There is no source ${id}.`, { kind: 'source', name: id })
    return file
  }

  /** The source that watches the same file, whatever path leads to it. */
  async #twinOf(path: string): Promise<WatchedFile | undefined> {
    const place = await placeOf(path)
    const files = [...this.#files.values()]
    const places = await Promise.all(files.map((file) => placeOf(file.row.path)))
    return files[places.indexOf(place)]
  }
}

function watchedAlready({ row }: WatchedFile): Fault {
  return new Fault('source-exists', `${row.path} is watched already.`, { source: row.id, path: row.path })
}
