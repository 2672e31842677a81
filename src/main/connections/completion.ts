import type { CompleteRequest, CompleteResult } from '@modelcontextprotocol/client'
import type { Completion } from '../../shared/contract/prompts'
import type { AskOptions, Connections } from './connections'

const valuesMax = 100
const valueMax = 1_024

const none: Pick<CompleteResult, 'completion'> = { completion: { values: [] } }

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
  options: AskOptions = {},
): Promise<Completion> {
  const { value } = await connections.ask(
    serverId,
    async ({ client }, terms) =>
      client.getServerCapabilities()?.completions ? client.complete(requestOf(gap), terms) : none,
    { ...options, isOften: true },
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
