import type { Server } from '../../shared/contract/registry'

/** What servers could be called together: the service they have, else what their names begin with, else nothing. */
export function suggestedService(servers: readonly Pick<Server, 'name' | 'service'>[]): string {
  const known = servers.find(({ service }) => service !== undefined)?.service
  if (known !== undefined) return known
  const [first = '', ...others] = servers.map(({ name }) => name)
  let length = first.length
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1
  return first.slice(0, length).replace(/[\s_.-]+$/u, '')
}
