import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Host } from '../src/main/host'
import { type Rollcall, startRollcall } from '../src/main/rollcall'
import { openApi } from '../src/main/web/server'
import { type TestHost, testHost } from './host'

export const token = 'a-token-only-this-test-knows'

interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: what came over HTTP is looked at field by field in the tests.
  readonly body: any
  readonly headers: Headers
}

/** A whole core behind the web shell, with a page of its own. */
export interface ApiShell extends AsyncDisposable {
  readonly host: TestHost
  readonly rollcall: Rollcall
  readonly url: string
  readonly port: number
  /** Asks with the right token; a body is sent as JSON. */
  ask(method: string, path: string, body?: unknown, init?: RequestInit): Promise<Answer>
  /** Sends bytes as they are and gives all that came back before the connection closed. */
  raw(bytes: string): Promise<string>
  /** Closes the API while the core goes on. */
  close(): Promise<void>
}

export const pageText =
  '<!doctype html><title>Rollcall</title><script type="module" src="/assets/app-1a2b.js"></script>'

export async function startApiShell(overrides: Partial<Host> = {}, page = true): Promise<ApiShell> {
  const host = testHost(overrides)
  const rollcall = await startRollcall(host)
  const resourcesDir = madePage(host.dataDir)
  const api = await openApi({ rollcall, host: { ...host, resourcesDir }, token, port: 0, page })
  const port = Number(new URL(api.url).port)
  return {
    host,
    rollcall,
    url: api.url,
    port,
    async ask(method, path, body, init = {}) {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      }
      const payload = body === undefined ? {} : { body: JSON.stringify(body) }
      const response = await fetch(api.url + path, { method, headers, ...payload, ...init })
      return { status: response.status, body: bodyOf(await response.text()), headers: response.headers }
    },
    async raw(bytes) {
      const socket = connect(port, '127.0.0.1')
      let answer = ''
      socket.setEncoding('utf8').on('data', (chunk) => {
        answer += chunk
      })
      // A server that refuses early may reset what is still on its way.
      socket.on('error', () => socket.destroy())
      socket.write(bytes)
      await new Promise((closed) => socket.once('close', closed))
      return answer
    },
    close: () => api.end(),
    async [Symbol.asyncDispose]() {
      await api.end()
      await rollcall.end()
      await host[Symbol.asyncDispose]()
    },
  }
}

/** A page like the built one; gives the `resources/` beside it. */
function madePage(directory: string): string {
  const assets = join(directory, 'app', 'out', 'renderer', 'assets')
  mkdirSync(assets, { recursive: true })
  writeFileSync(join(assets, '..', 'index.html'), pageText)
  writeFileSync(join(assets, 'app-1a2b.js'), 'document.title = "Rollcall"')
  writeFileSync(join(directory, 'app', 'out', 'secret.txt'), 'not for the page')
  return join(directory, 'app', 'resources')
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
