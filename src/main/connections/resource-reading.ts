import type { ReadResourceResult } from '@modelcontextprotocol/client'
import { answerMax, type ResourceContent, type ResourceReading } from '../../shared/contract/resources'
import { AnswerBudget } from './answer-budget'
import type { AskOptions, Connections } from './connections'

type SdkContent = ReadResourceResult['contents'][number]

/**
 * Reads one resource, once. Throws Fault not-found (server), not-connected, server-refused, server-unreachable,
 * server-timeout, cancelled.
 */
export async function readResource(
  connections: Connections,
  serverId: string,
  uri: string,
  options: AskOptions = {},
): Promise<ResourceReading> {
  const { value, endedAt, durationMs } = await connections.ask(
    serverId,
    ({ client }, terms) => client.readResource({ uri }, { ...terms, cacheMode: 'bypass' }),
    options,
  )
  const budget = new AnswerBudget()
  const taken = value.contents.slice(0, answerMax.parts)
  return {
    contents: taken.map((part) => contentOf(part, budget)),
    omitted: value.contents.length - taken.length,
    readAt: new Date(endedAt).toISOString(),
    durationMs,
  }
}

/** One part within the budget; what the contract does not know of is left behind. */
export function contentOf(part: SdkContent, budget: AnswerBudget): ResourceContent {
  const known = { uri: part.uri, ...(part.mimeType !== undefined && { mimeType: part.mimeType }) }
  return 'text' in part
    ? { ...known, size: part.text.length, ...budget.text(part.text) }
    : { ...known, ...budget.blob(part.blob) }
}
