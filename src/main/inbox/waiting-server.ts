import type { Source } from '../../shared/contract/discovery'
import type { WaitingServer } from '../../shared/contract/inbox'
import type { Approvals } from '../registry/approvals'
import { subjectOf } from '../registry/consent-subject'
import { masked } from '../registry/secrets'
import type { ServerRecord } from '../registry/server-record'
import { markedAddress } from './address-marks'
import { approvedDifferences } from './approved-differences'
import { markedCommand } from './command-marks'
import { markedText } from './marks'

/** A server that waits, as a person is to read it before deciding. */
export function waitingServer(
  record: ServerRecord,
  { approvals, source }: { approvals: Approvals; source: WaitingServer['source'] },
): WaitingServer {
  const { registration } = record
  const { name, command, args, cwd, url = '' } = registration
  const consented = approvals.consented(name)
  const line =
    command === undefined
      ? markedAddress(url)
      : markedCommand({ command, args, env: masked(registration.env), cwd })
  return {
    id: record.id,
    name,
    source,
    kind: command === undefined ? 'address' : 'command',
    fingerprint: approvals.fingerprint(registration),
    line: line.text,
    marks: line.marks,
    others: othersOf(record),
    differences: consented && approvedDifferences(consented.subject, subjectOf(registration)),
    since: new Date(consented?.lapsedAt ?? record.source.firstSeenAt).toISOString(),
  }
}

/** What would be contacted besides, and what goes along. */
function othersOf({ registration }: ServerRecord): WaitingServer['others'] {
  const { url, transport, headers, healthCheckUrl } = registration
  const ofAddress =
    url === undefined
      ? []
      : [
          { field: 'transport', ...markedText(transport) },
          ...Object.entries(masked(headers)).map(([name, value]) => ({
            field: `headers.${name}`,
            ...markedText(value),
          })),
        ]
  const health =
    healthCheckUrl === undefined ? [] : [{ field: 'health_check_url', ...markedAddress(healthCheckUrl) }]
  return [...ofAddress, ...health]
}

/** A source as the inbox tells of it; one that is gone keeps its id as a name. */
export function sourceOf(id: string, sources: readonly Source[]): WaitingServer['source'] {
  const source = sources.find((one) => one.id === id)
  if (!source) return { id, type: 'manual', name: id, address: '' }
  const { type, name, address } = source
  return { id, type, name, address }
}
