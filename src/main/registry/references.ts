import type { RegistrationDocument } from '../../shared/contract/registration'
import type { Ledger } from './ledger'
import { refsOf } from './secrets'
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

  /** What is registered is other than before. */
  forget(): void {
    this.#sites = undefined
  }

  #gather(): Map<string, Set<string>> {
    const sites = new Map<string, Set<string>>()
    const { index, sightings } = this.#ledger
    for (const { document } of [...index.all(), ...sightings.all()])
      for (const ref of refsOf(document)) sites.set(ref, (sites.get(ref) ?? new Set()).add(siteOf(document)))
    return sites
  }
}

/** What a secret is sent to: an origin, or a command line. */
function siteOf(document: RegistrationDocument): string {
  return document.url === undefined ? endpointOf(document) : new URL(document.url).origin
}
