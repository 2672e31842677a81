import { implement } from '@orpc/server'
import { Fault } from '../../shared/contract/fault'
import { mutedForGood, registryContract } from '../../shared/contract/registry'
import type { Host } from '../host'
import type { Approvals } from './approvals'
import type { Registry } from './registry'
import type { Roster } from './roster'

export function registryApi(rooms: {
  registry: Registry
  roster: Roster
  approvals: Approvals
  host: Host
  ended: AbortSignal
}) {
  const { registry, roster, approvals, ended } = rooms
  const { clock } = rooms.host
  const os = implement(registryContract)
  return os.router({
    list: os.list.handler(({ input }) => roster.list(input)),
    get: os.get.handler(({ input }) => roster.view(registry.byName(input.server))),
    register: os.register.handler(async ({ input }) => roster.view(await registry.register(input))),
    update: os.update.handler(async ({ input: { params, body } }) =>
      roster.view(await registry.update(params.server, body)),
    ),
    unregister: os.unregister.handler(({ input }) => ({
      removed: input.server,
      undo: registry.unregister(input.server).undo,
    })),
    restore: os.restore.handler(({ input }) => roster.view(registry.restore(input.undo))),
    approve: os.approve.handler(({ input }) => {
      const record = registry.byName(input.server)
      approvals.approve(record, input.fingerprint)
      return roster.view(record)
    }),
    mute: os.mute.handler(({ input }) => {
      registry.mute(registry.byName(input.server).id, untilOf(input, clock.now()))
      return roster.view(registry.byName(input.server))
    }),
    unmute: os.unmute.handler(({ input }) => {
      registry.mute(registry.byName(input.server).id, null)
      return roster.view(registry.byName(input.server))
    }),
    group: os.group.handler(async ({ input }) =>
      roster.view(await registry.group(input.server, input.service)),
    ),
    changes: os.changes.handler(({ input }) =>
      registry.changes(registry.byName(input.server).id).map((change) => ({
        ...change,
        at: new Date(change.at).toISOString(),
        source: roster.source(change.source),
        fields: [...change.fields],
      })),
    ),
    held: os.held.handler(() =>
      registry.held().map(({ source, missing }) => ({ source: roster.source(source), missing })),
    ),
    release: os.release.handler(({ input }) => ({ servers: registry.release(input.source, input.gone) })),
    document: os.document.handler(({ input }) => registry.byName(input.server).document),
    watch: os.watch.handler(({ signal }) =>
      roster.watch(AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
  })
}

/** Throws Fault `invalid`. */
function untilOf({ until, forMs }: { until?: string | undefined; forMs?: number | undefined }, now: number) {
  if (forMs !== undefined) return now + forMs
  const untilMs = Date.parse(until ?? mutedForGood)
  if (untilMs > now) return untilMs
  const message = 'is over already'
  throw new Fault('invalid', `This cannot be done: until ${message}.`, {
    issues: [{ path: 'until', message }],
  })
}
