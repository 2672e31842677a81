import { networkInterfaces } from 'node:os'

/**
 * The addresses from which this machine reaches others, as one text that changes when they do; empty where it has none,
 * or nothing but itself to talk to.
 */
export function networkHere(): string {
  return Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses)
    .filter(({ internal, address }) => !internal && !isLinkLocal(address))
    .map(({ address }) => address)
    .toSorted()
    .join(' ')
}

/** Given by the machine to itself where nobody gave it one. */
function isLinkLocal(address: string): boolean {
  return address.startsWith('169.254.') || address.toLowerCase().startsWith('fe80:')
}
