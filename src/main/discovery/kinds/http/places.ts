import { isRegistryAddress, registryPage } from './format-registry'

/** Where a host may say which servers it has, in the order in which it is asked; the later ones are older guesses. */
const wellKnown = [
  '/.well-known/ai-catalog.json',
  '/.well-known/mcp-servers',
  '/.well-known/mcp-servers.json',
  '/.well-known/mcp/server-card.json',
  '/.well-known/mcp-server-card',
  '/.well-known/mcp.json',
]

/**
 * The addresses at which the list of a source may be: as given; below it as a registry has it; where it is a host
 * alone, at the well-known places; as the card of an MCP server. What names a file, or asks something, is that and
 * nothing else.
 */
export function placesOf(address: URL): URL[] {
  if (isRegistryAddress(address)) return [registryPage(address)]
  const base = address.pathname.replace(/\/+$/u, '')
  if (address.search !== '' || /\.\w{1,8}$/u.test(base)) return [address]
  const at = (path: string) => new URL(path, address)
  return [
    address,
    registryPage(at(`${base}/v0.1/servers`)),
    ...(base === '' ? wellKnown.map(at) : [at(`${base}/server-card`)]),
  ]
}
