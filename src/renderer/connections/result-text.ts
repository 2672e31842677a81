import type { ToolResult } from '../../shared/contract/tools'
import { visible } from '../../shared/visible-text'

export type ContentItem = ToolResult['content'][number]

/** The whole answer as text, where it is nothing but text. */
export function asText({ content, structuredContent }: ToolResult): string | undefined {
  if (structuredContent !== undefined || content.length === 0) return undefined
  const texts = content.map(({ type, text }) =>
    type === 'text' && typeof text === 'string' ? text : undefined,
  )
  return texts.includes(undefined) ? undefined : texts.join('\n')
}

/** JSON in a text, indented for a person; anything else as it is. What would turn a line around or hide is written out. */
export function readable(text: string): string {
  return visible(indented(text))
}

function indented(text: string): string {
  if (!/^\s*[[{]/.test(text) || text.length > 1_000_000) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
