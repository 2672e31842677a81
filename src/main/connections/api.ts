import { implement } from '@orpc/server'
import { connectionsContract } from '../../shared/contract/connections'
import { Fault } from '../../shared/contract/fault'
import { toRegistration } from '../../shared/contract/registration'
import type { Caller } from '../door'
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
  const os = implement(connectionsContract).$context<Caller>()
  const idOf = (name: string) => registry.byName(name).id
  return os.router({
    connect: os.connect.handler(({ input }) => {
      const record = registry.byName(input.server)
      const pending = approvals.pending(record)
      if (pending)
        throw new Fault('needs-approval', `${input.server} waits for your approval.`, {
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
    lists: os.lists.handler(() => connections.lists),
    readLists: os.readLists.handler(({ input }) => connections.readLists(idOf(input.server))),
    tools: os.tools.handler(async ({ input }) => [
      ...(await connections.use(idOf(input.server), 'tools')).tools,
    ]),
    resources: os.resources.handler(async ({ input }) => [
      ...(await connections.use(idOf(input.server), 'resources')).resources,
    ]),
    resourceTemplates: os.resourceTemplates.handler(async ({ input }) => [
      ...(await connections.use(idOf(input.server), 'resources')).templates,
    ]),
    readResource: os.readResource.handler(({ input, signal, context }) =>
      readResource(connections, idOf(input.server), input.uri, { signal, ...context }),
    ),
    watchResource: os.watchResource.handler(({ input, signal }) =>
      watches.watch(idOf(input.server), input.uri, AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
    prompts: os.prompts.handler(async ({ input }) => [
      ...(await connections.use(idOf(input.server), 'prompts')).prompts,
    ]),
    getPrompt: os.getPrompt.handler(({ input, signal, context }) =>
      fillPrompt(
        connections,
        idOf(input.server),
        { name: input.prompt, arguments: input.arguments },
        { signal, ...context },
      ),
    ),
    complete: os.complete.handler(({ input: { server, ...gap }, signal, context }) =>
      complete(connections, idOf(server), gap, { signal, ...context }),
    ),
    test: os.test.handler(({ input, signal }) => trials.run(toRegistration(input), signal)),
    log: os.log.handler(({ input }) => connections.log(idOf(input.server)).list(input.after, input.limit)),
    followLog: os.followLog.handler(({ input, signal }) =>
      connections.log(idOf(input.server)).follow(AbortSignal.any([ended, ...(signal ? [signal] : [])])),
    ),
    clearLog: os.clearLog.handler(({ input }) => ({
      cleared: connections.log(idOf(input.server)).clear(input.upTo),
    })),
    callTool: os.callTool.handler(({ input, signal, context }) =>
      connections.callTool(idOf(input.server), input.tool, input.arguments, signal, context.caller),
    ),
    runTool: os.runTool.handler(({ input, signal, context }) =>
      connections.runTool(idOf(input.server), input.tool, input.arguments, signal, context.caller),
    ),
  })
}
