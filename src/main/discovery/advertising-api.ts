import { implement } from '@orpc/server'
import { advertisingContract } from '../../shared/contract/advertising'
import type { Advertising } from './advertising'

export function advertisingApi({ advertising }: { advertising: Advertising }) {
  const os = implement(advertisingContract)
  return os.router({
    shared: os.shared.handler(({ input: { server } }) => ({ server, shared: advertising.shares(server) })),
    share: os.share.handler(async ({ input: { params, body } }) => {
      await advertising.share(params.server, body.shared)
      return { server: params.server, shared: body.shared }
    }),
  })
}
