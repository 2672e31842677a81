import type { Field } from './form-fields'

const quotes =
  /"([^"]+)"|“([^”]+)”|「([^」]+)」|『([^』]+)』|`([^`]+)`|(?<![\p{L}\p{N}])'([^']+)'(?![\p{L}\p{N}])/gu
const url = /https?:\/\/[^\s"'<>“”，。）)]+/u
const email = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u
const path = /(?:[A-Za-z]:\\|~?\/|\.{1,2}\/)[^\s"'，。]+|[\w-]+\.[A-Za-z][A-Za-z0-9]{1,4}\b/u
const number = /(?<![A-Za-z\d.-])-?\d+(?:\.\d+)?(?![\d.]*[A-Za-z]*\d)/gu
/** Arguments that are a short name of something: what is left of a question may be meant for them. */
const nameOf =
  /\b(city|cities|place|location|town|country|region|address|name|user|username|owner|repo|repository|package|title|topic|subject|query|q|keyword|keywords|term|word|text|symbol|ticker|id)\b|城市|地点|地名|国家|名称|关键词|关键字/u
/** Left of a question, these are not what to work on. */
const small = new Set(
  "a an the of in on at to for from by with about is are was be do does did can could will would should what what's whats which who when where how why me my i we you your it its this that these those there please show tell give get find look up want need like much many now today tomorrow yesterday tonight and or any some all s".split(
    ' ',
  ),
)
const smallChinese = new Set(
  '的 了 和 是 在 我 有 就 不 都 一 一个 也 请 请问 帮 帮我 一下 给 给我 把 吗 呢 吧 什么 怎么 怎样 怎么样 如何 哪些 哪个 多少 几 想 想要 要 需要 可以 能 能否 查 查询 查一下 看看 看 知道 告诉 现在 今天 明天 后天 昨天 前天 这个 那个 关于 从 到 用 与 及'.split(
    ' ',
  ),
)
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
const han = /\p{Script=Han}/u

interface SaidNumber {
  readonly value: number
  /** The words beside it, lower case. */
  readonly before: string
  readonly after: string
}

/** The words of a question while a form is filled: each is used once. */
export class Question {
  #text: string
  readonly #known: ReadonlySet<string>
  readonly #quotes: string[] = []
  #numbers: SaidNumber[]

  constructor(text: string, known: readonly string[]) {
    this.#known = new Set(known.map((word) => word.toLowerCase()))
    this.#text = text.replace(quotes, (_, ...groups) => {
      const said = groups.slice(0, 6).find((group) => group !== undefined)
      if (said !== undefined) this.#quotes.push(String(said))
      return ' '
    })
    this.#numbers = Array.from(this.#text.matchAll(number), ({ 0: digits, index }) => ({
      value: Number(digits),
      before: wordBefore(this.#text.slice(0, index)),
      after: wordAfter(this.#text.slice(index + digits.length)),
    }))
  }

  /** Those no field has yet. */
  get numbers(): readonly number[] {
    return this.#numbers.map(({ value }) => value)
  }

  /** The one of some values that is named, the longest where several are. */
  named(values: readonly string[]): string | undefined {
    const plain = (text: string) => ` ${text.toLowerCase().replaceAll(/[_-]+/gu, ' ')} `
    const text = plain(this.#text)
    const isNamed = (value: string) =>
      han.test(value)
        ? text.includes(value)
        : new RegExp(`[^\\p{L}\\p{N}]${escaped(plain(value).trim())}[^\\p{L}\\p{N}]`, 'u').test(text)
    return values
      .filter((value) => value !== '' && isNamed(value))
      .sort((one, other) => other.length - one.length)[0]
  }

  url(): string | undefined {
    return this.#take(url)
  }

  email(): string | undefined {
    return this.#take(email)
  }

  path(): string | undefined {
    return this.#take(path)
  }

  quote(): string | undefined {
    return this.#quotes.shift()
  }

  /** The number that stands beside the name of a field: "limit 5", "7 days", "5天". */
  numberBy(field: Field): number | undefined {
    const found = this.#numbers.find(
      ({ before, after, value }) => fits(value, field) && [before, after].some((word) => names(field, word)),
    )
    return found && this.#use(found)
  }

  /** The next number, if it may be the field's. */
  numberFor(field: Field): number | undefined {
    const [next] = this.#numbers
    return next && fits(next.value, field) ? this.#use(next) : undefined
  }

  /**
   * What no word of the tool explains, in one piece: for a field that is the name of something, or where it is written
   * like a name.
   */
  rest(field: Field): string | undefined {
    const runs: string[][] = [[]]
    for (const { segment, isWordLike } of segmenter.segment(this.#withoutPhrases())) {
      if (segment.trim() === '') continue
      if (isWordLike && !this.#isKnown(segment)) runs.at(-1)?.push(segment)
      else if (segment !== "'" && segment !== '-') runs.push([])
    }
    const left = runs.filter((run) => run.length > 0)
    const [only] = left
    if (!only || left.length > 1 || only.length > 5) return undefined
    const isName =
      only.every((word) => /^\p{Lu}/u.test(word)) && !this.#text.trimStart().startsWith(only[0] ?? '')
    if (!isName && !nameOf.test(field.words)) return undefined
    return han.test(only[0] ?? '') ? only.join('') : only.join(' ')
  }

  /** Chinese words are taken out before they are looked for: what is parted where depends on what stands around. */
  #withoutPhrases(): string {
    const phrases = [...smallChinese, ...this.#known].filter((word) => han.test(word) && word.length > 1)
    const longest = phrases.sort((one, other) => other.length - one.length)
    return longest.reduce((text, phrase) => text.replaceAll(phrase, ' '), this.#text)
  }

  #isKnown(word: string): boolean {
    const plain = word.toLowerCase()
    if (small.has(plain) || smallChinese.has(word) || /^\d+$/.test(word)) return true
    // Plurals and other forms of a word that found the tool.
    return (
      [...this.#known].some(
        (known) =>
          known === plain ||
          (plain.length > 3 && (known.startsWith(plain) || plain.startsWith(known)) && known.length > 2),
      ) ||
      (han.test(word) && [...this.#known].some((known) => known.includes(word)))
    )
  }

  #take(pattern: RegExp): string | undefined {
    const [found] = pattern.exec(this.#text) ?? []
    if (found !== undefined) this.#text = this.#text.replace(found, ' ')
    return found
  }

  #use(found: SaidNumber): number {
    this.#numbers = this.#numbers.filter((one) => one !== found)
    return found.value
  }
}

function fits(value: number, { isWhole, least, most }: Field): boolean {
  return (!isWhole || Number.isInteger(value)) && value >= least && value <= most
}

/** A word of at least two letters that stands in the field's name or, of a unit in Chinese, its description. */
function names({ name, words }: Field, word: string): boolean {
  if (word === '') return false
  if (han.test(word)) return words.includes(word) || chineseUnits[word]?.test(name.toLowerCase()) === true
  const stem = word.replace(/s$/u, '')
  return (
    stem.length > 1 &&
    name
      .toLowerCase()
      .split(/[^a-z]+|(?=[A-Z])/u)
      .some((part) => part.replace(/s$/u, '') === stem)
  )
}

const chineseUnits: Readonly<Record<string, RegExp>> = {
  天: /day/,
  日: /day/,
  月: /month/,
  年: /year/,
  周: /week/,
  条: /limit|count|max|top/,
  个: /limit|count|max|top/,
  页: /page/,
  小时: /hour/,
  分钟: /minute/,
}

function wordBefore(text: string): string {
  return /(\p{L}+)\s*[:=]?\s*$/u.exec(text)?.[1]?.toLowerCase() ?? ''
}

function wordAfter(text: string): string {
  const latin = /^\s*([A-Za-z]+)/u.exec(text)?.[1]
  if (latin !== undefined) return latin.toLowerCase()
  return /^\s*(小时|分钟|\p{Script=Han})/u.exec(text)?.[1] ?? ''
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')
}
