import { EventEmitter } from 'node:events'
import type { Clock } from '../../../host'
import { areWhole, type Contents, contentsOf, digestOf, isSwapped, type Look, lookAt, printOf } from './look'
import { type Members, membersOf } from './members'
import { type Observe, observeFiles } from './observe'

/** How long a watch waits for what, in milliseconds. */
export interface FileTimes {
  /** Between the two looks that must agree before files are read. */
  readonly settleMs: number
  /** The same where a whole JSON file was put in the place of another. */
  readonly swapMs: number
  /** Files that never settle, such as one always appended to, are read after this long all the same. */
  readonly settleMaxMs: number
  /** An absence shorter than this is an editor replacing a file. */
  readonly absenceMs: number
  /** Looks without an event, in case one was lost; and while the file is missing. */
  readonly rescanMs: number
  readonly missingRescanMs: number
  /** Looks where events do not work at all. */
  readonly pollMs: number
}

export const fileTimes: FileTimes = {
  settleMs: 100,
  swapMs: 20,
  settleMaxMs: 5_000,
  absenceMs: 2_000,
  rescanMs: 60_000,
  missingRescanMs: 2_000,
  pollMs: 5_000,
}

export interface FileWatchParts {
  /** A file, a folder or a pattern. */
  readonly address: string
  readonly clock: Clock
  /** Between two looks without an event; null or nothing leaves it to `times`. */
  readonly intervalMs?: number | null
  readonly times?: FileTimes
  readonly observe?: Observe
}

/**
 * Watches one file or several and tells what they hold: `contents` comes after every change that settled, and not twice
 * for the same bytes. Events are hints only: every look at the files decides afresh what is there. `fallback` comes
 * once, when the system gives no events for them and they are polled instead.
 */
export class FileWatch extends EventEmitter<{ contents: [Contents]; fallback: [] }> {
  readonly #members: Members
  readonly #clock: Clock
  readonly #times: FileTimes
  readonly #observe: Observe
  #intervalMs: number | null
  #nextLookAt: number | null = null
  #stopObserving: () => Promise<void> = async () => {}
  #cancelRescan: () => void = () => {}
  #cutPause: () => void = () => {}
  /** The look under way, and whether something happened since it began. */
  #look: Promise<void> | null = null
  #stale = false
  #polling = false
  #ended = false
  /** The files told of at the last `contents`, to know an absence; null before the first. */
  #told: readonly string[] | null = null
  #isMissing = false
  /** What was told, to know news from noise; null before the first, and where a telling is due. */
  #toldDigest: string | null = null
  #toldPrint: string | null = null
  #toldLook: Look | null = null

  constructor({
    address,
    clock,
    intervalMs = null,
    times = fileTimes,
    observe = observeFiles,
  }: FileWatchParts) {
    super()
    this.#members = membersOf(address)
    this.#intervalMs = intervalMs
    this.#clock = clock
    this.#times = times
    this.#observe = observe
  }

  /** Begins to watch and reads once; `contents` has come when it resolves. */
  async start(): Promise<void> {
    this.#stopObserving = this.#observe(
      this.#members,
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

  /** True where they are polled because the system gives no events. */
  get polling(): boolean {
    return this.#polling
  }

  /** Between two looks without an event, as things are. */
  get intervalMs(): number {
    const { rescanMs, missingRescanMs, pollMs } = this.#times
    return this.#intervalMs ?? (this.#polling ? pollMs : this.#isMissing ? missingRescanMs : rescanMs)
  }

  /** When they are looked at next without an event, in milliseconds since 1970; null during a look. */
  get nextLookAt(): number | null {
    return this.#nextLookAt
  }

  /** From now on looks this often without an event; null leaves it to the usual times. */
  lookEvery(intervalMs: number | null): void {
    this.#intervalMs = intervalMs
    if (this.#nextLookAt !== null) this.#rescanLater()
  }

  /** Looks now and tells the outcome, whether or not it is news. */
  async read(): Promise<void> {
    while (this.#look) await this.#look
    this.#told = null
    this.#toldDigest = null
    await this.#lookOnce()
  }

  /** Makes the next look tell what it finds, even if that is the same as before. */
  forget(): void {
    this.#toldDigest = null
    this.#toldPrint = null
  }

  #notice(): void {
    if (this.#look) this.#stale = true
    else void this.#lookOnce()
  }

  #lookOnce(): Promise<void> {
    this.#stale = false
    this.#nextLookAt = null
    this.#look = this.#settledContents().then(({ contents, look }) => {
      this.#look = null
      if (this.#ended) return
      this.#tell(contents, look)
      this.#rescanLater()
      if (this.#stale) this.#notice()
    })
    return this.#look
  }

  async #settledContents(): Promise<{ contents: Contents; look: Look }> {
    for (let isHasty = true; ; ) {
      const { look, isSwap } = await this.#settled(isHasty)
      const contents = await contentsOf(this.#members, look)
      // Gone between the look and the read: that absence may be a short one, too.
      const isGone = look.obstacle === null && [...contents.values()].some(({ kind }) => kind === 'missing')
      if (this.#ended || (!isGone && (!isSwap || areWhole(contents)))) return { contents, look }
      isHasty = false
    }
  }

  /** Waits until two looks agree, or what is not there has stayed away; if `isHasty`, not for long where files were swapped. */
  async #settled(isHasty: boolean): Promise<{ look: Look; isSwap: boolean }> {
    const since = this.#clock.now()
    const { settleMs, swapMs, settleMaxMs, absenceMs } = this.#times
    let look = await lookAt(this.#members)
    for (;;) {
      // Files nobody has seen are missing at once; one that was there may be about to return.
      const mayReturn = this.#lacks(look) && this.#clock.now() - since < absenceMs
      const isSwap = isHasty && isSwapped(look, this.#toldLook)
      if (look.obstacle && !mayReturn) return { look, isSwap: false }
      await this.#pause(isSwap ? Math.min(swapMs, settleMs) : settleMs)
      const again = await lookAt(this.#members)
      if (this.#ended) return { look: again, isSwap }
      const waitedMs = this.#clock.now() - since
      const isWhole = !this.#lacks(again) || waitedMs >= absenceMs
      const isStill = printOf(again) === printOf(look) || waitedMs >= settleMaxMs
      if (again.obstacle === null && isWhole && isStill) return { look: again, isSwap }
      look = again
    }
  }

  /** True where a file that was told is not there. */
  #lacks({ prints }: Look): boolean {
    return this.#told?.some((path) => !prints.has(path)) ?? false
  }

  #tell(contents: Contents, look: Look): void {
    this.#toldPrint = printOf(look)
    this.#toldLook = look
    const digest = digestOf(contents)
    if (digest === this.#toldDigest) return
    this.#told = [...look.prints.keys()]
    this.#isMissing = look.obstacle?.kind === 'missing'
    this.#toldDigest = digest
    this.emit('contents', contents)
  }

  #rescanLater(): void {
    this.#cancelRescan()
    const { intervalMs } = this
    this.#nextLookAt = this.#clock.now() + intervalMs
    this.#cancelRescan = this.#clock.after(intervalMs, () => void this.#rescan())
  }

  /** Cheap where nothing happened: only a changed size, time or identity leads to a read. */
  async #rescan(): Promise<void> {
    const print = printOf(await lookAt(this.#members))
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
    if (!this.#look) this.#rescanLater()
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
