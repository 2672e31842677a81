import { BlockList, isIP } from 'node:net'

/** How close an IP address is: to everybody, to this network, to this machine, or nothing that may ever be asked. */
export type Nearness = 'public' | 'private' | 'loopback' | 'barred'

const loopback = listOf(['127.0.0.0/8', '::1/128'])
const within = listOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'])
/**
 * Link-local and other places where clouds keep their credentials, unspecified, multicast, reserved, and tunnels that hide
 * another address. Not 198.18.0.0/15, which many proxies give names of public hosts to.
 */
const barred = listOf([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '100.100.100.200/32',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fd00:ec2::254/128',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
])
/** Networks without IPv4 reach it through this prefix, so what counts is the IPv4 address at its end. */
const translated = listOf(['64:ff9b::/96'])

/** `address` is an IPv4 or IPv6 address, without brackets. */
export function nearnessOf(address: string): Nearness {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (translated.check(address, family)) return nearnessOf(embedded(address))
  if (barred.check(address, family)) return 'barred'
  if (loopback.check(address, family)) return 'loopback'
  return within.check(address, family) ? 'private' : 'public'
}

/** The address a URL names itself, without asking anybody; undefined where it has a name. */
export function literalOf(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/gu, '')
  return isIP(host) === 0 ? undefined : host
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/** The last 32 bits of an IPv6 address, as IPv4. */
function embedded(address: string): string {
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':').slice(-2)
  return groups
    .map((group) => Number.parseInt(group || '0', 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join('.')
}
