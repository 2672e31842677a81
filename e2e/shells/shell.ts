import type { Page } from '@playwright/test'

/** One way Rollcall runs. The same specs are run on each. */
export interface Shell {
  readonly name: 'web' | 'stand-in' | 'electron'
  /** Starts Rollcall on a data directory and waits until its page is there. */
  start(dataDir: string): Promise<Running>
}

/** What a spec may do with the main process of a desktop shell. */
export interface DesktopApplication {
  /** Runs `work` in the main process with Electron's module; it may use nothing from around it but `arg`. */
  evaluate<R, A>(
    work: (electron: typeof Electron.CrossProcessExports, arg: A) => R | Promise<R>,
    arg: A,
  ): Promise<R>
}

/** A Rollcall that runs, with its page. */
export interface Running {
  readonly page: Page
  /** The main process; only desktop shells have one. */
  readonly application?: DesktopApplication
  /** Tells the shell which files are about to be dropped, where it cannot know by itself. */
  announceFiles(paths: readonly string[]): Promise<void>
  /** What its process printed so far, for a test that fails. */
  output(): string
  /** Closes it as a person would; resolves with the exit code once its process is gone. */
  end(): Promise<number | null>
}
