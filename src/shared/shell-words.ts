/** The words of a command line as a POSIX shell would split it; a backslash before an ordinary letter is a path's. */
export function shellWords(line: string): readonly string[] {
  const words: string[] = []
  let word: string | null = null
  for (const { 0: token, groups } of line.replaceAll(/\\\r?\n/gu, ' ').matchAll(tokens)) {
    const { single, double, escaped, space } = groups ?? {}
    if (space !== undefined) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + (single ?? double?.replaceAll(/\\(["\\$`])/gu, '$1') ?? escaped ?? token)
  }
  return word === null ? words : [...words, word]
}

const tokens = /'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\.)*)"|\\(?<escaped>[\s"'\\])|(?<space>\s+)|./gsu
