import type { Found } from './found'

/** What a server found is called here, and where it is asked, for as long as it is there. */
export interface Called {
  readonly name: string
  /** Null where it has no address of the network it was heard on. */
  readonly address: string | null
}

/**
 * Whoever was there first keeps its name and its address; another one that claims the same name is told apart by
 * where it is, so that nobody takes a known server's place by announcing its name.
 */
export class Names {
  #known: ReadonlyMap<string, Called> = new Map()

  /** One for each of `found`, in their order. */
  call(found: readonly Found[]): Called[] {
    const next = new Map<string, Called>()
    const taken = new Set<string>()
    const keep = (one: Found, called: Called) => {
      for (const key of keysOf(one)) next.set(key, called)
      taken.add(called.name.toLowerCase())
      return called
    }
    const kept = found.map((one) => {
      const called = keysOf(one)
        .map((key) => this.#known.get(key))
        .find((each) => each !== undefined && !taken.has(each.name.toLowerCase()))
      if (!called) return null
      const isThere = called.address !== null && one.addresses.includes(called.address)
      return keep(one, isThere ? called : { ...called, address: one.addresses[0] ?? null })
    })
    const all = found.map((one, index) => kept[index] ?? keep(one, this.#fresh(one, taken)))
    this.#known = next
    return all
  }

  #fresh(one: Found, taken: ReadonlySet<string>): Called {
    const address = one.addresses[0] ?? null
    const isFree = (name: string) => !taken.has(name.toLowerCase())
    if (isFree(one.instance)) return { name: one.instance, address }
    const place = `${address ?? one.target}:${one.port}`
    const name = `${one.instance} (${place})`
    for (let number = 2; ; number += 1) {
      const numbered = number === 2 ? name : `${name} ${number - 1}`
      if (isFree(numbered)) return { name: numbered, address }
    }
  }
}

/** By which a server is known again: its place, with each of its addresses. */
function keysOf({ instance, target, port, addresses }: Found): string[] {
  const place = `${instance} ${target} ${port}`.toLowerCase()
  return addresses.length === 0 ? [place] : addresses.map((address) => `${place} ${address}`)
}
