import { implement } from '@orpc/server'
import { contract } from '../../shared/contract'
import type { SharedRegistry } from './shared-registry'

export function sharingApi({ shared, api }: { shared: SharedRegistry; api: () => string | null }) {
  const os = implement(contract.sharing)
  return os.router({
    state: os.state.handler(() => shared.state(api())),
    token: os.token.handler(async ({ input }) => ({ token: await shared.token(input) })),
  })
}
