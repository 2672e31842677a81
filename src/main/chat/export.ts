import type { Conversation } from '../../shared/contract/chat'
import type { ToolResult } from '../../shared/contract/tools'
import type { Call, Turn } from '../../shared/contract/turns'
import { visible, visibleLine } from '../../shared/visible-text'
import { dataOf, textOf } from './results'

/** A conversation as a file to keep: JSON has all of it, Markdown what a person reads. */
export function exported(
  conversation: Conversation,
  format: 'markdown' | 'json',
  resultOf: (call: string) => ToolResult | undefined,
): { name: string; text: string } {
  const name =
    conversation.title
      .replace(/[^\p{L}\p{N}_-]+/gu, ' ')
      .trim()
      .slice(0, 60) || 'conversation'
  if (format === 'markdown') return { name: `${name}.md`, text: markdown(conversation, resultOf) }
  const turns = conversation.turns.map((turn) => ({
    ...turn,
    parts: turn.parts.map((part) =>
      part.kind === 'call' ? { ...part, result: resultOf(part.id) ?? part.result } : part,
    ),
  }))
  return { name: `${name}.json`, text: `${JSON.stringify({ ...conversation, turns }, null, 2)}\n` }
}

function markdown(
  { title, turns }: Conversation,
  resultOf: (call: string) => ToolResult | undefined,
): string {
  const blocks = turns.flatMap((turn) => [
    `## ${visibleLine(turn.question.split('\n')[0] ?? '')}`,
    `*${headOf(turn)}*`,
    ...(turn.question.includes('\n') ? [quoted(turn.question)] : []),
    ...turn.parts.flatMap((part) => {
      if (part.kind === 'text') return [visible(part.text)]
      if (part.kind === 'call') return [callBlock(part, resultOf(part.id))]
      if (part.kind === 'search') return [`*search: ${visibleLine(part.query)}*`]
      return []
    }),
    ...(turn.error ? [`> ${visibleLine(turn.error.message)}`] : []),
  ])
  return `${[`# ${visibleLine(title)}`, ...blocks].join('\n\n')}\n`
}

function headOf({ at, llm_config, state, usage }: Turn): string {
  const tokens = usage ? `${usage.input} + ${usage.output} tokens` : undefined
  return [at, llm_config?.model, state === 'done' ? undefined : state, tokens].filter(Boolean).join(' · ')
}

function callBlock(call: Call, result: ToolResult | undefined): string {
  const name = visibleLine(`${call.server}.${call.tool}`).replaceAll('`', "'")
  const texts = result?.content.map(
    (part) => textOf(part) ?? `[${part.type}, ${dataOf(part).length} characters]`,
  )
  const said = texts?.length ? texts.join('\n') : JSON.stringify(result?.structuredContent)
  const outcome = result ? fenced(said ?? '') : call.error ? quoted(call.error.message) : `*${call.state}*`
  return [
    `**\`${name}\`** (${call.state})`,
    fenced(JSON.stringify(call.arguments, null, 2), 'json'),
    outcome,
  ].join('\n\n')
}

/** Within a fence longer than any in it: what a stranger wrote does not end it. */
function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/gu), ([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${visible(text)}\n${fence}`
}

function quoted(text: string): string {
  return visible(text)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
}
