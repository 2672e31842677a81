import type { Implementation } from '@modelcontextprotocol/client'
import type { ConnectionDetails } from '../../shared/contract/connections'
import type { LastLines } from './last-lines'
import type { Learned } from './open'
import type { Session } from './session'

/** Longest address of a server's web site that is handed on. */
const websiteMax = 2_048

/** Of the details, what the connection itself knows. */
export type ToldDetails = Omit<ConnectionDetails, 'kept' | 'underWay' | 'waiting'>

/** What a live connection told of the server, and what is left of that once it is gone. */
export function detailsOf(
  live: { readonly session: Session; readonly connectMs: number } | undefined,
  learned: Learned,
  lines: LastLines,
): ToldDetails {
  const session = live?.session
  const info = session?.client.getServerVersion()
  return {
    address: learned.endpoint?.address ?? null,
    protocolVersion: session?.client.getNegotiatedProtocolVersion() ?? null,
    ...(learned.era !== null && { eraSince: new Date(learned.eraAt).toISOString() }),
    serverInfo: info ? infoOf(info) : null,
    capabilities: { ...session?.client.getServerCapabilities() },
    instructions: session?.client.getInstructions() ?? null,
    pid: session?.pid ?? null,
    connectMs: live?.connectMs ?? null,
    stderr: lines.all(),
  }
}

function infoOf({ name, version, title, websiteUrl }: Implementation): ConnectionDetails['serverInfo'] {
  return {
    name,
    version,
    ...(title !== undefined && { title }),
    ...(websiteUrl !== undefined && websiteUrl.length <= websiteMax && { websiteUrl }),
  }
}
