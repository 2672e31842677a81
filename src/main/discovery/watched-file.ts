import { EventEmitter } from 'node:events'
import { basename } from 'node:path'
import type { Source, SourceIssue } from '../../shared/contract/discovery'
import { Fault } from '../../shared/contract/fault'
import type { RegistrationDocument } from '../../shared/contract/registration'
import type { Host } from '../host'
import type { Registry } from '../registry/registry'
import type { Taken } from '../registry/taking'
import { readDocument, type ServersDocument } from './document'
import type { Entry } from './entry'
import { FileSource, type FileSourceParts } from './file-source'
import { fileIssue, issueAt, twinIssue } from './issue'
import type { FileContent } from './plain-file'
import type { SourceRow, SourceRows } from './source-rows'

/** At most this many issues are kept of one source. */
const issuesMax = 200

/** What the file says of one server. */
export interface FileSighting {
  /** Secrets are references. */
  readonly document: RegistrationDocument
  /** Where the entry begins, 1-based. */
  readonly line: number
}

export interface WatchedFileParts {
  readonly row: SourceRow
  readonly rows: SourceRows
  readonly registry: Registry
  readonly host: Host
  /** Says what a source is called, for entries whose name belongs to another one. */
  readonly nameOf: (sourceId: string) => string
  readonly watching?: Pick<FileSourceParts, 'times' | 'observe'>
}

/**
 * One file source at work: what the file says becomes what the registry holds of this source. What cannot be read
 * changes nothing: a file that is missing or broken keeps its servers, an entry that is refused keeps its last good
 * self.
 */
export class WatchedFile extends EventEmitter<{ changed: []; named: [name: string] }> {
  readonly #parts: WatchedFileParts
  /** Ended while the source is paused. */
  #file: FileSource
  #row: SourceRow
  #state: Source['state'] = 'reading'
  #issues: readonly SourceIssue[] = []
  /** By name, as of the last read that could be taken; a refused entry keeps its last good one. */
  #sightings: ReadonlyMap<string, FileSighting> = new Map()
  /** Reads are taken one after the other. */
  #work: Promise<void> = Promise.resolve()

  constructor(parts: WatchedFileParts) {
    super()
    this.#parts = parts
    this.#row = parts.row
    this.#file = this.#newFile()
  }

  get row(): SourceRow {
    return this.#row
  }

  /** True where its file names a server so, but one elsewhere had the name first. */
  wants(name: string): boolean {
    return !this.#row.paused && this.#issues.some((issue) => issue.code === 'twin' && issue.server === name)
  }

  /** What the file says of a server, whoever keeps it. */
  sighting(name: string): FileSighting | undefined {
    return this.#sightings.get(name)
  }

  /** Begins to watch; resolves when the file was read once and taken. A paused source waits. */
  async start(): Promise<void> {
    if (this.#row.paused) return
    await this.#file.start()
    await this.#work
  }

  /** Reads now, whether or not anything seems to have changed; a paused source this once. */
  async scan(): Promise<void> {
    if (this.#row.paused) this.#file = this.#newFile()
    const file = this.#file
    await file.read()
    if (this.#row.paused) await file.end()
    await this.#work
  }

  /** Keeps the change and acts on it. Throws Fault `disk-full`. */
  async change(part: Partial<Pick<SourceRow, 'name' | 'paused' | 'intervalMs'>>): Promise<void> {
    const before = this.#row
    const row = { ...before, ...part }
    this.#parts.rows.save(row)
    this.#row = row
    if (row.intervalMs !== before.intervalMs) this.#file.lookEvery(row.intervalMs)
    if (row.paused && !before.paused) await this.#file.end()
    if (!row.paused && before.paused) {
      this.#state = 'reading'
      this.#file = this.#newFile()
      await this.start()
    }
    this.emit('changed')
  }

  async end(): Promise<void> {
    this.removeAllListeners()
    await this.#file.end()
    await this.#work
  }

  /** As screens and the API show it. `servers` is what it names in the registry now. */
  view(servers: number): Source {
    const { id, type, name, path, paused, lastSeenAt, lastReadAt, lastChange } = this.#row
    const { intervalMs, nextLookAt, polling } = this.#file
    return {
      id,
      type,
      name,
      address: path,
      state: paused ? 'paused' : this.#state,
      lastSeenAt: isoTime(lastSeenAt),
      lastReadAt: isoTime(lastReadAt),
      intervalMs,
      nextLookAt: isoTime(nextLookAt),
      servers,
      lastChange: lastChange && { ...lastChange, at: new Date(lastChange.at).toISOString() },
      issues: polling && !paused ? [pollingIssue(intervalMs), ...this.#issues] : [...this.#issues],
    }
  }

  #newFile(): FileSource {
    const { host, watching } = this.#parts
    const { path, intervalMs } = this.#row
    const file = new FileSource({ path, intervalMs, clock: host.clock, ...watching })
    file.on('content', (content) => {
      this.#work = this.#work.then(() => this.#absorb(content))
    })
    file.on('fallback', () => this.emit('changed'))
    return file
  }

  async #absorb(content: FileContent): Promise<void> {
    try {
      if (content.kind === 'text') await this.#take(content.text)
      else if (content.kind === 'missing') this.#settle('missing', [missingIssue()])
      else this.#settle('error', [content.issue])
    } catch (error) {
      this.#state = 'error'
      this.#issues = [keepingFailed(error)]
      // Nothing was taken, so the next look has to come back to the same bytes.
      this.#file.forget()
      if (!(error instanceof Fault))
        this.#parts.host.log.error(
          { source: this.#row.id, error: String(error) },
          'a source could not be taken',
        )
    }
    this.emit('changed')
  }

  async #take(text: string): Promise<void> {
    const { registry } = this.#parts
    const known = registry.all().map(({ registration }) => registration.name)
    const document = readDocument(text, basename(this.#row.path), known)
    if (document.frame === null) return this.#settle('error', document.issues)

    const kept = this.#lastGood(document.entries)
    const sighted = await this.#sighted(document)
    const accepted = [...sighted.values()].map((sighting) => sighting.document)
    const taken = await registry.take(this.#row.id, [...accepted, ...kept.values()])
    this.#sightings = new Map([
      ...[...this.#sightings].filter(([name]) => kept.has(name) && !sighted.has(name)),
      ...sighted,
    ])
    const names = [...sighted.keys()]
    const broken = document.entries.length > 0 && accepted.length === 0
    this.#settle(
      broken ? 'error' : 'ok',
      [
        ...document.entries.flatMap((entry) => entry.issues),
        ...taken.takenByOthers.map((other) => this.#twinIssue(other, document)),
        ...(taken.held ? [heldIssue(taken.held.missing)] : []),
      ],
      {
        frame: document.frame,
        names: [...names, ...kept.keys()],
        lastChange: this.#changeOf(taken) ?? this.#row.lastChange,
      },
    )
    for (const name of taken.added) this.emit('named', name)
  }

  /** How many came, changed and went, if any did. */
  #changeOf({ added, changed, removed }: Taken): SourceRow['lastChange'] {
    if (added.length + changed.length + removed.length === 0) return null
    const at = this.#parts.host.clock.now()
    return { at, added: added.length, changed: changed.length, removed: removed.length }
  }

  /** What the entries that are not refused say, sealed at once: values of secrets stay in no list of ours. */
  async #sighted({ entries, lines }: ServersDocument): Promise<Map<string, FileSighting>> {
    const sighted = new Map<string, FileSighting>()
    for (const { document, node } of entries) {
      if (document === null) continue
      const { line } = lines.placeOf(node.offset)
      sighted.set(document.name, { document: await this.#parts.registry.seal(document), line })
    }
    return sighted
  }

  /**
   * The registrations refused entries had when they were last good. An entry whose very name cannot be read could be
   * any of them, so then nothing goes.
   */
  #lastGood(entries: readonly Entry[]): Map<string, RegistrationDocument> {
    const good = new Set(entries.flatMap((entry) => entry.document?.name ?? []))
    const refused = entries.filter((entry) => entry.document === null)
    const nameless = refused.some((entry) => entry.name === null)
    const names = new Set(refused.map((entry) => entry.name))
    return new Map(
      this.#parts.registry
        .named(this.#row.id)
        .filter(({ name }) => !good.has(name) && (nameless || names.has(name)))
        .map((document) => [document.name, document]),
    )
  }

  #twinIssue(
    { name, owner, as }: Taken['takenByOthers'][number],
    { entries, lines }: ServersDocument,
  ): SourceIssue {
    const entry = entries.find((each) => each.document?.name === name)
    const said = twinIssue(name, { owner: this.#parts.nameOf(owner), as })
    const issue = { ...said, field: entry?.field ?? '' }
    return entry ? issueAt(lines, entry.node.offset, issue) : issue
  }

  /** Keeps the outcome of a read. `good` comes with what a good read leaves behind. */
  #settle(
    state: 'ok' | 'error' | 'missing',
    issues: readonly SourceIssue[],
    good?: Pick<SourceRow, 'frame' | 'names' | 'lastChange'>,
  ): void {
    const now = this.#parts.host.clock.now()
    const row = { ...this.#row, ...good, lastReadAt: now, ...(good && { lastSeenAt: now }) }
    this.#parts.rows.save(row)
    this.#row = row
    this.#state = state
    this.#issues = issues.slice(0, issuesMax)
  }
}

function isoTime(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString()
}

function missingIssue(): SourceIssue {
  return { ...fileIssue('missing', 'The file is not there. Rollcall waits for it.'), severity: 'warning' }
}

function pollingIssue(intervalMs: number): SourceIssue {
  const seconds = intervalMs / 1_000
  const message = `File events do not work here; Rollcall reads the file every ${seconds} s instead.`
  return fileIssue('watch-fallback', message, { seconds })
}

function heldIssue({ length: missing }: readonly string[]): SourceIssue {
  const message = `${missing} servers are not named any more, all at once. Nothing has gone: say whether they should.`
  return fileIssue('held', message, { missing })
}

function keepingFailed(error: unknown): SourceIssue {
  const reason =
    error instanceof Fault ? error.message.replace(/\.$/u, '') : 'Rollcall could not keep what it says'
  return fileIssue('unreadable', `The file could not be taken: ${reason}.`, { reason })
}
