import { basename, delimiter, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Client, ClientCapabilities } from '@modelcontextprotocol/client'
import type { Settings } from '../../shared/contract/settings'

/** What the protocol is giving up (2026-07-28: roots and sampling are deprecated) and a person switched on all the same. */
export interface Compatibility {
  /** Whether a server may have the person's model asked. */
  readonly sampling: boolean
  /** Folders servers are told to keep to; none where they are told of none. */
  readonly roots: readonly string[]
}

export const nothingOld: Compatibility = { sampling: false, roots: [] }

export function compatibilityOf({ sampling, roots }: Pick<Settings, 'sampling' | 'roots'>): Compatibility {
  return {
    sampling: sampling === 'ask',
    roots: roots === 'off' ? [] : roots.split(delimiter).filter((path) => path.trim() !== ''),
  }
}

/** What the client says it can do. Whatever a server asks beyond that is refused. */
export function capabilitiesOf({ sampling, roots }: Compatibility): ClientCapabilities {
  return {
    elicitation: { form: { applyDefaults: true }, url: {} },
    ...(sampling && { sampling: {} }),
    ...(roots.length > 0 && { roots: {} }),
  }
}

/** The requests a legacy server may send: what the client says it can do. */
export function askableOf({ sampling, roots }: Compatibility): ReadonlySet<string> {
  return new Set([
    'elicitation/create',
    ...(sampling ? ['sampling/createMessage'] : []),
    ...(roots.length > 0 ? ['roots/list'] : []),
  ])
}

/** Answers what servers may ask at any time, during their handshake too. */
export function answerRoots(client: Client, { roots }: Compatibility): void {
  if (roots.length === 0) return
  client.setRequestHandler('roots/list', () => ({
    roots: roots.map((path) => ({ uri: pathToFileURL(resolve(path)).href, name: basename(path) })),
  }))
}
