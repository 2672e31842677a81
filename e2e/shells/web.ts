import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { BrowserContext } from '@playwright/test'
import { projectDir } from '../project'
import { environmentIn } from './person'
import type { Running, Shell } from './shell'

/** The headless core with its page in a browser, in a context of its own: a browser's process is shared by tests. */
export class WebShell implements Shell {
  readonly name = 'web'
  readonly #context: BrowserContext
  /** The port of the first start: a page's origin, and with it what the page keeps, survives a restart. */
  #port = '0'

  constructor(context: BrowserContext) {
    this.#context = context
  }

  async start(dataDir: string): Promise<Running> {
    const child = spawn(
      process.execPath,
      [join(projectDir, 'out/main/headless.js'), '--port', this.#port, '--data-dir', dataDir],
      { env: environmentIn(dataDir), stdio: ['ignore', 'pipe', 'pipe'] },
    )
    let said = ''
    child.stderr.on('data', (text) => {
      said += String(text)
    })
    const { url, token } = await readyLine(child, () => said)
    this.#port = new URL(url).port
    const page = await this.#context.newPage()
    await page.goto(`${url}/#token=${token}`)
    return {
      page,
      announceFiles: async () => {},
      output: () => said,
      end: async () => {
        await page.close()
        return await ended(child)
      },
    }
  }
}

async function readyLine(
  child: ChildProcessByStdio<null, Readable, Readable>,
  said: () => string,
): Promise<{ url: string; token: string }> {
  const gone = once(child, 'exit').then(() => {
    throw new Error(`The headless core ended before it was ready.\n${said()}`)
  })
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), gone])
  return JSON.parse(line)
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const [code] = await exit
  return code
}
