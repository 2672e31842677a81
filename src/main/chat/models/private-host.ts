import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** This machine and networks that do not leave the house; 100.64/10 is where private overlays give their addresses. */
const nets = [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const
/** Names that no public name server knows. */
const suffix = /(?:^|\.)(?:localhost|local|lan|home|internal|intranet|home\.arpa)$/u

/** Whether a host, as a URL has it, is this machine or in a private network by its name or number alone. */
export function isPrivateName(host: string): boolean {
  const bare = host
    .replace(/^\[|\]$/gu, '')
    .replace(/\.$/u, '')
    .toLowerCase()
  if (isIP(bare)) return isPrivateAddress(bare)
  return suffix.test(bare) || !bare.includes('.')
}

/** The same, where a public-looking name may lead to a private address. False where it leads nowhere. */
export async function isPrivateHost(host: string): Promise<boolean> {
  if (isPrivateName(host)) return true
  if (isIP(host.replace(/^\[|\]$/gu, ''))) return false
  const found = await lookup(host, { all: true }).catch(() => [])
  return found.length > 0 && found.every(({ address }) => isPrivateAddress(address))
}

function isPrivateAddress(address: string): boolean {
  const list = new BlockList()
  for (const [net, bits] of nets) list.addSubnet(net, bits, net.includes(':') ? 'ipv6' : 'ipv4')
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
