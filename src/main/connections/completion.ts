import type { CompleteRequest } from '@modelcontextprotocol/client'
import type { Completion } from '../../shared/contract/prompts'
import type { Connections } from './connections'

const valuesMax = 100
const valueMax = 1_024

/** What is to be completed: an argument of a prompt, or a variable of a resource template. */
export interface Gap {
  readonly of:
    | { readonly kind: 'prompt'; readonly name: string }
    | { readonly kind: 'template'; readonly uriTemplate: string }
  readonly argument: string
  readonly value: string
  readonly others: Record<string, string>
}

/**
 * What a server suggests. Throws Fault not-found (server), not-connected, server-refused, server-unreachable,
 * server-timeout, cancelled.
 */
export async function complete(
  connections: Connections,
  serverId: string,
  gap: Gap,
  signal?: AbortSignal,
): Promise<Completion> {
  if (!connections.live(serverId).client.getServerCapabilities()?.completions)
    return { values: [], hasMore: false }
  const { value } = await connections.ask(
    serverId,
    ({ client }, terms) => client.complete(requestOf(gap), terms),
    { signal, isOften: true },
  )
  const { values, hasMore, total } = value.completion
  const taken = values.filter((one) => one.length <= valueMax).slice(0, valuesMax)
  return { values: taken, hasMore: hasMore === true || Math.max(values.length, total ?? 0) > taken.length }
}

function requestOf({ of, argument, value, others }: Gap): CompleteRequest['params'] {
  return {
    ref:
      of.kind === 'prompt'
        ? { type: 'ref/prompt', name: of.name }
        : { type: 'ref/resource', uri: of.uriTemplate },
    argument: { name: argument, value },
    ...(Object.keys(others).length > 0 && { context: { arguments: others } }),
  }
}
