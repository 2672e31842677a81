import type { Tool } from '../../shared/contract/tools'

/** A tool that fits what was typed. */
export interface FoundTool {
  readonly tool: Tool
  /** The part of its description where a word was found that its names do not have; null where they have them all. */
  readonly excerpt: string | null
}

const before = 24
const excerptMax = 160

/** The words of a search, in small letters. */
export function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '')
}

/** The tools in whose name, title or description every word stands; those that have them in a name first. */
export function searchTools(tools: readonly Tool[], text: string): readonly FoundTool[] {
  const words = wordsOf(text)
  if (words.length === 0) return tools.map((tool) => ({ tool, excerpt: null }))
  const named: FoundTool[] = []
  const described: FoundTool[] = []
  for (const tool of tools) {
    const names = `${tool.name}\n${titleOf(tool) ?? ''}`.toLowerCase()
    const description = (tool.description ?? '').toLowerCase()
    const missing = words.filter((word) => !names.includes(word))
    if (missing.length === 0) named.push({ tool, excerpt: null })
    else if (missing.every((word) => description.includes(word)))
      described.push({ tool, excerpt: excerptOf(tool.description ?? '', missing[0] ?? '') })
  }
  return [...named, ...described]
}

/** A tool's title, where it has one that says more than its name. */
export function titleOf({ name, title, annotations }: Tool): string | undefined {
  const told = (title ?? annotations?.title)?.trim()
  return told === '' || told === name ? undefined : told
}

/** A text in pieces; every second one is what was searched for. */
export function marked(text: string, words: readonly string[]): readonly string[] {
  const pieces: string[] = []
  const small = text.toLowerCase()
  // Some letters change their length in small letters; then places in one are not places in the other.
  if (small.length !== text.length) return [text]
  let at = 0
  while (at < text.length) {
    const found = words
      .map((word) => ({ start: small.indexOf(word, at), length: word.length }))
      .filter(({ start }) => start >= 0)
      .toSorted((a, b) => a.start - b.start || b.length - a.length)[0]
    if (!found) break
    pieces.push(text.slice(at, found.start), text.slice(found.start, found.start + found.length))
    at = found.start + found.length
  }
  return [...pieces, text.slice(at)]
}

function excerptOf(description: string, word: string): string {
  const start = Math.max(0, description.toLowerCase().indexOf(word) - before)
  const cut = description.slice(start, start + excerptMax).replaceAll(/\s+/gu, ' ')
  return start > 0 ? `…${cut}` : cut
}
