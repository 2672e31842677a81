import type { Implementation } from '@modelcontextprotocol/client'
import type { ConnectionDetails } from '../../shared/contract/connections'
import type { LastLines } from './last-lines'
import type { Learned } from './open'
import type { Session } from './session'

/** What is handed on of a stranger's words; an address of a web site is useless in part. */
const websiteMax = 2_048
const nameMax = 200
const instructionsMax = 65_536
const capabilitiesMax = 65_536

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
    certificateEndsAt: isoOf(learned.certificateEndsAt),
    serverInfo: info ? infoOf(info) : null,
    capabilities: bounded(session?.client.getServerCapabilities() ?? {}),
    instructions: session?.client.getInstructions()?.slice(0, instructionsMax) ?? null,
    pid: session?.pid ?? null,
    connectMs: live?.connectMs ?? null,
    violations: learned.conduct.violations,
    stderr: lines.all(),
  }
}

const isoOf = (at: number | null) => (at === null ? null : new Date(at).toISOString())

function infoOf({ name, version, title, websiteUrl }: Implementation): ConnectionDetails['serverInfo'] {
  return {
    name: name.slice(0, nameMax),
    version: version.slice(0, nameMax),
    ...(title !== undefined && { title: title.slice(0, nameMax) }),
    ...(websiteUrl !== undefined && websiteUrl.length <= websiteMax && { websiteUrl }),
  }
}

/** Capabilities, or where they are a book of their own, their names. */
function bounded(capabilities: Record<string, unknown>): Record<string, unknown> {
  if (JSON.stringify(capabilities).length <= capabilitiesMax) return { ...capabilities }
  return Object.fromEntries(
    Object.keys(capabilities)
      .map((name) => [name.slice(0, nameMax), {}])
      .slice(0, 100),
  )
}
