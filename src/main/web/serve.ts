import { once } from 'node:events'
import { resolve } from 'node:path'
import { startRollcall } from '../rollcall'
import { headlessHost } from './host'
import { openApi } from './server'
import { newToken } from './token-gate'

export const defaultPort = 8710

export interface ServeOptions {
  /** 0 takes a free one. */
  readonly port: number
  /** Without it, one is made for this launch. */
  readonly token?: string | undefined
  readonly dataDir?: string | undefined
  /** Files watched as sources from the start. */
  readonly sources: readonly string[]
  /** Aborted when Rollcall is to end. */
  readonly interrupted: AbortSignal
  /** Called once, when everything answers. */
  ready(line: { url: string; token: string }): void
}

/** A port that cannot be had. */
export class PortTaken extends Error {
  readonly port: number
  readonly reason: 'in-use' | 'not-allowed'

  constructor(port: number, reason: PortTaken['reason']) {
    super(`port ${port}: ${reason}`)
    this.port = port
    this.reason = reason
  }
}

/** The headless shell: core, HTTP API and page until `interrupted`. Throws `PortTaken` and what `startRollcall` throws. */
export async function serve(options: ServeOptions): Promise<void> {
  const { port, token = newToken(), interrupted } = options
  const host = headlessHost({ dataDir: options.dataDir })
  await using scope = new AsyncDisposableStack()
  const rollcall = await startRollcall(host, { sources: options.sources.map((file) => resolve(file)) })
  scope.defer(() => rollcall.end())
  const api = await openApi({ rollcall, host, token, port, page: true }).catch((error) => {
    if (error.code === 'EADDRINUSE') throw new PortTaken(port, 'in-use')
    if (error.code === 'EACCES') throw new PortTaken(port, 'not-allowed')
    throw error
  })
  // Together: the core's processes may need most of the 5 s.
  scope.defer(async () => {
    await Promise.all([api.end(), rollcall.end()])
  })
  host.log.info({ url: api.url, dataDir: host.dataDir, node: process.versions.node }, 'Rollcall is ready')
  options.ready({ url: api.url, token })
  if (!interrupted.aborted) await once(interrupted, 'abort')
}
