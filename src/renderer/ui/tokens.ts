/** Something that may be typed, and how often it is used already. */
export interface Suggestion {
  readonly value: string
  readonly count: number
}

/** How many suggestions are offered at once. */
const offeredMax = 50

/** Commas of both scripts, the Chinese enumeration comma, semicolons, line breaks. */
const separator = /[,，、;；\n]/u

/** What of a typed text is ended by a separator, and what is still being typed. */
export function splitTokens(text: string): { readonly whole: readonly string[]; readonly rest: string } {
  const parts = text.split(separator)
  const rest = (parts.pop() ?? '').trimStart()
  return { whole: parts.filter((part) => part.trim() !== ''), rest }
}

/** The tokens with those of `given` added, each once and none longer than `maxLength`. */
export function addedTokens(tokens: readonly string[], given: string, maxLength: number): readonly string[] {
  const added = given
    .split(separator)
    .map((part) => part.trim().slice(0, maxLength))
    .filter(Boolean)
  return [...new Set([...tokens, ...added])]
}

/** What may be meant by `text`: those that begin with it first, then those that have it, in the order given. */
export function suggestionsFor(
  suggestions: readonly Suggestion[],
  tokens: readonly string[],
  text: string,
): readonly Suggestion[] {
  const wanted = text.trim().toLowerCase()
  const free = suggestions.filter(({ value }) => !tokens.includes(value))
  const begins = free.filter(({ value }) => value.toLowerCase().startsWith(wanted))
  const has = free.filter(
    ({ value }) => !value.toLowerCase().startsWith(wanted) && value.toLowerCase().includes(wanted),
  )
  return [...begins, ...has].slice(0, offeredMax)
}
