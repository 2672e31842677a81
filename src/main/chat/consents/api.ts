import { implement } from '@orpc/server'
import { consentsContract } from '../../../shared/contract/consents'
import { Fault } from '../../../shared/contract/fault'
import type { Tool } from '../../../shared/contract/tools'
import type { Connections } from '../../connections/connections'
import type { Registry } from '../../registry/registry'
import type { Consents } from './consents'

export function consentsApi(rooms: { consents: Consents; connections: Connections; registry: Registry }) {
  const { consents, connections, registry } = rooms
  const idOf = (server: string) => registry.byName(server).id
  const policyOf = (id: string) => ({ own: consents.ownPolicy(id), holds: consents.policyOf(id) })
  const os = implement(consentsContract)
  return os.router({
    list: os.list.handler(({ input }) =>
      consents.list(input.server === undefined ? undefined : idOf(input.server)),
    ),
    approve: os.approve.handler(({ input: { server, tool, fingerprint } }) => {
      const id = idOf(server)
      consents.approve(id, known(server, connections.tools(id), tool), fingerprint)
      return consents.of(id, tool)
    }),
    revoke: os.revoke.handler(({ input: { server, tool } }) => {
      consents.revoke(idOf(server), tool)
      return { revoked: tool }
    }),
    policy: os.policy.handler(({ input }) => policyOf(idOf(input.server))),
    setPolicy: os.setPolicy.handler(({ input: { server, own } }) => {
      const id = idOf(server)
      consents.setPolicy(id, own)
      return policyOf(id)
    }),
  })
}

/** Throws Fault `not-found`. */
function known(server: string, tools: readonly Tool[], name: string): Tool {
  const tool = tools.find((one) => one.name === name)
  if (tool) return tool
  throw new Fault('not-found', `${server} has no tool named ${name}.`, { kind: 'tool', name })
}
