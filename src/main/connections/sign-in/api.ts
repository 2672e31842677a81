import { implement } from '@orpc/server'
import { signInContract } from '../../../shared/contract/sign-in'
import type { Registry } from '../../registry/registry'
import type { Connections } from '../connections'

export function signInApi({ registry, connections }: { registry: Registry; connections: Connections }) {
  const { signIns } = connections
  const os = implement(signInContract)
  const idOf = (name: string) => registry.byName(name).id
  return os.router({
    begin: os.begin.handler(({ input }) => signIns.begin(idOf(input.server))),
    cancel: os.cancel.handler(({ input }) => signIns.cancel(idOf(input.server))),
    out: os.out.handler(({ input }) => signIns.out(idOf(input.server))),
    client: os.client.handler(({ input: { server, clientId, ...rest } }) =>
      signIns.client(idOf(server), clientId === null ? null : { clientId, ...rest }),
    ),
  })
}
