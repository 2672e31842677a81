import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { stat } from 'node:fs/promises'
import type { Clock } from '../host'
import { type Observe, observePath } from './observe'
import { type FileContent, readPlainFile } from './plain-file'

/** How long a file source waits for what, in milliseconds. */
export interface FileTimes {
  /** Between the two looks that must agree before a file is read. */
  readonly settleMs: number
  /** A file that never settles, such as one always appended to, is read after this long all the same. */
  readonly settleMaxMs: number
  /** An absence shorter than this is an editor replacing the file. */
  readonly absenceMs: number
  /** Looks without an event, in case one was lost; and while the file is missing. */
  readonly rescanMs: number
  readonly missingRescanMs: number
  /** Looks where events do not work at all. */
  readonly pollMs: number
}

export const fileTimes: FileTimes = {
  settleMs: 100,
  settleMaxMs: 5_000,
  absenceMs: 2_000,
  rescanMs: 60_000,
  missingRescanMs: 2_000,
  pollMs: 5_000,
}

export interface FileSourceParts {
  readonly path: string
  readonly clock: Clock
  /** Between two looks without an event; null or nothing leaves it to `times`. */
  readonly intervalMs?: number | null
  readonly times?: FileTimes
  readonly observe?: Observe
}

/**
 * Watches one path and tells what it holds: `content` comes after every change that settled, and not twice for the
 * same bytes. Events are hints only: every look at the file decides afresh what is there. `fallback` comes once, when
 * the system gives no events for this path and it is polled instead.
 */
export class FileSource extends EventEmitter<{ content: [FileContent]; fallback: [] }> {
  readonly path: string
  readonly #clock: Clock
  readonly #times: FileTimes
  readonly #observe: Observe
  #intervalMs: number | null
  #nextLookAt: number | null = null
  #stopObserving: () => Promise<void> = async () => {}
  #cancelRescan: () => void = () => {}
  #cutPause: () => void = () => {}
  /** The look under way, and whether something happened since it began. */
  #look: Promise<FileContent> | null = null
  #stale = false
  #polling = false
  #ended = false
  /** What the last `content` was, to tell news from noise; null before the first. */
  #toldKind: FileContent['kind'] | null = null
  #toldDigest = ''
  #toldPrint = ''

  constructor({ path, clock, intervalMs = null, times = fileTimes, observe = observePath }: FileSourceParts) {
    super()
    this.#intervalMs = intervalMs
    this.path = path
    this.#clock = clock
    this.#times = times
    this.#observe = observe
  }

  /** Begins to watch and reads once; `content` has come when it resolves. */
  async start(): Promise<void> {
    this.#stopObserving = this.#observe(
      this.path,
      () => this.#notice(),
      () => this.#poll(),
    )
    await this.read()
  }

  async end(): Promise<void> {
    this.#ended = true
    this.#nextLookAt = null
    this.#cancelRescan()
    this.#cutPause()
    this.removeAllListeners()
    await this.#stopObserving()
    await this.#look
  }

  /** True where the path is polled because the system gives no events. */
  get polling(): boolean {
    return this.#polling
  }

  /** Between two looks without an event, as things are. */
  get intervalMs(): number {
    const { rescanMs, missingRescanMs, pollMs } = this.#times
    const usualMs = this.#polling ? pollMs : this.#toldKind === 'missing' ? missingRescanMs : rescanMs
    return this.#intervalMs ?? usualMs
  }

  /** When it is looked at next without an event, in milliseconds since 1970; null during a look. */
  get nextLookAt(): number | null {
    return this.#nextLookAt
  }

  /** From now on looks this often without an event; null leaves it to the usual times. */
  lookEvery(intervalMs: number | null): void {
    this.#intervalMs = intervalMs
    if (this.#nextLookAt !== null) this.#rescanLater()
  }

  /** Looks now and tells the outcome, whether or not it is news. */
  async read(): Promise<FileContent> {
    while (this.#look) await this.#look
    this.#toldKind = null
    return this.#lookOnce()
  }

  /** Makes the next look tell what it finds, even if that is the same as before. */
  forget(): void {
    this.#toldDigest = ''
    this.#toldPrint = ''
  }

  #notice(): void {
    if (this.#look) this.#stale = true
    else void this.#lookOnce()
  }

  #lookOnce(): Promise<FileContent> {
    this.#stale = false
    this.#nextLookAt = null
    this.#look = this.#settledContent().then(({ content, print }) => {
      this.#look = null
      if (this.#ended) return content
      this.#tell(content, print)
      this.#rescanLater()
      if (this.#stale) this.#notice()
      return content
    })
    return this.#look
  }

  async #settledContent(): Promise<{ content: FileContent; print: string }> {
    for (;;) {
      const print = await this.#settled()
      if (print === null) return { content: { kind: 'missing' }, print: '' }
      const content = await readPlainFile(this.path)
      // Gone between the look and the read: that absence may be a short one, too.
      if (content.kind !== 'missing' || this.#ended) return { content, print }
    }
  }

  /** Waits until two looks agree. Null where the file stays away. */
  async #settled(): Promise<string | null> {
    const since = this.#clock.now()
    let print = await fingerprint(this.path)
    for (;;) {
      // A file nobody has seen is missing at once; one that was there may be about to return.
      const patienceMs = this.#toldKind === null ? 0 : this.#times.absenceMs
      if (print === null && (this.#toldKind === 'missing' || this.#clock.now() - since >= patienceMs))
        return null
      await this.#pause(this.#times.settleMs)
      const again = await fingerprint(this.path)
      const waitedMs = this.#clock.now() - since
      if (this.#ended) return again
      if (again !== null && (again === print || waitedMs >= this.#times.settleMaxMs)) return again
      print = again
    }
  }

  #tell(content: FileContent, print: string): void {
    this.#toldPrint = print
    const digest = digestOf(content)
    if (content.kind === this.#toldKind && digest === this.#toldDigest) return
    this.#toldKind = content.kind
    this.#toldDigest = digest
    this.emit('content', content)
  }

  #rescanLater(): void {
    this.#cancelRescan()
    const { intervalMs } = this
    this.#nextLookAt = this.#clock.now() + intervalMs
    this.#cancelRescan = this.#clock.after(intervalMs, () => void this.#rescan())
  }

  /** Cheap where nothing happened: only a changed size, time or identity leads to a read. */
  async #rescan(): Promise<void> {
    const print = (await fingerprint(this.path)) ?? ''
    if (this.#ended || this.#look) return
    if (print === this.#toldPrint) this.#rescanLater()
    else this.#notice()
  }

  #poll(): void {
    if (this.#polling || this.#ended) return
    this.#polling = true
    const stop = this.#stopObserving
    this.#stopObserving = async () => {}
    void stop()
    this.emit('fallback')
    this.#rescanLater()
  }

  /** Waits, or not at all once this has ended. */
  async #pause(delayMs: number): Promise<void> {
    if (this.#ended) return
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(delayMs, resolve)
      this.#cutPause = () => {
        cancel()
        resolve()
      }
    })
  }
}

/** What changes when a file does: identity, size, time. Null where nothing is at the path; a failure is a state too. */
async function fingerprint(path: string): Promise<string | null> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs].join(':')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : code
  }
}

function digestOf(content: FileContent): string {
  if (content.kind === 'missing') return ''
  const told = content.kind === 'text' ? content.text : JSON.stringify(content.issue)
  return createHash('sha256').update(told).digest('base64')
}
