import { EventEmitter } from 'node:events'
import type { Source, SourceIssue } from '../../shared/contract/discovery'
import { Fault } from '../../shared/contract/fault'
import type { Host } from '../host'
import type { Registry } from '../registry/registry'
import type { Taken } from '../registry/taking'
import { slices } from '../slices'
import { heldIssue, keepingFailed, twinIssues, withSuspicions } from './entry-issues'
import type { Reader, Reading } from './kind'
import type { SourceKinds } from './kinds'
import { lastGood, type NamedServer, sealed } from './named-servers'
import type { SourceRow, SourceRows } from './source-rows'
import type { SourceSecrets } from './source-secrets'
import { UnreadableSource } from './unreadable-source'

/** At most this many issues, and names of held servers, are kept of one source. */
const issuesMax = 200
const heldMax = 200

export interface NamedSourceParts {
  readonly row: SourceRow
  readonly rows: SourceRows
  readonly kinds: SourceKinds
  readonly secrets: SourceSecrets
  readonly registry: Pick<Registry, 'all' | 'heldOf' | 'named' | 'say' | 'seal' | 'take'>
  readonly host: Host
  /** Says what a source is called, for entries whose name belongs to another one. */
  readonly nameOf: (sourceId: string) => string
}

/**
 * One source at work, of whatever kind: what its reader tells becomes what the registry holds of this source. What
 * cannot be read changes nothing: a source that is missing or broken keeps its servers, an entry that is refused keeps
 * its last good self.
 */
export class NamedSource extends EventEmitter<{ changed: []; named: [name: string] }> {
  readonly #parts: NamedSourceParts
  /** Ended while the source is paused. */
  #reader: Reader
  #row: SourceRow
  #state: Source['state'] = 'reading'
  #issues: readonly SourceIssue[] = []
  #refused = 0
  /** By name, as of the last reading that could be taken; a refused entry keeps its last good one. */
  #servers: ReadonlyMap<string, NamedServer> = new Map()
  /** Readings are taken one after the other; one that a later one overtook is not taken at all. */
  #work: Promise<void> = Promise.resolve()
  #untaken: Reading | null = null

  constructor(parts: NamedSourceParts) {
    super()
    this.#parts = parts
    this.#row = parts.row
    this.#reader = this.#newReader()
  }

  get row(): SourceRow {
    return this.#row
  }

  /** True where it names a server so, but one elsewhere had the name first. */
  wants(name: string): boolean {
    return !this.#row.paused && this.#issues.some((issue) => issue.code === 'twin' && issue.server === name)
  }

  /** What it says of a server, whoever keeps it. */
  sighting(name: string): NamedServer | undefined {
    return this.#servers.get(name)
  }

  /** Begins to read; resolves when it was read once and taken. A paused source waits. */
  async start(): Promise<void> {
    if (this.#row.paused) return
    await this.#reader.start()
    await this.#work
  }

  /** Reads now, whether or not anything seems to have changed; a paused source this once. */
  async scan(): Promise<void> {
    if (this.#row.paused) {
      const reader = this.#newReader()
      this.#reader = reader
      await reader.start()
      await reader.end()
    } else {
      await this.#reader.read()
    }
    await this.#work
  }

  /** Keeps the change and acts on it. Throws Fault `disk-full`. */
  async change(
    part: Partial<Pick<SourceRow, 'name' | 'paused' | 'intervalMs' | 'policy' | 'trusted'>>,
  ): Promise<void> {
    const before = this.#row
    const row = { ...before, ...part }
    this.#parts.rows.save(row)
    this.#row = row
    const { policy, trusted } = row
    const isOtherWord = policy !== before.policy || trusted !== before.trusted
    // Before it is read: it may be paused, or not to be read just now.
    if (isOtherWord) this.#parts.registry.say(row.id, { policy, trusted })
    if (row.intervalMs !== before.intervalMs) this.#reader.lookEvery(row.intervalMs)
    if (row.paused && !before.paused) await this.#reader.end()
    if (!row.paused && before.paused) {
      this.#state = 'reading'
      this.#reader = this.#newReader()
      await this.start()
    } else if (!row.paused && isOtherWord) {
      await this.scan()
    }
    this.emit('changed')
  }

  /** It stands at another place; the rows know already. */
  moved(position: number): void {
    this.#row = { ...this.#row, position }
  }

  async end(): Promise<void> {
    this.removeAllListeners()
    await this.#reader.end()
    await this.#work
  }

  /** As screens and the API show it, with what the registry has of it. */
  view({ servers, missing }: { servers: number; missing: number }): Source {
    const { id, type, name, address, options, policy, trusted, paused } = this.#row
    const { lastSeenAt, lastReadAt, lastChange } = this.#row
    const { intervalMs, nextLookAt, remarks } = this.#reader
    const { added = 0, changed = 0 } = lastChange ?? {}
    const held = this.#parts.registry.heldOf(id)
    return {
      id,
      type,
      name,
      address,
      options: this.#parts.secrets.masked(id, options),
      policy,
      trusted,
      state: paused ? 'paused' : this.#state === 'ok' && held.length > 0 ? 'held' : this.#state,
      lastSeenAt: isoTime(lastSeenAt),
      lastReadAt: isoTime(lastReadAt),
      intervalMs,
      nextLookAt: paused ? null : isoTime(nextLookAt),
      servers,
      counts: { servers, added, changed, missing, refused: this.#refused },
      held: held.slice(0, heldMax),
      lastChange: lastChange && { ...lastChange, at: new Date(lastChange.at).toISOString() },
      issues: (paused ? this.#issues : [...remarks, ...this.#issues]).filter(
        // Somebody said what becomes of them.
        ({ code }) => code !== 'held' || held.length > 0,
      ),
    }
  }

  #newReader(): Reader {
    const { kinds, host, secrets } = this.#parts
    const { id, type, address, options, intervalMs } = this.#row
    const told = {
      onReading: (reading: Reading) => {
        this.#untaken = reading
        this.#work = this.#work.then(() => this.#absorb())
      },
      onSame: (outcome: Reading['outcome']) => {
        this.#work = this.#work.then(() => this.#seenAgain(outcome))
      },
      onChange: () => this.emit('changed'),
    }
    const kind = kinds.find(type)
    const parsed = kind?.options.safeParse(options)
    if (!kind || !parsed?.success) return new UnreadableSource({ type, ...told })
    const secret = async (reference: string) => secrets.open(id, reference)
    return kind.open({ address, options: parsed.data, intervalMs, host, secret, ...told })
  }

  async #absorb(): Promise<void> {
    const reading = this.#untaken
    if (reading === null) return
    this.#untaken = null
    try {
      if (reading.outcome === 'named') await this.#take(reading)
      else this.#settle(reading.outcome === 'missing' ? 'missing' : 'error', [reading.issue])
    } catch (error) {
      this.#state = 'error'
      this.#issues = [keepingFailed(error)]
      // Nothing was taken, so the next look has to come back to the same.
      this.#reader.forget()
      if (!(error instanceof Fault))
        this.#parts.host.log.error(
          { source: this.#row.id, error: String(error) },
          'a source could not be taken',
        )
    }
    this.emit('changed')
  }

  /** Nothing is new but the times; a full disk loses no more than these. */
  #seenAgain(outcome: Reading['outcome']): void {
    const now = this.#parts.host.clock.now()
    this.#row = { ...this.#row, lastReadAt: now, ...(outcome === 'named' && { lastSeenAt: now }) }
    try {
      this.#parts.rows.seen(this.#row)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
    }
    this.emit('changed')
  }

  async #take({ entries, frame, issues }: Extract<Reading, { outcome: 'named' }>): Promise<void> {
    const { registry } = this.#parts
    const { id, policy, trusted } = this.#row
    const known = registry.all().map(({ registration }) => registration.name)
    const kept = lastGood(entries, registry.named(id))
    const named = await sealed(entries, registry)
    const documents = [...[...named.values()].map(({ document }) => document), ...kept.values()]
    const taken = await registry.take(id, documents, { policy, trusted })
    const others = taken.takenByOthers.map((other) => ({ ...other, owner: this.#parts.nameOf(other.owner) }))
    this.#servers = new Map([
      ...[...this.#servers].filter(([name]) => kept.has(name) && !named.has(name)),
      ...named,
    ])
    const held = taken.held?.missing ?? []
    this.#refused = entries.filter(({ document }) => document === null).length
    const isBroken = entries.length > 0 && named.size === 0
    this.#settle(
      isBroken ? 'error' : 'ok',
      [
        ...issues,
        ...withSuspicions(entries, known),
        ...twinIssues(others, entries),
        ...(held.length > 0 ? [heldIssue(held)] : []),
      ],
      {
        frame: { keys: [...frame.keys], rest: { ...frame.rest } },
        names: [...named.keys(), ...kept.keys()],
        lastChange: this.#changeOf(taken) ?? this.#row.lastChange,
      },
    )
    for await (const names of slices(taken.added)) for (const name of names) this.emit('named', name)
  }

  /** How many came, changed and went, if any did. */
  #changeOf({ added, changed, removed }: Taken): SourceRow['lastChange'] {
    if (added.length + changed.length + removed.length === 0) return null
    const at = this.#parts.host.clock.now()
    return { at, added: added.length, changed: changed.length, removed: removed.length }
  }

  /** Keeps the outcome of a read. `good` comes with what a good read leaves behind. */
  #settle(
    state: Source['state'],
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
