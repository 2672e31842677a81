import { checkResourceAllowed } from '@modelcontextprotocol/client'
import { z } from 'zod'
import { Fault } from '../../../shared/contract/fault'
import type { Log } from '../../host'
import type { Vault } from '../../registry/vault'

const Client = z.looseObject({
  client_id: z.string(),
  client_secret: z.string().optional(),
  /** The authorization server it is known to, and nobody else. */
  issuer: z.string().optional(),
  /** The port its redirect address was registered with. */
  port: z.int().optional(),
  byHand: z.boolean().optional(),
})
/** What an authorization server knows Rollcall by. */
export type Client = z.infer<typeof Client>

const Tokens = z.looseObject({
  access_token: z.string(),
  token_type: z.string(),
  refresh_token: z.string().optional(),
  scope: z.string().optional(),
  expires_in: z.number().optional(),
})

const Credentials = z.object({
  /** The server's address they were made for. */
  url: z.string(),
  /** The resource they are good for, as the server named it. */
  resource: z.string(),
  /** How the authorization server is found, and how it calls itself. */
  authorizationServer: z.string(),
  issuer: z.string(),
  client: Client.nullable(),
  tokens: Tokens.nullable(),
  /** When the tokens came, epoch milliseconds by this machine's clock. */
  since: z.number(),
})
/** What a sign-in left for one server. */
export type Credentials = z.infer<typeof Credentials>

const prefix = 'sign-in:'

/** Credentials of all servers, by server id, in the vault. */
export class CredentialStore {
  readonly #vault: Vault
  readonly #log: Log
  readonly #known = new Map<string, Credentials | null>()

  constructor(vault: Vault, log: Log) {
    this.#vault = vault
    this.#log = log
  }

  /** Those made for this address, or for a resource it belongs to. */
  get(id: string, url: string): Credentials | undefined {
    const kept = this.#read(id)
    return kept && isFor(kept, url) ? kept : undefined
  }

  /** On disk before the answer, so that a token that replaces another is not lost. */
  async put(id: string, credentials: Credentials | null): Promise<void> {
    this.#known.set(id, credentials)
    const text = credentials && JSON.stringify(credentials)
    await this.#vault.hold(prefix + id, text).catch((error: unknown) => {
      if (!(error instanceof Fault)) throw error
      this.#log.warn({ server: id }, 'the disk is full; a sign-in lasts until Rollcall ends')
    })
  }

  /** The servers it keeps any of. */
  ids(): string[] {
    const names = this.#vault.heldNames().filter((name) => name.startsWith(prefix))
    return names.map((name) => name.slice(prefix.length))
  }

  #read(id: string): Credentials | null {
    const known = this.#known.get(id)
    if (known !== undefined) return known
    const text = this.#vault.held(prefix + id)
    const read = text === undefined ? null : (Credentials.safeParse(JSON.parse(text)).data ?? null)
    this.#known.set(id, read)
    return read
  }
}

function isFor({ url: madeFor, resource }: Credentials, url: string): boolean {
  return madeFor === url || checkResourceAllowed({ requestedResource: url, configuredResource: resource })
}

/** When the access token ends, epoch milliseconds; undefined where it did not say. */
export function endOf({ tokens, since }: Credentials): number | undefined {
  return tokens?.expires_in === undefined ? undefined : since + tokens.expires_in * 1_000
}

/** The single scopes in a text of them. */
export function scopesIn(text: string | undefined): string[] {
  return [...new Set((text ?? '').split(/\s+/u).filter((scope) => scope !== ''))].slice(0, 100)
}
