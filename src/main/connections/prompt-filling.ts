import type { PromptMessage as SdkMessage } from '@modelcontextprotocol/client'
import { Fault } from '../../shared/contract/fault'
import type { FilledPrompt, PromptMessage } from '../../shared/contract/prompts'
import { answerMax } from '../../shared/contract/resources'
import { AnswerBudget } from './answer-budget'
import type { AskOptions, Connections } from './connections'
import { contentOf } from './resource-reading'

/**
 * Fills a prompt in, once. Throws Fault not-found (server or prompt), not-connected, server-refused, server-unreachable,
 * server-timeout, cancelled.
 */
export async function fillPrompt(
  connections: Connections,
  serverId: string,
  prompt: { readonly name: string; readonly arguments: Record<string, string> },
  options: AskOptions = {},
): Promise<FilledPrompt> {
  const { prompts } = await connections.use(serverId, 'prompts')
  const { value, durationMs } = await connections.ask(
    serverId,
    ({ client }, terms) => {
      if (!prompts.some(({ name }) => name === prompt.name))
        throw new Fault('not-found', `There is no prompt named ${prompt.name}.`, {
          kind: 'prompt',
          name: prompt.name,
        })
      return client.getPrompt({ ...prompt }, terms)
    },
    options,
  )
  const budget = new AnswerBudget()
  const taken = value.messages.slice(0, answerMax.parts)
  return {
    ...(value.description !== undefined && { description: budget.text(value.description).text }),
    messages: taken.map((message) => messageOf(message, budget)),
    omitted: value.messages.length - taken.length,
    durationMs,
  }
}

function messageOf({ role, content }: SdkMessage, budget: AnswerBudget): PromptMessage {
  const { type } = content
  switch (content.type) {
    case 'text': {
      const { text, cut } = budget.text(content.text)
      return { role, content: { type, text }, cut }
    }
    case 'image':
    case 'audio': {
      const { blob, cut } = budget.blob(content.data)
      return { role, content: { type, mimeType: content.mimeType, ...(blob && { data: blob }) }, cut }
    }
    case 'resource': {
      const { cut, size: _, ...resource } = contentOf(content.resource, budget)
      return { role, content: { type, resource }, cut }
    }
    case 'resource_link': {
      const { uri, name, title, mimeType, description = '' } = content
      const { text, cut } = budget.text(description)
      const link = { type, uri, name, ...(title && { title }), ...(mimeType && { mimeType }) }
      return { role, content: { ...link, ...(text && { description: text }) }, cut }
    }
  }
}
