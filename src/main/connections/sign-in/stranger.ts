import type { Host } from '../../host'
import type { Vault } from '../../registry/vault'
import { Bearer } from './bearer'
import { CredentialStore } from './credentials'

/** For a server nobody has registered: it has no token, and says whether one is wanted. */
export function strangersBearer(vault: Vault, { clock, log }: Host): Bearer {
  return new Bearer({
    serverId: '',
    store: new CredentialStore(vault, log),
    clock,
    log,
    onChanged: () => {},
  })
}
