import type { EventEmitter } from 'node:events'
import type { ShellCommand } from '../shared/commands'
import type { Notice } from '../shared/contract/notices'
import type { Appearance, Deed, Startup } from '../shared/contract/rollcall'

/**
 * What the core needs from outside. Three hosts exist: the Electron shell's (`electron/host.ts`),
 * the headless one (`web/host.ts`) and the tests' (`tests/host.ts`).
 */
export interface Host {
  readonly kind: 'desktop' | 'headless' | 'test'
  readonly version: string
  /** Everything Rollcall keeps lies in here. Exists and is private to the user (0700) before the core starts. */
  readonly dataDir: string
  /** Where `resources/` lies: beside the sources, or inside the packaged app. */
  readonly resourcesDir: string
  /** The computer as its person's other programs see it: where their files lie follows from it. */
  readonly machine: Machine
  readonly clock: Clock
  readonly log: Log
  /** Encrypts secrets at rest; null where the file's mode is all the protection there is. */
  readonly cipher: Cipher | null
  /** The addresses from which this machine reaches others, as one text that changes with them; empty when offline. */
  network(): string
  /** Hears that the machine woke from sleep, as far as the system says so; the returned function stops it. */
  onWake(listener: () => void): () => void
  /** Has the system show a notice outside the window; false where it cannot. `onChosen`: the person pressed it. */
  notify(notice: Notice, onChosen: () => void): boolean
  /** Puts menus, dialogs and what else the shell draws itself into the window's language and theme. */
  appear(appearance: Appearance): void
  /** The window and menu of its own; null in a shell whose page is shown by the person's browser. */
  readonly desktop: Desktop | null
  /** Opens an https address, or one on this machine, in the person's browser; false where this shell leaves that to the page. */
  openExternal(url: string): Promise<boolean>
  /** Where the document lies that describes Rollcall to authorization servers; there is none yet unless it is given. */
  readonly clientMetadataUrl?: string | undefined
  /** Runs one of our own scripts in a Node process of its own. */
  fork(script: string, args: readonly string[]): Task
}

/** What paths of other programs are made of. */
export interface Machine {
  readonly platform: NodeJS.Platform
  /** The person's home directory. */
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What the core can ask of a shell that has a window, a menu and a place on the person's desktop. */
export interface Desktop {
  /** Versions; null where the shell does not say. */
  readonly electron: string | null
  readonly chromium: string | null
  perform(deed: Deed): Promise<void>
  /** Shows a number beside the app's icon, in the dock or the taskbar, where the system has a place for it; 0 takes it away. */
  badge(count: number): void
  /** Null where the system, or a Rollcall that is not installed, cannot open at login. */
  startup(): Startup | null
  /** Only where `startup` is not null. */
  setStartup(startup: Startup): Startup
  /** What is chosen in the menu, from now on until the signal ends. */
  commands(signal: AbortSignal): AsyncGenerator<ShellCommand>
  /** Install links that other programs opened, from now on until the signal ends: to be looked at, never followed. */
  links(signal: AbortSignal): AsyncGenerator<string>
}

/** Wall clock and timers, so that tests can own time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs `work` once after `delayMs`; the returned function cancels it. Does not keep the process alive. */
  after(delayMs: number, work: () => void): () => void
}

/** Structured lines; never a secret among the fields. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** The system's keyring, asynchronous as in Electron's `safeStorage`. */
export interface Cipher {
  /** False where the system has no keyring (plain-text back-end on Linux): then nothing is written to disk. */
  readonly trustworthy: boolean
  encrypt(text: string): Promise<Buffer>
  decrypt(sealed: Buffer): Promise<string>
}

/** A child Node process running a script of ours. */
export interface Task extends EventEmitter<{ exit: [code: number | null] }> {
  readonly pid: number | undefined
  /** Asks it to end, and ends it when it has not after `graceMs`. Resolves once it is gone. */
  end(graceMs: number): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
