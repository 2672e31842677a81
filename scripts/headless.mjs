/** Runs the built headless shell for scripts that look at it or measure it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { environmentIn } from '../e2e/shells/person.ts'
import { nodeBinary, root } from './setup.mjs'

/** The core without a window, in a process of its own. */
export class Headless {
  /** @param {string} dataDir @param {string[]} options More options of the headless shell. */
  constructor(dataDir, options = []) {
    this.dataDir = dataDir
    this.options = options
    this.url = ''
    this.token = ''
    this.pid = 0
    this.end = async () => {}
  }

  /** Resolves once it answers. Rejects where it ends before that. */
  async start() {
    const entry = join(root, 'out', 'main', 'headless.js')
    const given = ['--port', '0', '--data-dir', this.dataDir, ...this.options]
    const child = spawn(nodeBinary(), [entry, ...given], {
      cwd: root,
      env: environmentIn(this.dataDir),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const ended = once(child, 'exit')
    const early = ended.then(([code]) => {
      throw new Error(`The headless shell ended with ${code} before it was ready.`)
    })
    const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), early])
    const { url, token } = JSON.parse(line)
    this.url = url
    this.token = token
    this.pid = child.pid ?? 0
    this.end = async () => {
      child.kill('SIGTERM')
      await ended
    }
  }

  /** The page's address, with the token it takes. */
  get pageUrl() {
    return `${this.url}/#token=${this.token}`
  }

  /**
   * Asks the HTTP API. Resolves with the parsed body; rejects where the answer is a refusal.
   * @param {string} method @param {string} path @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async ask(method, path, body) {
    const reply = await fetch(`${this.url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await reply.text()
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  /**
   * Asks for the servers again and again until they are as wanted.
   * @param {(servers: import('../src/shared/contract/registry.ts').Server[]) => boolean} wanted
   * @param {number} [everyMs]
   */
  async until(wanted, everyMs = 100) {
    while (!wanted(await this.ask('GET', '/servers')))
      await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
