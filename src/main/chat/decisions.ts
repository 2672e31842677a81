import type { Decision } from '../../shared/contract/consents'
import { Fault } from '../../shared/contract/fault'
import type { Connections } from '../connections/connections'
import type { Database } from '../database/database'
import type { Registry } from '../registry/registry'
import type { Consents } from './consents/consents'
import type { RunningTurn } from './running-turn'

/** What a person said to a call, and to what it was shown. */
export interface Decided {
  readonly call: string
  readonly fingerprint: string
  readonly decision: Decision
}

/**
 * Does what a person decided, all of it or nothing: what is approved for good is on disk before any call goes on.
 * Throws Fault not-found, approval-stale, disk-full.
 */
export function decide(
  running: RunningTurn | undefined,
  decisions: readonly Decided[],
  rooms: { registry: Registry; connections: Connections; consents: Consents; database: Database },
): void {
  const { registry, connections, consents, database } = rooms
  const asked = decisions.map((decided) => ({ ...decided, of: askedBy(running, decided) }))
  database.transaction(() => {
    for (const { decision, fingerprint, of } of asked) {
      if (decision !== 'always') continue
      const { id } = registry.byName(of.server)
      const tool = connections.tools(id).find(({ name }) => name === of.tool)
      if (!tool)
        throw new Fault('not-found', `${of.server} has no tool named ${of.tool}.`, {
          kind: 'tool',
          name: of.tool,
        })
      consents.approve(id, tool, fingerprint)
    }
  })
  for (const { call, decision } of asked) running?.decide(call, decision)
  // What is approved for good needs no second word.
  for (const { decision, fingerprint } of asked)
    if (decision === 'always')
      for (const call of running?.askingFor(fingerprint) ?? []) running?.decide(call, 'always')
}

function askedBy(running: RunningTurn | undefined, { call: id, fingerprint }: Decided) {
  const ask = running?.asked(id)
  if (!running || !ask) throw new Fault('not-found', `No call ${id} asks.`, { kind: 'call', name: id })
  const { server, tool } = running.live.call(id)
  if (ask.fingerprint === fingerprint) return { server, tool }
  throw new Fault('approval-stale', `${tool} of ${server} is not what was shown.`, {
    server,
    tool,
    fingerprint: ask.fingerprint,
  })
}
