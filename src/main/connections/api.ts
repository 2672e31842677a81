import { implement } from '@orpc/server'
import { connectionsContract } from '../../shared/contract/connections'
import { Fault } from '../../shared/contract/fault'
import { toRegistration } from '../../shared/contract/registration'
import type { Approvals } from '../registry/approvals'
import type { Registry } from '../registry/registry'
import { complete } from './completion'
import { connectionView } from './connection-state'
import type { Connections } from './connections'
import { fillPrompt } from './prompt-filling'
import { readResource } from './resource-reading'
import type { ResourceWatches } from './resource-watches'
import type { Trials } from './trial'

export function connectionsApi(rooms: {
  registry: Registry
  approvals: Approvals
  connections: Connections
  trials: Trials
  watches: ResourceWatches
  ended: AbortSignal
}) {
  const { registry, approvals, connections, trials, watches, ended } = rooms
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
    accept: os.accept.handler(({ input }) => {
      const id = idOf(input.server)
      connections.accept(id)
      return connectionView(connections.state(id))
    }),
    details: os.details.handler(({ input }) => connections.details(idOf(input.server))),
    tools: os.tools.handler(({ input }) => [...connections.tools(idOf(input.server))]),
    resources: os.resources.handler(({ input }) => [...connections.resources(idOf(input.server))]),
    resourceTemplates: os.resourceTemplates.handler(({ input }) => [
      ...connections.resourceTemplates(idOf(input.server)),
    ]),
    readResource: os.readResource.handler(({ input, signal }) =>
      readResource(connections, idOf(input.server), input.uri, { signal }),
    ),
    watchResource: os.watchResource.handler(({ input, signal }) =>
      watches.watch(idOf(input.server), input.uri, AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
    prompts: os.prompts.handler(({ input }) => [...connections.prompts(idOf(input.server))]),
    getPrompt: os.getPrompt.handler(({ input, signal }) =>
      fillPrompt(connections, idOf(input.server), { name: input.prompt, arguments: input.arguments }, signal),
    ),
    complete: os.complete.handler(({ input: { server, ...gap }, signal }) =>
      complete(connections, idOf(server), gap, signal),
    ),
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
    runTool: os.runTool.handler(({ input, signal }) =>
      connections.runTool(idOf(input.server), input.tool, input.arguments, signal),
    ),
  })
}
