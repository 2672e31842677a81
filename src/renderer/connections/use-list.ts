import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ConnectionDetails } from '../../shared/contract/connections'
import type { Prompt } from '../../shared/contract/prompts'
import type { Server } from '../../shared/contract/registry'
import type { Resource, ResourceTemplate } from '../../shared/contract/resources'
import { useRpc } from '../bridge/bridge'

/** Changes without a change of their number are noticed this often. */
const everyMs = 15_000

export function useResources(server: Server): UseQueryResult<Resource[], Error> {
  const list = useQuery({ ...useRpc().connections.resources.queryOptions(inputOf(server)), ...steady })
  useFresh(list, `${server.connection.since} ${server.resources}`)
  return list
}

export function useTemplates(server: Server): UseQueryResult<ResourceTemplate[], Error> {
  const list = useQuery({
    ...useRpc().connections.resourceTemplates.queryOptions(inputOf(server)),
    ...steady,
  })
  useFresh(list, `${server.connection.since} ${server.resources}`)
  return list
}

export function usePrompts(server: Server): UseQueryResult<Prompt[], Error> {
  const list = useQuery({ ...useRpc().connections.prompts.queryOptions(inputOf(server)), ...steady })
  useFresh(list, `${server.connection.since} ${server.prompts}`)
  return list
}

/** What the server said it can do, beyond having lists. */
export function useAbilities(server: Server): { readonly subscribes: boolean; readonly completes: boolean } {
  const details = useQuery(useRpc().connections.details.queryOptions(inputOf(server)))
  useFresh(details, server.connection.since)
  return abilitiesOf(details.data)
}

function abilitiesOf(details: ConnectionDetails | undefined) {
  const { resources, completions } = details?.capabilities ?? {}
  return {
    subscribes:
      typeof resources === 'object' &&
      resources !== null &&
      'subscribe' in resources &&
      resources.subscribe === true,
    completes: completions !== undefined,
  }
}

const steady = { refetchInterval: everyMs }

function inputOf({ name }: Server) {
  return { input: { server: name } }
}

/** Asks again whenever the mark changes: a new connection or count is what makes the old answer stale. */
function useFresh({ refetch }: Pick<UseQueryResult, 'refetch'>, mark: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark is not read, its change is the news.
  useEffect(() => void refetch(), [refetch, mark])
}
