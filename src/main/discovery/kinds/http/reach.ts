import { lookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { literalOf, type Nearness, nearnessOf } from '../../../addresses'
import { refusal } from './page-issue'

/** The addresses a name leads to. Rejects as `dns.lookup` does. */
export type Resolve = (
  host: string,
) => Promise<readonly { readonly address: string; readonly family: number }[]>

const systemResolve: Resolve = (host) => lookup(host, { all: true })

const near: Readonly<Record<Nearness, number>> = { barred: 3, loopback: 2, private: 1, public: 0 }

/**
 * Which addresses a source may lead to. The host a person typed may be in a private network, and this machine where that
 * is what was typed (`localhost`, `127.0.0.1`); it may not come nearer later. Other hosts, which a stranger named, are
 * public or not asked. Link-local and reserved addresses, where clouds keep their credentials, are never asked.
 */
export class Reach {
  readonly #home: string
  readonly #resolve: Resolve
  /** The nearest the typed host may be: as typed at first, as found then. */
  #nearest: number

  constructor(home: URL, resolve: Resolve = systemResolve) {
    this.#home = home.hostname
    this.#resolve = resolve
    const literal = literalOf(home)
    const typed = literal === undefined ? undefined : nearnessOf(literal)
    this.#nearest =
      typed === undefined ? (isThisMachine(home.hostname) ? near.loopback : near.private) : near[typed]
  }

  /** The addresses to connect to for `url`, checked. Throws `PageRefused`; rejects as `dns.lookup` does. */
  async addressesOf(url: URL): Promise<readonly { readonly address: string; readonly family: number }[]> {
    const literal = literalOf(url)
    const found =
      literal === undefined
        ? await this.#resolve(url.hostname)
        : [{ address: literal, family: literal.includes(':') ? 6 : 4 }]
    const isHome = url.hostname === this.#home
    const nearest = isHome ? this.#nearest : near.public
    const nearnesses = found.map(({ address }) => near[nearnessOf(address)])
    for (const [at, nearness] of nearnesses.entries())
      if (nearness === near.barred || nearness > nearest) throw barred(url, found[at]?.address ?? '')
    if (isHome) this.#nearest = Math.max(...nearnesses)
    return found
  }

  /** For `net.connect`: what is checked is what is connected to, so a name cannot mean another address a moment later. */
  lookupFor(url: URL): LookupFunction {
    return (_hostname, options, callback) => {
      this.addressesOf(url)
        .then((found) => {
          const [first] = found
          if (options.all) callback(null, [...found])
          else callback(null, first?.address ?? '', first?.family)
        })
        .catch((error: NodeJS.ErrnoException) => callback(error, ''))
    }
  }
}

function isThisMachine(host: string): boolean {
  return /(?:^|\.)localhost\.?$/u.test(host)
}

function barred(url: URL, address: string) {
  const host = url.hostname
  return refusal('address-barred', `${host} leads to ${address}, which Rollcall does not ask.`, {
    host,
    address,
  })
}
