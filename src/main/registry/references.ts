import type { RegistrationDocument } from '../../shared/contract/registration'
import type { Ledger } from './ledger'
import { looksSecret, refsOf } from './secrets'
import { endpointOf } from './server-record'

/**
 * Which references to secrets a source's document may carry. A file written by an export holds references, and read again
 * they open; one that copies the reference of a server that is elsewhere would have its secret sent there.
 */
export class References {
  readonly #ledger: Ledger
  /** Documents whose references were made, or looked at, here. */
  readonly #own = new WeakSet<RegistrationDocument>()
  /** By reference: where the servers are whose secret it is. */
  #sites: Map<string, Set<string>> | undefined
  /** Values of variables that look like keys and stand in the open, from before they were looked at. */
  #open: Set<string> | undefined

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  own(document: RegistrationDocument): void {
    this.#own.add(document)
  }

  isOwn(document: RegistrationDocument): boolean {
    return this.#own.has(document)
  }

  /** Whether this document is of the server whose secret the reference stands for, or nobody's is. */
  may(document: RegistrationDocument, ref: string): boolean {
    this.#sites ??= this.#gather()
    const sites = this.#sites.get(ref)
    return sites === undefined || sites.has(siteOf(document))
  }

  /** Whether a value that looks like a key stands in the open somewhere already. */
  isOpen(value: string): boolean {
    this.#open ??= new Set(
      this.#documents().flatMap(({ env = {} }) => Object.values(env).filter(looksSecret)),
    )
    return this.#open.has(value)
  }

  /** What is registered is other than before. */
  forget(): void {
    this.#sites = undefined
    this.#open = undefined
  }

  #documents(): RegistrationDocument[] {
    const { index, sightings } = this.#ledger
    return [...index.all(), ...sightings.all()].map(({ document }) => document)
  }

  #gather(): Map<string, Set<string>> {
    const sites = new Map<string, Set<string>>()
    for (const document of this.#documents())
      for (const ref of refsOf(document)) sites.set(ref, (sites.get(ref) ?? new Set()).add(siteOf(document)))
    return sites
  }
}

/** What a secret is sent to: an origin, or a command line. */
function siteOf(document: RegistrationDocument): string {
  return document.url === undefined ? endpointOf(document) : new URL(document.url).origin
}
