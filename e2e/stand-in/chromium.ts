import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { chromiumFlags } from '../chromium'
import { missing } from './loud'

/** The Chromium whose pages are the windows. Started with the first window; listens for the test on a port of its own. */
export class Chromium {
  #context: Promise<BrowserContext> | undefined

  context(userData: string): Promise<BrowserContext> {
    this.#context ??= this.#launch(join(userData, 'stand-in.profile'))
    return this.#context
  }

  async end(): Promise<void> {
    const context = await this.#context
    await context?.close()
  }

  async #launch(profile: string): Promise<BrowserContext> {
    const executablePath = process.env.ROLLCALL_CHROMIUM
    if (!executablePath) throw missing('Chromium: set ROLLCALL_CHROMIUM')
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: true,
      viewport: null,
      args: [...chromiumFlags, '--remote-debugging-port=0'],
    })
    const [port] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')
    process.send?.({ kind: 'browser', endpoint: `http://127.0.0.1:${port}` })
    return context
  }
}
