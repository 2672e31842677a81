import { z } from 'zod'
import { Fault } from '../../shared/contract/fault'
import { mask, refIn } from '../registry/secrets'
import type { Vault } from '../registry/vault'

const prefix = 'source:'

const Held = z.record(z.string(), z.string())

/** Secrets in the options of sources (headers, tokens): the vault holds them under the source's id, by their references. */
export class SourceSecrets {
  readonly #vault: Vault

  constructor(vault: Vault) {
    this.#vault = vault
  }

  /** On disk before the answer. Throws Fault `disk-full`. */
  async keep(sourceId: string, secrets: Readonly<Record<string, string>>): Promise<void> {
    if (Object.keys(secrets).length > 0) await this.#vault.hold(prefix + sourceId, JSON.stringify(secrets))
  }

  /** The value behind a reference. Throws Fault `not-found`. */
  open(sourceId: string, reference: string): string {
    return secretIn(this.#of(sourceId), reference)
  }

  /** Options as screens show them. */
  masked(sourceId: string, options: unknown): Record<string, unknown> {
    const references = this.#of(sourceId)
    const shown = (value: unknown): unknown => {
      if (typeof value === 'string')
        return Object.hasOwn(references, value) || refIn(value) !== undefined ? mask : value
      if (Array.isArray(value)) return value.map(shown)
      return typeof value === 'object' && value !== null ? shownFields(value) : value
    }
    const shownFields = (fields: object) =>
      Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shown(value)]))
    return typeof options === 'object' && options !== null ? shownFields(options) : {}
  }

  /** Forgets those of sources that are not among these. A full disk keeps them until the next time. */
  async retain(sourceIds: ReadonlySet<string>): Promise<void> {
    for (const name of this.#vault.heldNames()) {
      if (!name.startsWith(prefix) || sourceIds.has(name.slice(prefix.length))) continue
      await this.#vault.hold(name, null).catch((error) => {
        if (!(error instanceof Fault && error.code === 'disk-full')) throw error
      })
    }
  }

  #of(sourceId: string): Readonly<Record<string, string>> {
    const text = this.#vault.held(prefix + sourceId)
    return text === undefined ? {} : Held.parse(JSON.parse(text))
  }
}

/** Throws Fault `not-found`. */
export function secretIn(secrets: Readonly<Record<string, string>>, reference: string): string {
  const value = Object.hasOwn(secrets, reference) ? secrets[reference] : undefined
  if (value === undefined)
    throw new Fault('not-found', 'A secret of this source is not in this Rollcall’s store.', {
      kind: 'secret',
      name: reference,
    })
  return value
}
