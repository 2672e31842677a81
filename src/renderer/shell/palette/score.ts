/** What is searched of one entry, folded: its name, and what else may lead to it. */
export interface Searched {
  readonly name: string
  readonly more: string
}

const whole = 120
const begins = 100
const beginsWord = 80
const inside = 50
const elsewhere = 30
const scattered = 12

/**
 * How well an entry fits all the words, 0 where it does not: the beginning of the name counts most, then the beginning
 * of a word in it, its inside, everything else that is known of it, and last its letters in order.
 */
export function scoreOf({ name, more }: Searched, words: readonly string[]): number {
  let sum = 0
  for (const word of words) {
    const score = scoreOfWord(name, more, word)
    if (score === 0) return 0
    sum += score
  }
  // Of two that fit alike the shorter one is nearer to what was typed.
  return sum - Math.min(name.length, 100) / 100
}

function scoreOfWord(name: string, more: string, word: string): number {
  const at = name.indexOf(word)
  if (at === 0) return name.length === word.length ? whole : begins
  if (at > 0) return startsWordAt(name, word, at) ? beginsWord : inside
  if (more.includes(word)) return elsewhere
  return word.length > 2 && isScattered(name, word) ? scattered : 0
}

function startsWordAt(name: string, word: string, first: number): boolean {
  for (let at = first; at >= 0; at = name.indexOf(word, at + 1))
    if (at > 0 && !isLetter(name.charCodeAt(at - 1))) return true
  return false
}

/** ASCII only: a Chinese character begins a word anywhere. */
function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57)
}

function isScattered(name: string, word: string): boolean {
  let next = 0
  for (let at = 0; at < name.length && next < word.length; at += 1)
    if (name.charCodeAt(at) === word.charCodeAt(next)) next += 1
  return next === word.length
}

/** The best few of many, best first, without sorting them all. */
export class Best<Entry> {
  readonly #max: number
  readonly #kept: { readonly entry: Entry; readonly score: number }[] = []
  /** How many were good enough to be offered. */
  offered = 0

  constructor(max: number) {
    this.#max = max
  }

  get entries(): readonly Entry[] {
    return this.#kept.map(({ entry }) => entry)
  }

  get topScore(): number {
    return this.#kept[0]?.score ?? 0
  }

  /** Of entries that score alike, the one offered first stands first. `entry` is asked for only where it is kept. */
  offer(score: number, entry: () => Entry): void {
    if (score <= 0) return
    this.offered += 1
    const last = this.#kept.at(-1)
    if (last && this.#kept.length === this.#max && score <= last.score) return
    let at = this.#kept.length
    while (at > 0 && (this.#kept[at - 1]?.score ?? 0) < score) at -= 1
    this.#kept.splice(at, 0, { entry: entry(), score })
    if (this.#kept.length > this.#max) this.#kept.pop()
  }
}
