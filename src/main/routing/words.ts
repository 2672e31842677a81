import { stemmer } from 'stemmer'
import { stopWords } from './stop-words'

/** A piece of text as the index knows it. */
export interface Word {
  /** Lower case; an English word as its stem. */
  readonly term: string
  /** How much it counts against a whole word. */
  readonly weight: number
  /** Letters of the Han, Kana or Hangul scripts, which write no spaces. */
  readonly isCjk: boolean
}

/** A pair of neighbouring characters says less than a word. */
const bigramWeight = 0.3
const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const runs =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])[\p{L}\p{N}\p{M}])+/gu
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
/** Words Porter's rules take for plurals or derived forms; the list is Snowball's, with names of the field. */
const whole: ReadonlySet<string> = new Set(
  'news atlas cosmos bias canvas kubernetes postgres redis jenkins windows prometheus'.split(' '),
)
const stems = new Map<string, string>()
const stemsMax = 50_000

/** The Porter stem of a lower-case word, remembered: catalogues say the same words over and over. */
export function stemOf(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  if (stems.size >= stemsMax) stems.clear()
  // Short words are names more often than plurals: AWS, DNS, RSS.
  const stem = word.length <= 3 || whole.has(word) ? word : stemmer(word)
  stems.set(word, stem)
  return stem
}

/**
 * The words of a text or an identifier, in order: NFKC, split at what is no letter or digit, at `camelCase`, `HTTPServer`
 * and between letters and digits, lower case, stemmed; Chinese by the platform's own segmentation.
 */
export function wordsOf(text: string): Word[] {
  const found: Word[] = []
  for (const [run] of text.normalize('NFKC').matchAll(runs)) {
    if (cjk.test(run)) found.push(...cjkWords(run))
    else for (const term of latinTerms(run)) found.push({ term, weight: 1, isCjk: false })
  }
  return found
}

/** The same for what goes into an index: stop words out, Chinese with its pairs of characters. */
export function indexedWords(text: string): Word[] {
  const found: Word[] = []
  for (const [run] of text.normalize('NFKC').matchAll(runs)) {
    if (cjk.test(run)) found.push(...cjkWords(run), ...bigrams(run))
    else for (const term of latinTerms(run)) found.push({ term, weight: 1, isCjk: false })
  }
  return found.filter(({ term }) => !stopWords.has(term))
}

/** Segments a run of Chinese, as words only. */
export function cjkWords(run: string): Word[] {
  return Array.from(segmenter.segment(run), ({ segment }) => ({ term: segment, weight: 1, isCjk: true }))
}

export function bigrams(run: string): Word[] {
  const characters = Array.from(run)
  return characters.slice(1).map((character, at) => ({
    term: `${characters[at]}${character}`,
    weight: bigramWeight,
    isCjk: true,
  }))
}

function latinTerms(run: string): string[] {
  const parts = run
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    // Not in the plural of an abbreviation: "URLs".
    .replace(/(\p{Lu})(\p{Lu}(?!s(?!\p{Ll}))\p{Ll})/gu, '$1 $2')
    .split(' ')
  return parts.flatMap((part) => {
    const word = part.toLowerCase()
    const pieces = word.match(/\p{N}+|[^\p{N}]+/gu) ?? []
    const terms = pieces.length > 1 ? pieces.map(stemOf) : [stemOf(word)]
    // "s3", "mp3", "web3" are names of their own.
    return pieces.length > 1 && word.length <= 6 ? [word, ...terms] : terms
  })
}
