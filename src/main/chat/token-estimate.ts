const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu

/** About how many tokens a text is: a quarter of its letters, and each Chinese character one. */
export function tokensOf(text: string): number {
  const wideCount = text.match(wide)?.length ?? 0
  return wideCount + Math.ceil((text.length - wideCount) / 4)
}
