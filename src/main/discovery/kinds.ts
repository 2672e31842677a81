import { Fault } from '../../shared/contract/fault'
import type { SourceKind } from './kind'
import { FileKind } from './kinds/file/file-kind'
import { httpPolling } from './kinds/http/http-kind'
import { multicast } from './kinds/multicast/multicast-kind'

/** Other words for a kind, as files and people write them. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['file', 'file_watch'],
  ['http', 'http_polling'],
  ['mdns', 'multicast'],
])

/** The kinds of sources there are. */
export class SourceKinds {
  readonly #kinds = new Map<string, SourceKind>()

  constructor(kinds: Iterable<SourceKind>) {
    for (const kind of kinds) this.register(kind)
  }

  /**
   * One more kind; kept sources of it are read from the next start of Discovery on. The returned function takes it away
   * again. The original's `register_discovery_method`. Throws where its name is taken.
   */
  register(kind: SourceKind): () => void {
    if (this.#kinds.has(kind.type)) throw new Error(`there are sources of the kind ${kind.type} already`)
    this.#kinds.set(kind.type, kind)
    return () => this.#kinds.delete(kind.type)
  }

  find(type: string): SourceKind | undefined {
    return this.#kinds.get(aliases.get(type) ?? type)
  }

  /** Throws Fault `invalid`. */
  named(type: string): SourceKind {
    const kind = this.find(type)
    if (kind) return kind
    const known = [...this.#kinds.keys()].join(', ')
    throw new Fault('invalid', `There are no sources of the kind ${type}; there are ${known}.`, {
      issues: [{ path: 'type', message: 'is not a kind Rollcall knows' }],
    })
  }
}

/** What Rollcall reads without plug-ins. */
export function ownKinds(): SourceKinds {
  return new SourceKinds([new FileKind(), httpPolling, multicast])
}
