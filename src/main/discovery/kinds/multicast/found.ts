import { isIPv4 } from 'node:net'
import { isLinkLocal, isOnLink } from './links'
import type { OfferBy } from './records'

/** One server on the network, as all who speak for it describe it. */
export interface Found {
  /** Its own name there. */
  readonly instance: string
  readonly target: string
  readonly port: number
  readonly txt: readonly Uint8Array[]
  /** Where it can be asked: addresses of the network it was heard on, IPv4 first. */
  readonly addresses: readonly string[]
  /** Addresses it claims that are not on that network, or that a URL cannot carry. */
  readonly refused: readonly string[]
}

/**
 * Puts together what is one server: a host with several addresses says the same from each. Two that claim one name and
 * one host, but share no address, stay two.
 */
export function foundIn(offers: readonly OfferBy[]): Found[] {
  const byPlace = new Map<string, Found[]>()
  for (const { offer, sender } of offers) {
    const { instance, target, port, txt } = offer
    const one: Found = {
      instance,
      target,
      port,
      txt,
      addresses: offer.addresses.filter((address) => isUsable(address) && isOnLink(sender.link, address)),
      refused: offer.addresses.filter((address) => !isUsable(address) || !isOnLink(sender.link, address)),
    }
    const key = `${instance} ${target} ${port}`.toLowerCase()
    const others = byPlace.get(key) ?? []
    const same = others.findIndex((other) => isSame(other, one))
    byPlace.set(key, same < 0 ? [...others, one] : others.with(same, joined(others[same] ?? one, one)))
  }
  return [...byPlace.values()].flat()
}

function isUsable(address: string): boolean {
  return !isLinkLocal(address)
}

/** The same address, or nothing that could contradict: one of the two speaks of IPv6 only. */
function isSame(one: Found, other: Found): boolean {
  if (one.addresses.some((address) => other.addresses.includes(address))) return true
  return !(one.addresses.some(isIPv4) && other.addresses.some(isIPv4))
}

function joined(one: Found, other: Found): Found {
  // The one who says where it is also says what it is.
  const speaker = one.addresses.some(isIPv4) || !other.addresses.some(isIPv4) ? one : other
  return {
    ...one,
    txt: speaker.txt.length > 0 ? speaker.txt : one.txt,
    addresses: inOrder([...one.addresses, ...other.addresses]),
    refused: [...new Set([...one.refused, ...other.refused])],
  }
}

function inOrder(addresses: readonly string[]): string[] {
  const unique = [...new Set(addresses)].sort()
  return [...unique.filter(isIPv4), ...unique.filter((address) => !isIPv4(address))]
}
