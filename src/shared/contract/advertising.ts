import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ServerName } from './registration'

const Shared = z.object({
  server: ServerName,
  /** A person wants it announced. It is while it is switched on and its address is the one it had then. */
  shared: z.boolean(),
})

export const advertisingContract = {
  /** Whether a server is to be announced on the local network. Faults: not-found. */
  shared: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/shared',
      tags: ['discovery'],
      summary: 'Whether a server is announced on the local network',
    })
    .input(z.object({ server: ServerName }))
    .output(Shared),
  /**
   * Announces a server that answers on this computer (`_mcp._tcp`, DNS-SD over mDNS), or stops. Announced are its name,
   * port, path and versions, never headers or other secrets. Kept over restarts, until the server's address changes.
   * Faults: not-found, not-sharable, disk-full.
   */
  share: oc
    .route({
      method: 'PUT',
      path: '/servers/{server}/shared',
      inputStructure: 'detailed',
      tags: ['discovery'],
      summary: 'Announce a server on the local network, or stop',
    })
    .input(z.object({ params: z.object({ server: ServerName }), body: z.object({ shared: z.boolean() }) }))
    .output(Shared),
}
