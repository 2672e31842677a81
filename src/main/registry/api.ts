import { implement } from '@orpc/server'
import { registryContract } from '../../shared/contract/registry'
import type { Approvals } from './approvals'
import type { Registry } from './registry'
import type { Roster } from './roster'

export function registryApi(rooms: {
  registry: Registry
  roster: Roster
  approvals: Approvals
  ended: AbortSignal
}) {
  const { registry, roster, approvals, ended } = rooms
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
    document: os.document.handler(({ input }) => registry.byName(input.server).document),
    watch: os.watch.handler(({ signal }) =>
      roster.watch(AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
  })
}
