import type { ChatScope } from '../../shared/contract/chat'

const has = (names: readonly string[] | undefined, name: string) => names?.includes(name) ?? false
const toggled = (names: readonly string[] | undefined, name: string) =>
  has(names, name) ? (names ?? []).filter((each) => each !== name) : [...(names ?? []), name]

export const isPinned = ({ pinned }: ChatScope, name: string) => pinned.includes(name)
export const isExcluded = ({ without }: ChatScope, name: string) => has(without, name)
export const isOnly = ({ servers }: ChatScope, name: string) => has(servers, name)

/** Pinned or left out, never both. */
export function togglePinned(scope: ChatScope, name: string): ChatScope {
  const without = (scope.without ?? []).filter((each) => each !== name)
  return tidy({ ...scope, pinned: toggled(scope.pinned, name), without })
}

export function toggleExcluded(scope: ChatScope, name: string): ChatScope {
  const apart = (names: readonly string[] | undefined) => (names ?? []).filter((each) => each !== name)
  return tidy({
    ...scope,
    pinned: apart(scope.pinned),
    servers: apart(scope.servers),
    without: toggled(scope.without, name),
  })
}

/** Only these, and nothing else. */
export function toggleOnly(scope: ChatScope, name: string): ChatScope {
  const without = (scope.without ?? []).filter((each) => each !== name)
  return tidy({ ...scope, servers: toggled(scope.servers, name), without })
}

export function toggleTag(scope: ChatScope, tag: string): ChatScope {
  return tidy({ ...scope, tags: toggled(scope.tags, tag) })
}

/** An empty list is no wish at all. */
function tidy({ match, pinned, ...lists }: ChatScope): ChatScope {
  const kept = Object.entries(lists).filter(([, names]) => names && names.length > 0)
  return { match, pinned, ...Object.fromEntries(kept) }
}
