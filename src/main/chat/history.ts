import type { AssistantContent, ModelMessage, ToolContent } from 'ai'
import type { Call, Turn } from '../../shared/contract/turns'
import { visible } from '../../shared/visible-text'
import { framed } from './result-for-model'
import { headAndTail, textOf } from './results'
import { tokensOf } from './token-estimate'
import { toolName } from './tool-names'

/** Characters of a result in the turn before, and in those before that. */
const lastResultMax = 6_000
const olderResultMax = 600

export interface History {
  readonly messages: ModelMessage[]
  /** Names of servers whose results are among them. */
  readonly servers: ReadonlySet<string>
}

/** What a model is told of the turns before its own: the newest, as many as fit into so many tokens. */
export function historyOf(turns: readonly Turn[], tokensMax: number): History {
  const chosen: ModelMessage[][] = []
  const servers = new Set<string>()
  let left = tokensMax
  for (const [back, turn] of turns.toReversed().entries()) {
    const messages = messagesOf(turn, back === 0 ? lastResultMax : olderResultMax)
    left -= tokensOf(JSON.stringify(messages))
    if (left < 0) break
    chosen.unshift(messages)
    for (const call of callsOf(turn)) servers.add(call.server)
  }
  return { messages: chosen.flat(), servers }
}

function messagesOf(turn: Turn, resultMax: number): ModelMessage[] {
  const messages: ModelMessage[] = [{ role: 'user', content: turn.question }]
  let said: Exclude<AssistantContent, string> = []
  let results: ToolContent = []
  const close = () => {
    if (said.length > 0) messages.push({ role: 'assistant', content: said })
    if (results.length > 0) messages.push({ role: 'tool', content: results })
    said = []
    results = []
  }
  for (const part of turn.parts) {
    if (part.kind === 'text' && part.text !== '') {
      if (results.length > 0) close()
      said.push({ type: 'text', text: part.text })
    } else if (part.kind === 'call') {
      const named = { toolCallId: part.id, toolName: toolName(part.server, part.tool) }
      said.push({ type: 'tool-call', ...named, input: part.arguments })
      results.push({
        type: 'tool-result',
        ...named,
        output: { type: 'text', value: resultOf(part, resultMax) },
      })
    }
  }
  close()
  // Providers want an answer to each question.
  if (messages.length === 1) messages.push({ role: 'assistant', content: '(no answer)' })
  return messages
}

/** One line on what became of a call, or its result. */
function resultOf({ id, server, tool, state, result, error }: Call, max: number): string {
  if (!result) return error ? `(${state}: ${visible(error.message)})` : `(${state})`
  const texts = result.content.map((part) => textOf(part) ?? `[${part.type}]`)
  if (texts.length === 0 && result.structuredContent !== undefined)
    texts.push(JSON.stringify(result.structuredContent))
  return framed(headAndTail(visible(texts.join('\n')), max), { server, tool, call: id })
}

function callsOf({ parts }: Turn): Call[] {
  return parts.filter((part) => part.kind === 'call')
}
