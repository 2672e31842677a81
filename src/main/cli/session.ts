import type { Client } from '../../shared/contract'
import { Fault } from '../../shared/contract/fault'
import { DataDirBusy } from '../database/database'
import { requestDoor } from '../door'
import { linesTo } from '../log'
import { startRollcall } from '../rollcall'
import { readApiFile } from '../web/api-file'
import { headlessDataDir, headlessHost } from '../web/host'
import { openApi } from '../web/server'
import { newToken } from '../web/token-gate'
import { Ends, exit } from './exit'
import { type Carrier, restClient } from './rest-client'

/** A way to the core for the length of one command. */
export interface Session {
  readonly client: Client
  /** The running Rollcall's address; null where this process is the core. */
  readonly url: string | null
  end(): Promise<void>
}

export interface SessionOptions {
  readonly dataDir?: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  /** For a command that goes on until it is interrupted: a core in this process answers other command lines too. */
  readonly lasting?: boolean
  /** The servers the command is about: where this process is the core, it connects no others. */
  readonly servers?: readonly string[] | 'all'
}

/**
 * Speaks to the Rollcall named in `ROLLCALL_URL`, else to the one running on the data directory; where none runs,
 * starts the core in this process. Throws Ends 3 where one runs that has no API.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { dataDir, env } = options
  if (env.ROLLCALL_URL) return remote(env.ROLLCALL_URL.replace(/\/+$/, ''), env.ROLLCALL_TOKEN ?? '')
  const file = readApiFile(headlessDataDir(dataDir))
  if (file && isAlive(file.pid) && (await answers(file.url))) return remote(file.url, file.token)
  return inProcess(options)
}

function remote(url: string, token: string): Session {
  const carry: Carrier = async (request) => {
    try {
      return await fetch(request)
    } catch (error) {
      if (request.signal.aborted) throw error
      throw new Ends(exit.failed, 'session.unreachable', { url })
    }
  }
  return { client: restClient(url, token, carry), url, end: async () => {} }
}

async function inProcess({ dataDir, env, lasting = false, servers = [] }: SessionOptions): Promise<Session> {
  const host = headlessHost({ dataDir, log: linesTo(2, env.ROLLCALL_LOG_LEVEL ?? 'silent') })
  const rollcall = await startRollcall(host, {
    only: lasting || servers === 'all' ? undefined : servers,
  }).catch((error) => {
    if (error instanceof DataDirBusy)
      throw new Ends(exit.dataDirBusy, 'session.busy', { dataDir: host.dataDir })
    throw error
  })
  const door = requestDoor(rollcall.router, host.log)
  const carry: Carrier = async (request) => {
    const { matched, response } = await door.handle(request, { prefix: '/api', context: { caller: 'api' } })
    if (!matched) throw new Fault('not-found', 'There is nothing at this address.', { kind: 'path' })
    return response
  }
  const api = lasting ? await openApi({ rollcall, host, token: newToken(), port: 0, page: false }) : undefined
  return {
    client: restClient('http://rollcall.invalid', '', carry),
    url: null,
    async end() {
      await Promise.all([api?.end(), rollcall.end()])
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's process cannot be signalled, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Asked without the token, which a stranger on a port left behind must not learn. */
async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(2_000) })
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null && 'name' in body && body.name === 'rollcall'
  } catch {
    return false
  }
}
