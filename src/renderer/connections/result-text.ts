import type { ToolResult } from '../../shared/contract/connections'

export type ContentItem = ToolResult['content'][number]

/** The whole answer as text, where it is nothing but text. */
export function asText({ content, structuredContent }: ToolResult): string | undefined {
  if (structuredContent !== undefined || content.length === 0) return undefined
  const texts = content.map(({ type, text }) =>
    type === 'text' && typeof text === 'string' ? text : undefined,
  )
  return texts.includes(undefined) ? undefined : texts.join('\n')
}

/** JSON in a text, indented for a person; anything else as it is. What would turn a line around or hide is shown as a sign. */
export function readable(text: string): string {
  return harmless(indented(text))
}

function indented(text: string): string {
  if (!/^\s*[[{]/.test(text) || text.length > 1_000_000) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

const controls = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu

function harmless(text: string): string {
  return text.replaceAll(controls, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code < 0x20
      ? String.fromCodePoint(0x2400 + code)
      : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
  })
}
