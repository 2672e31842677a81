import type { Fields } from '../fields'
import { normaliseEntry } from '../recognise/normalise'
import type { KnownClient } from './known-clients'

/** What Rollcall has a meaning for; claims of trust and everything else stay in the client's file. */
const taken = ['url', 'type', 'command', 'args', 'env', 'cwd', 'headers', 'description', 'timeout'] as const

/** An entry of a client in the original format's spelling, unchecked: what does not fit stays for the registration to refuse. */
export function readEntry(name: string, given: Fields, { dialect }: KnownClient): Fields & { name: string } {
  const { document } = normaliseEntry(given, {
    key: name,
    dialect: {
      loose: true,
      urlIsSse: dialect.sseUrl !== undefined,
      timeoutUnit: dialect.timeoutUnit ?? 's',
    },
  })
  const fields = taken.filter((field) => document[field] !== undefined)
  return {
    name,
    ...Object.fromEntries(fields.map((field) => [field, document[field]])),
    ...(document.enabled === false && { enabled: false }),
  }
}
