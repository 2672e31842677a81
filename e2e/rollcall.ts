import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, test as base, expect, type Page } from '@playwright/test'
import { ElectronShell, StandInShell } from './shells/desktop'
import type { DesktopApplication, Running, Shell } from './shells/shell'
import { WebShell } from './shells/web'

export { expect }

export interface ShellOption {
  /** Which shell the project runs on. */
  shellName: Shell['name']
}

/**
 * Every spec gets a Rollcall of its own, on a data directory of its own, and fails when its page complains.
 * `pages` is the browser whose process the specs of one worker share on the web shell; the desktop has its own.
 */
export const test = base.extend<{ rollcall: Rollcall }, ShellOption & { pages: Browser | undefined }>({
  shellName: ['web', { option: true, scope: 'worker' }],
  pages: [
    async ({ shellName, playwright, launchOptions }, use) => {
      const browser = shellName === 'web' ? await playwright.chromium.launch(launchOptions) : undefined
      await use(browser)
      await browser?.close()
    },
    { scope: 'worker' },
  ],
  rollcall: async ({ shellName, pages }, use, info) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-e2e-'))
    const context = await pages?.newContext({ locale: 'en-US' })
    const rollcall = new Rollcall(context ? new WebShell(context) : desktopShell(shellName), dataDir)
    try {
      await rollcall.start()
      await use(rollcall)
    } finally {
      await rollcall.end()
      await context?.close()
      if (info.status !== info.expectedStatus) await info.attach('output', { body: rollcall.output })
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    }
    expect(rollcall.complaints, 'console errors, uncaught errors and policy violations').toEqual([])
  },
})

function desktopShell(name: Shell['name']): Shell {
  return name === 'electron' ? new ElectronShell() : new StandInShell()
}

/** The Rollcall under test, whichever shell it runs in. */
export class Rollcall {
  readonly dataDir: string
  /** Errors on the page's console, uncaught ones, requests to strangers; a spec that provokes some takes them away. */
  readonly complaints: string[] = []
  readonly #shell: Shell
  #running: Running | undefined
  #output = ''

  constructor(shell: Shell, dataDir: string) {
    this.#shell = shell
    this.dataDir = dataDir
  }

  get shell(): Shell['name'] {
    return this.#shell.name
  }

  get page(): Page {
    return this.#now().page
  }

  /** The main process, for the specs of the desktop shells. */
  get desktop(): DesktopApplication {
    const { application } = this.#now()
    if (!application) throw new Error('The web shell has no main process')
    return application
  }

  async start(): Promise<void> {
    const running = await this.#shell.start(this.dataDir)
    this.#running = running
    running.page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${message.text()} ${message.location().url}`)
    })
    running.page.on('request', (request) => {
      if (leadsElsewhere(request.url(), running.page.url()))
        this.complaints.push(`asked for ${request.url()}`)
    })
    running.page.on('pageerror', (error) => this.complaints.push(String(error)))
    await expect(running.page.getByRole('navigation').first()).toBeVisible()
  }

  /** What its processes printed, for a test that fails. */
  get output(): string {
    return this.#output + (this.#running?.output() ?? '')
  }

  async end(): Promise<number | null> {
    const code = await this.#running?.end()
    this.#output = this.output
    this.#running = undefined
    return code ?? null
  }

  async restart(): Promise<void> {
    await this.end()
    await this.start()
  }

  /** Drops real files and folders onto the window, as from a file manager. */
  async drop(paths: readonly string[]): Promise<void> {
    await this.#now().announceFiles(paths)
    await this.#drag({ files: paths }, ['dragEnter', 'dragOver', 'drop'])
  }

  /** Picks a file with the file field of this name, as from the system's dialog. */
  async pick(field: string, path: string): Promise<void> {
    await this.#now().announceFiles([path])
    await this.page.getByLabel(field).setInputFiles(path)
  }

  /** Drops text, as from another program; `text/uri-list` is what a dragged link is. */
  async dropText(text: string, mimeType = 'text/plain'): Promise<void> {
    await this.#drag({ texts: [{ mimeType, data: text }] }, ['dragEnter', 'dragOver', 'drop'])
  }

  /** Holds a drag over the window while `look` looks, and then takes it away again. */
  async hover(dragged: Dragged, look: () => Promise<void>): Promise<void> {
    await this.#drag(dragged, ['dragEnter', 'dragOver'], look)
  }

  async #drag(
    { files = [], texts = [] }: Dragged,
    steps: readonly ('dragEnter' | 'dragOver' | 'drop')[],
    look?: () => Promise<void>,
  ): Promise<void> {
    const cdp = await this.page.context().newCDPSession(this.page)
    const data = { items: [...texts], files: [...files], dragOperationsMask: 1 }
    const step = (type: (typeof steps)[number] | 'dragCancel') =>
      cdp.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
    for (const type of steps) {
      // A person sees what a drop would do before letting go; until then a busy page has not taken the drag in.
      if (type === 'drop')
        await expect(
          this.page
            .getByRole('status')
            .filter({ has: this.page.locator('svg') })
            .last(),
        ).toBeVisible()
      await step(type)
    }
    if (look) {
      await look()
      await step('dragCancel')
      // Chromium's protocol ends the drag without the event a pointer leaving the window makes.
      await this.page.evaluate(`window.dispatchEvent(new DragEvent('dragleave'))`)
    }
    await cdp.detach()
  }

  /** Asks the HTTP API, as the command line does. Resolves with the parsed body. */
  async api(method: string, path: string, body?: unknown): Promise<unknown> {
    const { url, token } = JSON.parse(await readFile(join(this.dataDir, 'api.json'), 'utf8'))
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  #now(): Running {
    if (!this.#running) throw new Error('Rollcall is not running')
    return this.#running
  }
}

interface Dragged {
  readonly files?: readonly string[]
  readonly texts?: readonly { readonly mimeType: string; readonly data: string }[]
}

/** Whether a request leaves the page's own origin. */
function leadsElsewhere(url: string, page: string): boolean {
  const { protocol, host } = new URL(url)
  return !['data:', 'blob:'].includes(protocol) && host !== new URL(page).host
}
