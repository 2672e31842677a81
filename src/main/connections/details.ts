import type { ConnectionDetails } from '../../shared/contract/connections'
import type { LastLines } from './last-lines'
import type { Learned } from './open'
import type { Session } from './session'

/** What a live connection told of the server, and what is left of that once it is gone. */
export function detailsOf(
  live: { readonly session: Session; readonly connectMs: number } | undefined,
  learned: Learned,
  lines: LastLines,
): ConnectionDetails {
  const session = live?.session
  const info = session?.client.getServerVersion()
  return {
    address: learned.endpoint?.address ?? null,
    protocolVersion: session?.client.getNegotiatedProtocolVersion() ?? null,
    serverInfo: info
      ? { name: info.name, version: info.version, ...(info.title !== undefined && { title: info.title }) }
      : null,
    capabilities: { ...session?.client.getServerCapabilities() },
    instructions: session?.client.getInstructions() ?? null,
    pid: session?.pid ?? null,
    connectMs: live?.connectMs ?? null,
    stderr: lines.all(),
  }
}
