import type { Log } from '../../host'
import type { Vault } from '../../registry/vault'
import { keysIn } from './keys'

/** The keys of providers, and whose turn it is. They lie in the vault, each provider's as `model:<id>`. */
export class ProviderKeys {
  readonly #vault: Vault
  readonly #log: Log
  /** Which of its keys a provider is asked with next, by id. */
  readonly #turns = new Map<string, number>()

  constructor(parts: { vault: Vault; log: Log }) {
    this.#vault = parts.vault
    this.#log = parts.log
  }

  /** Those whose provider is gone, as after a crash, go as well. */
  async start(providers: readonly string[]): Promise<void> {
    const known = new Set(providers.map(nameOf))
    const lost = this.#vault.heldNames().filter((name) => name.startsWith(nameOf('')) && !known.has(name))
    for (const name of lost)
      await this.#vault.hold(name, null).catch((error) => {
        this.#log.warn({ name, error: String(error) }, 'a key without a provider could not be forgotten')
      })
  }

  of(id: string): string[] {
    return keysIn(this.#vault.held(nameOf(id)) ?? '')
  }

  /** The next turn is another key's. */
  turnOf(id: string): number {
    const turn = this.#turns.get(id) ?? 0
    this.#turns.set(id, turn + 1)
    return turn
  }

  /** Null: none any more. On disk before it returns. Throws Fault disk-full. */
  async hold(id: string, keys: string | null): Promise<void> {
    await this.#vault.hold(nameOf(id), keys)
    if (keys === null) this.#turns.delete(id)
  }
}

function nameOf(id: string): string {
  return `model:${id}`
}
