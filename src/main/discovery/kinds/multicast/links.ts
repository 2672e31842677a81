import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/** At most so many interfaces are listened on; more are bridges of containers. */
const linksMax = 16

/** Where clouds keep their credentials: on the link, and never a server of a person. */
const metadataAddresses = new Set(['169.254.169.254', 'fd00:ec2::254', '100.100.100.200'])

/** One network this machine is on. What is heard there counts for its own addresses only. */
export interface Link {
  /** The interface, e.g. `eth0`. */
  readonly name: string
  /** Our own IPv4 address there; null without one. */
  readonly ipv4: string | null
  /** Our own IPv6 address there, by which the interface is meant with its zone; null without one. */
  readonly ipv6: { readonly address: string; readonly zone: string } | null
  /** Its subnets. */
  readonly networks: BlockList
}

/** The networks this machine is on, in the system's order. `loopback` instead gives this machine alone, for tests. */
export function linksHere(which: 'network' | 'loopback' = 'network'): Link[] {
  const links: Link[] = []
  for (const [name, addresses = []] of Object.entries(networkInterfaces())) {
    const own = addresses.filter((address) => address.internal === (which === 'loopback'))
    if (own.length === 0) continue
    const networks = new BlockList()
    for (const { cidr, family } of own) {
      const [network = '', bits] = cidr?.split('/') ?? []
      if (isIP(network) !== 0) networks.addSubnet(network, Number(bits), family === 'IPv6' ? 'ipv6' : 'ipv4')
    }
    const ipv6 = own.find(({ family }) => family === 'IPv6')
    const zone = process.platform === 'win32' ? String(ipv6?.scopeid ?? 0) : name
    links.push({
      name,
      ipv4: own.find(({ family }) => family === 'IPv4')?.address ?? null,
      ipv6: ipv6 ? { address: ipv6.address, zone } : null,
      networks,
    })
  }
  return links.slice(0, linksMax)
}

/** Whether an address, with or without a zone, lies on that network: nobody there can speak for another one. */
export function isOnLink(link: Link, address: string): boolean {
  const bare = withoutZone(address)
  const family = isIP(bare)
  if (family === 0 || metadataAddresses.has(bare.toLowerCase())) return false
  if (isLinkLocal(bare)) return link.ipv6 !== null
  return link.networks.check(bare, family === 6 ? 'ipv6' : 'ipv4')
}

/** IPv6 addresses that mean something with a zone only, which a URL cannot carry. */
export function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/iu.test(address)
}

function withoutZone(address: string): string {
  return address.replace(/%.*$/u, '')
}
