import type { RegistrationDocument } from '../../shared/contract/registration'
import type { Connections } from '../connections/connections'
import type { Discovery } from '../discovery/discovery'
import type { Health } from '../health/health'
import type { Approvals } from '../registry/approvals'
import { canonicalJson } from '../registry/canonical'
import type { Registry } from '../registry/registry'
import type { Activity } from './activity'

/** Everything that counts as an event, in one place: which room says it, and what is kept of it. */
export function recordActivity(
  activity: Activity,
  rooms: {
    registry: Registry
    approvals: Approvals
    discovery: Discovery
    connections: Connections
    health: Health
  },
): void {
  const { registry, approvals, discovery, connections, health } = rooms
  const nameOf = (id: string) => registry.get(id)?.document.name ?? null

  discovery.on('discovered', ({ sourceId, name }) => {
    activity.record({ kind: 'discovered', server: name, source: sourceId })
  })
  registry.on('added', ({ document, source }) => {
    activity.record({ kind: 'registered', server: document.name, source: source.id })
  })
  registry.on('changed', (now, before) => {
    const fields = changedFields(before.document, now.document)
    if (now.switched !== before.switched) fields.push('switch')
    if (now.mutedUntil !== before.mutedUntil) fields.push('mute')
    if (now.missingSince !== before.missingSince)
      fields.push(now.missingSince === null ? 'returned' : 'missing')
    activity.record({ kind: 'updated', server: now.document.name, source: now.source.id, detail: { fields } })
  })
  registry.on('removed', ({ document, source }) => {
    activity.record({ kind: 'removed', server: document.name, source: source.id })
  })
  for (const kind of ['approved', 'refused', 'reopened'] as const)
    approvals.on(kind, ({ document, source, registration }) => {
      const what = registration.command === undefined ? 'address' : 'command'
      activity.record({ kind, server: document.name, source: source.id, detail: { what } })
    })
  health.on('verdict', ({ serverId, from, to, reason }) => {
    activity.record({ kind: 'verdict-changed', server: nameOf(serverId), detail: { from, to, reason } })
  })
  connections.on('called', ({ serverId, ...call }) => {
    activity.record({ kind: 'tool-called', server: nameOf(serverId), detail: call })
  })

  recordConnections(activity, { registry, connections })
}

/** One event for each new situation of a connection; attempts that end as the one before are no news. */
function recordConnections(
  activity: Activity,
  { registry, connections }: { registry: Registry; connections: Connections },
): void {
  const last = new Map<string, { state: string; reason: string | null }>()
  registry.on('removed', ({ id }) => last.delete(id))
  connections.on('changed', (id) => {
    const record = registry.get(id)
    const { state, error } = connections.state(id)
    const reason = error?.code ?? null
    const underWay = state === 'connecting' || (state === 'waiting' && reason === null)
    const before = last.get(id) ?? { state: 'off', reason: null }
    if (!record || underWay || (state === before.state && reason === before.reason)) return
    last.set(id, { state, reason })
    const detail = { from: before.state, to: state, reason }
    activity.record({ kind: 'connection-changed', server: record.document.name, detail })
  })
}

function changedFields(before: RegistrationDocument, now: RegistrationDocument): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (field) => canonicalJson(before[field] ?? null) !== canonicalJson(now[field] ?? null),
  )
}
