import type { PromptMessage } from '../../shared/contract/prompts'
import { isRecord } from './is-record'

/** Messages as one text, each under who says it; what is not text by its kind and address. */
export function promptText(
  messages: readonly PromptMessage[],
  roleName: (role: PromptMessage['role']) => string,
): string {
  return messages.map(({ role, content }) => `${roleName(role)}:\n${partText(content)}`).join('\n\n')
}

function partText({ type, text, mimeType, uri, resource }: PromptMessage['content']): string {
  if (type === 'text' && typeof text === 'string') return text
  if (type === 'resource' && isRecord(resource))
    return typeof resource.text === 'string' ? resource.text : `[${String(resource.uri)}]`
  return `[${typeof uri === 'string' ? uri : String(mimeType ?? type)}]`
}
