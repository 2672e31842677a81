/*
 * Strangers' texts (names, descriptions, arguments, results, errors) as a person and a model may see them: what cannot be
 * seen, or reorders or hides what can, is written out as `\u{…}`. The raw text is kept where it is kept.
 */

/** Control characters, what Unicode calls ignorable, line and paragraph separators, halves of pairs, non-characters. */
const hidden =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/gu
/** Besides these whatever is private, not assigned, or a space other than the usual one. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800]|[^\S ]/gu
const pictograph = /(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\ufe0f)$/u
const emoji = /^\p{Extended_Pictographic}/u
/** Before what makes a sign colourful: an emoji, a digit of a keycap. */
const emojiBase = /[\p{Emoji}]$/u
const han = /\p{Script=Han}$/u
/** Scripts whose letters are joined and parted by invisible signs. */
const joined =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Malayalam}\p{M}]$/u

/** Of several lines: breaks and tabs stay. */
export function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(hidden, (character, at: number, whole: string) =>
      character === '\n' || character === '\t' || isOfUse(character, at, whole)
        ? character
        : escaped(character),
    )
}

/** On one line: a break is shown as ⏎. */
export function visibleLine(text: string): string {
  return text.replace(hidden, (character, at: number, whole: string) =>
    character === '\n' ? '⏎' : isOfUse(character, at, whole) ? character : escaped(character),
  )
}

/**
 * On one line, and without the exceptions made for languages and emoji: every character an eye could miss is written out.
 * For what a person consents to.
 */
export function visibleExactly(text: string): string {
  return text.replace(unseen, escaped)
}

/** All strings of a JSON value, keys of objects too. */
export function visibleJson(value: unknown): unknown {
  if (typeof value === 'string') return visible(value)
  if (Array.isArray(value)) return value.map(visibleJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [visibleLine(key), visibleJson(part)]))
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`
}

/** The few invisible signs that languages and emoji cannot do without, where they stand where these put them. */
function isOfUse(character: string, at: number, whole: string): boolean {
  const code = character.codePointAt(0) ?? 0
  const before = whole.slice(Math.max(0, at - 2), at)
  if (code === 0x200d && pictograph.test(before)) return emoji.test(whole.slice(at + 1, at + 3))
  if (code === 0x200c || code === 0x200d) return joined.test(before)
  if (code === 0xfe0e || code === 0xfe0f) return emojiBase.test(before)
  return code >= 0xe0100 && code <= 0xe01ef && han.test(before)
}
