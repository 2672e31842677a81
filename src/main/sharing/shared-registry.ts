import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { RegistrationDocument } from '../../shared/contract/registration'
import { type Sharing, sharedTag } from '../../shared/contract/sharing'
import { secretFree } from '../discovery/exchange/secret-free'
import type { Clock } from '../host'
import type { Registry } from '../registry/registry'
import type { Vault } from '../registry/vault'
import type { Preferences } from '../settings/preferences'
import { type PageQuery, SharedList } from './shared-list'

/** What the vault keeps the token under. */
const tokenName = 'sharing:token'

export interface SharedRegistryParts {
  readonly registry: Registry
  readonly settings: Preferences
  readonly vault: Vault
  readonly clock: Clock
}

/**
 * What others may read of the registry, and the token they read it with, which opens nothing else. Never a secret:
 * headers and variables that hold one are taken out, and `metadata.secrets_left_out` names them.
 */
export class SharedRegistry {
  readonly #parts: SharedRegistryParts
  readonly #list: SharedList

  constructor(parts: SharedRegistryParts) {
    this.#parts = parts
    this.#list = new SharedList(parts.clock)
  }

  get isOn(): boolean {
    return this.#mode !== 'off'
  }

  /** What is shown, and where; `api` is where the HTTP API answers. */
  state(api: string | null): Sharing {
    const shown = this.#shown()
    return {
      mode: this.#mode,
      discover: api && `${api}/api/discover`,
      registry: api,
      servers: shown.length,
      commands: shown.filter(({ url }) => url === undefined).length,
    }
  }

  /** Throws Fault `disk-full`; the token holds for this run then. */
  async token({ renew }: { renew: boolean }): Promise<string> {
    const { vault } = this.#parts
    const kept = vault.held(tokenName)
    if (kept !== undefined && !renew) return kept
    const token = randomBytes(32).toString('base64url')
    await vault.hold(tokenName, token)
    return token
  }

  /** Takes the same time whatever is wrong with the token; none admits where none was ever given out. */
  admits(presented: string | undefined): boolean {
    const kept = this.#parts.vault.held(tokenName)
    return timingSafeEqual(digestOf(presented ?? ''), digestOf(kept ?? '')) && kept !== undefined
  }

  /** The original's answer to `GET /api/discover`. */
  discover(): { servers: RegistrationDocument[] } {
    return { servers: this.#shown().map(withoutSecrets) }
  }

  /** A page of the official API's list. Commands have no place in it. */
  page(query: PageQuery) {
    return this.#list.page(this.#shown(), query)
  }

  /** One server of that list; undefined where it is not shown. */
  one(name: string, version: string) {
    return this.#list.one(this.#shown(), name, version)
  }

  get #mode() {
    return this.#parts.settings.get().sharing
  }

  #shown(): RegistrationDocument[] {
    const mode = this.#mode
    if (mode === 'off') return []
    return this.#parts.registry
      .all()
      .filter(({ intent, registration }) => {
        if (intent === 'off') return false
        return mode === 'on' || registration.tags.includes(sharedTag)
      })
      .map(({ document }) => document)
  }
}

function withoutSecrets(document: RegistrationDocument): RegistrationDocument {
  const leftOut: string[] = []
  const free = secretFree(document, ({ field, name }) => {
    leftOut.push(field === 'url' || field === 'args' ? `${field} ${name}` : field)
    return undefined
  })
  if (leftOut.length === 0) return free
  return { ...free, metadata: { ...free.metadata, secrets_left_out: leftOut } }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
