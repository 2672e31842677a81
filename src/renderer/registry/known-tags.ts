import { useMemo } from 'react'
import type { Server } from '../../shared/contract/registry'
import { useRoll } from '../bridge/bridge'
import type { Suggestion } from '../ui/tokens'

/** Longest tag, as the contract has it. */
export const tagMax = 64

/** Tags of these servers with how many have each, most frequent first. */
export function tagCounts(servers: readonly Server[]): readonly Suggestion[] {
  const counts = new Map<string, number>()
  for (const { tags } of servers) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count || one.value.localeCompare(other.value))
}

/** Every tag there is. */
export function useKnownTags(): readonly Suggestion[] {
  const roll = useRoll()
  return useMemo(() => tagCounts(roll?.servers ?? []), [roll])
}
