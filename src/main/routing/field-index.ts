/** How one kind of document is weighed: BM25F, one weight for each field. */
export interface Scheme<Field extends string> {
  readonly weights: Readonly<Record<Field, number>>
  /** How fast repetition stops counting. */
  readonly k1: number
  /** How much long fields are held against a document, 0 to 1. */
  readonly b: number
}

/** The terms of each field, with how much of each. */
export type Content<Field extends string> = Partial<Record<Field, ReadonlyMap<string, number>>>

/** Documents by number, lowest first, and what a term is worth for each. */
export interface Scores {
  readonly documents: readonly number[]
  readonly worth: Float64Array
}

interface Posting {
  documents: number[]
  /** How often the term stands in each field, one document after the other. */
  counts: number[]
  /** As of `version`. */
  scores: Scores
  version: number
}

const nothing: Scores = { documents: [], worth: new Float64Array(0) }
/** With as many groups, their number and the documents' say as much as each other how rare a term is. */
const groupsHalfway = 5

/**
 * An index of documents with weighed fields (BM25F: Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple
 * weighted fields", 2004). Documents get numbers as they come, and never the same again. They come and go one by one:
 * what a term is worth is reckoned when it is asked for, and then also forgets the documents that are gone.
 *
 * Documents may be in groups, whose members share words: the twenty tools of the one weather server do not make "weather"
 * a common word. So what counts for rarity is in how many groups a term is found, the more so the more groups there are.
 */
export class FieldIndex<Field extends string> {
  readonly #scheme: Scheme<Field>
  readonly #fields: readonly Field[]
  /** The lengths of the fields of each document that is there. */
  readonly #lengths = new Map<number, Float64Array>()
  readonly #postings = new Map<string, Posting>()
  readonly #totals: Float64Array
  readonly #groupOf = new Map<number, number>()
  /** How many documents each has. */
  readonly #groups = new Map<number, number>()
  #next = 0
  #version = 0

  constructor(scheme: Scheme<Field>) {
    this.#scheme = scheme
    this.#fields = Object.keys(scheme.weights) as Field[]
    this.#totals = new Float64Array(this.#fields.length)
  }

  /** All numbers are below this. */
  get bound(): number {
    return this.#next
  }

  /** Without a group it is one of its own. */
  add(content: Content<Field>, group?: number): number {
    const document = this.#next++
    this.#join(document, group ?? document)
    const lengths = new Float64Array(this.#fields.length)
    for (const [at, field] of this.#fields.entries())
      for (const [term, count] of content[field] ?? []) {
        lengths[at] = (lengths[at] ?? 0) + count
        this.#count(term, document, at, count)
      }
    this.#lengths.set(document, lengths)
    this.#tally(lengths, 1)
    return document
  }

  delete(document: number): void {
    const lengths = this.#lengths.get(document)
    if (!lengths) return
    this.#lengths.delete(document)
    this.#leave(document)
    this.#tally(lengths, -1)
  }

  has(term: string): boolean {
    return this.scores(term).documents.length > 0
  }

  /** What a term is worth for each document that has it. */
  scores(term: string): Scores {
    const posting = this.#postings.get(term)
    if (!posting) return nothing
    if (posting.version !== this.#version) this.#weigh(term, posting)
    return posting.scores
  }

  /** What a term is worth for one document. */
  worthOf(term: string, document: number): number {
    const { documents, worth } = this.scores(term)
    return worth[placeOf(document, documents)] ?? 0
  }

  /** The fields of a document a term stands in. */
  fieldsOf(term: string, document: number): Field[] {
    const posting = this.#postings.get(term)
    const at = placeOf(document, posting?.documents ?? [])
    if (!posting || at === -1) return []
    return this.#fields.filter((_, field) => (posting.counts[at * this.#fields.length + field] ?? 0) > 0)
  }

  #weigh(term: string, posting: Posting): void {
    this.#forgetGone(posting)
    const { documents, counts } = posting
    if (documents.length === 0) this.#postings.delete(term)
    const { k1 } = this.#scheme
    const rarity = this.#rarityIn(documents)
    const worth = Float64Array.from(documents, (document, at) => {
      const weight = this.#weightOf(document, counts, at * this.#fields.length)
      return (rarity * weight * (k1 + 1)) / (weight + k1)
    })
    posting.scores = { documents, worth }
    posting.version = this.#version
  }

  #rarityIn(documents: readonly number[]): number {
    const groups = new Set(documents.map((document) => this.#groupOf.get(document)))
    const share = this.#groups.size / (this.#groups.size + groupsHalfway)
    return (
      share * rarityOf(groups.size, this.#groups.size) +
      (1 - share) * rarityOf(documents.length, this.#lengths.size)
    )
  }

  #weightOf(document: number, counts: readonly number[], from: number): number {
    const { weights, b } = this.#scheme
    const lengths = this.#lengths.get(document)
    let sum = 0
    for (const [at, field] of this.#fields.entries()) {
      const count = counts[from + at] ?? 0
      if (count === 0) continue
      const usual = (this.#totals[at] ?? 0) / this.#lengths.size || 1
      sum += (weights[field] * count) / (1 - b + (b * (lengths?.[at] ?? 0)) / usual)
    }
    return sum
  }

  #forgetGone(posting: Posting): void {
    const width = this.#fields.length
    const kept = posting.documents.flatMap((document, at) => (this.#lengths.has(document) ? [at] : []))
    if (kept.length === posting.documents.length) return
    posting.counts = kept.flatMap((at) => posting.counts.slice(at * width, (at + 1) * width))
    posting.documents = kept.map((at) => posting.documents[at] ?? 0)
  }

  #count(term: string, document: number, field: number, count: number): void {
    const width = this.#fields.length
    let posting = this.#postings.get(term)
    if (!posting) {
      posting = { documents: [], counts: [], scores: nothing, version: -1 }
      this.#postings.set(term, posting)
    }
    if (posting.documents.at(-1) !== document) {
      posting.documents.push(document)
      for (let at = 0; at < width; at += 1) posting.counts.push(0)
    }
    const place = posting.counts.length - width + field
    posting.counts[place] = (posting.counts[place] ?? 0) + count
  }

  #join(document: number, group: number): void {
    this.#groupOf.set(document, group)
    this.#groups.set(group, (this.#groups.get(group) ?? 0) + 1)
  }

  #leave(document: number): void {
    const group = this.#groupOf.get(document) ?? document
    this.#groupOf.delete(document)
    const left = (this.#groups.get(group) ?? 1) - 1
    if (left === 0) this.#groups.delete(group)
    else this.#groups.set(group, left)
  }

  #tally(lengths: Float64Array, sign: 1 | -1): void {
    for (const [at, length] of lengths.entries()) this.#totals[at] = (this.#totals[at] ?? 0) + sign * length
    this.#version += 1
  }
}

/** Of a term found in so many of all. */
function rarityOf(found: number, all: number): number {
  return Math.log(1 + (all - found + 0.5) / (found + 0.5))
}

/** Where a number stands in an ascending list, -1 where it does not. */
function placeOf(wanted: number, ascending: readonly number[]): number {
  let from = 0
  let to = ascending.length - 1
  while (from <= to) {
    const middle = (from + to) >> 1
    const found = ascending[middle] ?? 0
    if (found === wanted) return middle
    if (found < wanted) from = middle + 1
    else to = middle - 1
  }
  return -1
}
