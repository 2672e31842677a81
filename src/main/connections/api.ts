import { implement } from '@orpc/server'
import { connectionsContract } from '../../shared/contract/connections'
import { Fault } from '../../shared/contract/fault'
import { toRegistration } from '../../shared/contract/registration'
import type { Approvals } from '../registry/approvals'
import type { Registry } from '../registry/registry'
import { connectionView } from './connection-state'
import type { Connections } from './connections'
import type { Trials } from './trial'

export function connectionsApi(rooms: {
  registry: Registry
  approvals: Approvals
  connections: Connections
  trials: Trials
  ended: AbortSignal
}) {
  const { registry, approvals, connections, trials, ended } = rooms
  const os = implement(connectionsContract)
  const idOf = (name: string) => registry.byName(name).id
  return os.router({
    connect: os.connect.handler(({ input }) => {
      const record = registry.byName(input.server)
      const pending = approvals.pending(record)
      if (pending)
        throw new Fault('needs-approval', `${input.server} starts a command nobody has approved yet.`, {
          server: input.server,
          fingerprint: pending.fingerprint,
        })
      registry.setIntent(record.id, 'on')
      connections.connect(record.id)
      return connectionView(connections.state(record.id))
    }),
    disconnect: os.disconnect.handler(({ input }) => {
      const id = idOf(input.server)
      registry.setIntent(id, 'off')
      return connectionView(connections.state(id))
    }),
    details: os.details.handler(({ input }) => connections.details(idOf(input.server))),
    tools: os.tools.handler(({ input }) => [...connections.tools(idOf(input.server))]),
    resources: os.resources.handler(({ input }) => [...connections.resources(idOf(input.server))]),
    prompts: os.prompts.handler(({ input }) => [...connections.prompts(idOf(input.server))]),
    test: os.test.handler(({ input, signal }) => trials.run(toRegistration(input), signal)),
    log: os.log.handler(({ input }) => connections.log(idOf(input.server)).list(input.after, input.limit)),
    followLog: os.followLog.handler(({ input, signal }) =>
      connections.log(idOf(input.server)).follow(AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
    clearLog: os.clearLog.handler(({ input }) => ({
      cleared: connections.log(idOf(input.server)).clear(input.upTo),
    })),
    callTool: os.callTool.handler(({ input, signal }) =>
      connections.callTool(idOf(input.server), input.tool, input.arguments, signal),
    ),
  })
}
