import { EventEmitter } from 'node:events'
import type { Sighting, Source, SourcePatch, SourceTest } from '../../shared/contract/discovery'
import { Fault } from '../../shared/contract/fault'
import type { DroppedFile, Exported, FilePreview, ImportResult } from '../../shared/contract/import'
import type { Database } from '../database/database'
import type { Host } from '../host'
import type { Approvals } from '../registry/approvals'
import type { Registry } from '../registry/registry'
import { manualSource, type ServerRecord } from '../registry/server-record'
import type { Vault } from '../registry/vault'
import { Turns } from '../turns'
import { previewOf, readDrop } from './drop'
import { type Chosen, writeChosen } from './exchange/write'
import { type ExportDocument, exportAll, exportSource } from './export'
import { type ImportInput, importFiles, isWatchable } from './import'
import type { Accepted, SourceKind } from './kind'
import type { SourceKinds } from './kinds'
import { NamedSource } from './named-source'
import { type Counts, countOf, countsOf, NamedSources, view } from './named-sources'
import { givenIntervalMs, type NewSource, newSourceRow } from './new-source'
import { type Adoption, adoptFrom, sightingsOf } from './sightings'
import { type SourceRow, SourceRows } from './source-rows'
import { SourceSecrets, secretIn } from './source-secrets'

/** A first read that takes longer goes on while others have their turn. */
const readPatienceMs = 5_000

/** "By hand" has no file, so nothing is read and nothing can be wrong in it. */
const manualView = {
  id: manualSource,
  address: '',
  options: {},
  policy: 'connect',
  trusted: true,
  held: [],
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
  readonly vault: Vault
  readonly kinds: SourceKinds
  readonly host: Host
}

/** A kind, and what it made of what was given. */
interface Checked {
  readonly kind: SourceKind
  readonly accepted: Accepted<unknown>
}

/**
 * Everything that names servers: the sources a person added, of every kind, and "by hand". Owns their reading and hands
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
  readonly #secrets: SourceSecrets
  readonly #named = new NamedSources()
  /** Additions and removals one after the other, so that two of the same place cannot pass each other. */
  readonly #turns = new Turns()
  readonly #onAdded = () => {
    this.emit('changed')
  }
  readonly #onHeld = () => {
    this.emit('changed')
  }
  /** A name that is free again goes to whoever else names it. */
  readonly #onRemoved = ({ registration: { name } }: ServerRecord) => {
    for (const source of this.#named.inOrder()) if (source.wants(name)) void source.scan()
    this.emit('changed')
  }

  constructor(parts: DiscoveryParts) {
    super()
    this.#parts = parts
    this.#rows = new SourceRows(parts.database)
    this.#secrets = new SourceSecrets(parts.vault)
  }

  /** Begins to read every kept source and resolves when each was read once, or took over 5 s. */
  async start(): Promise<void> {
    const { registry, host } = this.#parts
    registry.on('added', this.#onAdded).on('removed', this.#onRemoved).on('held', this.#onHeld)
    await this.#secrets.retain(this.#rows.known(host.clock.now()))
    const rows = this.#rows.all()
    this.#arrange(rows.map((row) => ({ row })))
    await Promise.all(rows.map((row) => this.#open(row)))
  }

  /** Stops reading; servers stay as they are. */
  async end(): Promise<void> {
    const { registry } = this.#parts
    registry.off('added', this.#onAdded).off('removed', this.#onRemoved).off('held', this.#onHeld)
    await this.#turns.over()
    await Promise.all(this.#named.inOrder().map((source) => source.end()))
  }

  /** "By hand" first, then the others in their order, which is that of their addition until a person changes it. */
  sources(): Source[] {
    const counts = this.#counts()
    return [this.#manual(counts), ...this.#named.inOrder().map((source) => view(source, counts))]
  }

  /** The source at this address, if there is one. */
  watching(address: string): Source | undefined {
    return this.sources().find((source) => source.address === address)
  }

  /**
   * Reads a source from now on, and once before answering, unless that takes over 5 s. What it names need not be there
   * yet. A relative path is taken from the process's directory. Throws Fault `invalid`, `source-exists` (`detail.source`), `disk-full`.
   */
  add(given: NewSource): Promise<Source> {
    return this.#turns.take(async () => {
      const checked = this.#checked(given)
      const twin = await this.#named.twinOf(checked.kind, checked.accepted.address)
      if (twin) throw thereAlready(twin)
      return this.#add(checked, given)
    })
  }

  /**
   * The same where a source that is there already is simply read again, and goes on if it was paused; with
   * `resume: false` it stays so. Throws Fault `invalid`, `disk-full`.
   */
  ensure(given: NewSource, { resume = true }: { resume?: boolean } = {}): Promise<Source> {
    return this.#turns.take(async () => {
      const checked = this.#checked(given)
      const twin = await this.#named.twinOf(checked.kind, checked.accepted.address)
      if (!twin) return this.#add(checked, given)
      if (!twin.row.paused) await twin.scan()
      else if (resume) await twin.change({ paused: false })
      return view(twin, this.#counts())
    })
  }

  /**
   * Tries a source as it would be added, or with `id` one that is kept; keeps nothing.
   * Throws Fault `invalid`, `not-found`.
   */
  async test(given: NewSource & { readonly id?: string | undefined }): Promise<SourceTest> {
    const { host, kinds } = this.#parts
    if (given.id === undefined) {
      const { kind, accepted } = this.#checked(given)
      const secret = async (reference: string) => secretIn(accepted.secrets, reference)
      return kind.test({ ...accepted, host, secret })
    }
    const { id, type, address, options } = this.#named.byId(given.id).row
    const secret = async (reference: string) => this.#secrets.open(id, reference)
    const kind = kinds.named(type)
    return kind.test({ address, options: kind.options.parse(options), host, secret })
  }

  /**
   * Pauses, resumes or renames it, sets its interval, policy, trust or place. Throws Fault `not-found`, `invalid`
   * ("by hand"), `disk-full`.
   */
  change(id: string, patch: SourcePatch): Promise<Source> {
    return this.#turns.take(async () => {
      const source = this.#named.byId(id)
      const { name, paused, policy, trusted, order } = patch
      const intervalMs = givenIntervalMs(patch)
      if (order !== undefined) {
        this.#named.move(source, order, this.#rows)
        this.#arrange(this.#named.inOrder())
      }
      await source.change({
        ...(name !== undefined && { name }),
        ...(paused !== undefined && { paused }),
        ...(intervalMs !== undefined && { intervalMs }),
        ...(policy !== undefined && { policy }),
        ...(trusted !== undefined && { trusted }),
      })
      if (name !== undefined) this.emit('renamed', id)
      return view(source, this.#counts())
    })
  }

  /**
   * Forgets the source and unregisters what it named; answers with the names, and with what `restore` takes to undo it
   * within a day. Throws Fault `not-found`, `invalid` ("by hand" stays), `disk-full`.
   */
  remove(id: string): Promise<{ removed: string[]; undo: string }> {
    return this.#turns.take(async () => {
      const source = this.#named.byId(id)
      this.#named.delete(id)
      // A read under way would register again what is about to go.
      await source.end()
      // The servers first: should the second write fail, an empty source is left, and removing it again mends that.
      const { removed, undo } = this.#parts.registry.dropSource(id)
      this.#rows.remove(source.row, undo, this.#parts.host.clock.now())
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
      const kind = this.#parts.kinds.find(row.type)
      const twin = kind && (await this.#named.twinOf(kind, row.address))
      if (twin) throw thereAlready(twin)
      // The source first: servers without one would be nobody's, should the second write fail.
      this.#rows.restore(row, undo)
      const restored = this.#parts.registry.restoreSource(undo)
      const source = await this.#open(row)
      this.#arrange(this.#named.inOrder())
      return { source, restored }
    })
  }

  /** Reads the source now. Throws Fault `not-found`. */
  async scan(id: string): Promise<Source> {
    if (id === manualSource) return this.#manual(this.#counts())
    const source = this.#named.byId(id)
    await source.scan()
    return view(source, this.#counts())
  }

  /** What importing these files would do. Changes nothing. */
  async preview(files: readonly DroppedFile[], watch: boolean): Promise<FilePreview[]> {
    const previews: FilePreview[] = []
    for (const file of files) {
      const watchable = isWatchable(file)
      const twin = watchable ? await this.#watchedAs(file.path) : undefined
      const watchedAs = watch && watchable ? (twin?.row.id ?? 'a source to be') : undefined
      previews.push(previewOf(file, await readDrop(file, this.#rooms(), watchedAs), watchable))
    }
    return previews
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
    return exportSource(this.#named.byId(sourceId).row, this.#parts.registry.named(sourceId))
  }

  /** What is chosen of the registry, else all of it, in a format of others. Throws Fault `not-found`. */
  exportAs(chosen: Chosen): Exported {
    const { source = manualSource } = chosen
    if (source !== manualSource) this.#named.byId(source)
    return writeChosen(chosen, this.#parts.registry)
  }

  /** What each source says of a server now. Throws Fault `not-found`. */
  sightings(server: string): Sighting[] {
    return sightingsOf(this.#parts.registry.byName(server), this.#named.inOrder(), this.#parts.registry)
  }

  /** Takes what a source says of a server; see the contract. Throws Fault `not-found`, `invalid`, `disk-full`. */
  adopt(adoption: Adoption): Promise<Sighting[]> {
    return this.#turns.take(async () => {
      await adoptFrom(this.#named.byId(adoption.source), adoption, this.#parts.registry)
      this.emit('changed')
      return this.sightings(adoption.server)
    })
  }

  /** What screens call a source. One that is gone meanwhile keeps its id as a name. */
  name(sourceId: string): Pick<Source, 'type' | 'name'> {
    if (sourceId === manualSource) return { type: 'manual', name: 'by hand' }
    const { type = 'file_watch', name = sourceId } = this.#named.find(sourceId)?.row ?? {}
    return { type, name }
  }

  #rooms() {
    const { registry, approvals } = this.#parts
    return { registry, approvals, nameOf: (sourceId: string) => this.name(sourceId).name }
  }

  /** Throws Fault `invalid`. */
  #checked(given: NewSource): Checked {
    const kind = this.#parts.kinds.named(given.type ?? 'file_watch')
    return { kind, accepted: kind.accept(given) }
  }

  async #add({ kind, accepted }: Checked, given: NewSource): Promise<Source> {
    const now = this.#parts.host.clock.now()
    const row = newSourceRow(kind, accepted, given, { now, position: this.#named.nextPosition })
    // The secrets first: those of a source that was not kept after all are forgotten at the next start.
    await this.#secrets.keep(row.id, accepted.secrets)
    this.#rows.save(row)
    this.#arrange([...this.#named.inOrder(), { row }])
    return this.#open(row)
  }

  /** Which source counts is decided by the order they were put in, whichever of them is read first. */
  #arrange(sources: readonly { readonly row: SourceRow }[]): void {
    this.#parts.registry.arrange(sources.map(({ row }) => row.id))
  }

  async #open(row: SourceRow): Promise<Source> {
    const { host, kinds } = this.#parts
    const parts = { ...this.#rooms(), row, rows: this.#rows, secrets: this.#secrets, kinds, host }
    const source = new NamedSource(parts)
    this.#named.add(source)
    source.on('changed', () => this.emit('changed'))
    source.on('named', (name) => this.emit('discovered', { sourceId: row.id, name }))
    // A network drive or an address that hangs keeps nobody else waiting; the read goes on meanwhile.
    let cancel = () => {}
    const patience = new Promise<void>((resolve) => {
      cancel = host.clock.after(readPatienceMs, resolve)
    })
    await Promise.race([source.start(), patience]).finally(cancel)
    return view(source, this.#counts())
  }

  #counts(): Counts {
    return countsOf(this.#parts.registry, this.#named)
  }

  #manual(counts: Counts): Source {
    const { servers } = countOf(counts, manualSource)
    return {
      ...manualView,
      ...this.name(manualSource),
      servers,
      counts: { servers, added: 0, changed: 0, missing: 0, refused: 0 },
    }
  }

  /** The source that watches the file at this path, whatever path leads to it. */
  #watchedAs(path: string): Promise<NamedSource | undefined> {
    return this.#named.twinOf(this.#parts.kinds.named('file_watch'), path)
  }
}

function thereAlready({ row }: NamedSource): Fault {
  const { id, address } = row
  return new Fault('source-exists', `${address} is a source already.`, { source: id, path: address })
}
