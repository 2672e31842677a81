import { implement } from '@orpc/server'
import { Fault } from '../../../shared/contract/fault'
import { signInContract } from '../../../shared/contract/sign-in'
import type { Approvals } from '../../registry/approvals'
import type { Registry } from '../../registry/registry'
import type { Connections } from '../connections'

export function signInApi(rooms: { registry: Registry; approvals: Approvals; connections: Connections }) {
  const { registry, approvals, connections } = rooms
  const { signIns } = connections
  const os = implement(signInContract)
  const idOf = (name: string) => registry.byName(name).id
  /** A sign-in asks the server where to sign in. */
  const idToAsk = (server: string) => {
    const record = registry.byName(server)
    const pending = record.registration.url === undefined ? null : approvals.pending(record)
    if (!pending) return record.id
    const { fingerprint } = pending
    throw new Fault('needs-approval', `${server} waits for your approval.`, { server, fingerprint })
  }
  return os.router({
    begin: os.begin.handler(({ input }) => signIns.begin(idToAsk(input.server))),
    cancel: os.cancel.handler(({ input }) => signIns.cancel(idOf(input.server))),
    out: os.out.handler(({ input }) => signIns.out(idOf(input.server))),
    client: os.client.handler(({ input: { server, clientId, ...rest } }) =>
      signIns.client(idToAsk(server), clientId === null ? null : { clientId, ...rest }),
    ),
  })
}
