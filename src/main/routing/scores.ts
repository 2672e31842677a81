import type { Match } from '../../shared/contract/routing'
import type { FieldIndex, Scores } from './field-index'
import type { Concept } from './question'

/** Of one server or tool: nobody reads further. */
const matchesMax = 12

/** For each concept of a question its best variant in one document, best first; concepts it lacks are left out. */
export function matchesIn<Field extends Match['fields'][number]>(
  index: FieldIndex<Field>,
  document: number,
  concepts: readonly Concept[],
): Match[] {
  return concepts
    .flatMap(({ said, weight, variants }) => {
      const ways = variants.map(({ terms, weight: near }) => {
        const found = terms.filter((term) => index.fieldsOf(term, document).length > 0)
        const score = found.reduce((sum, term) => sum + index.worthOf(term, document), 0) * near * weight
        return { said: said.trim(), terms: found, score }
      })
      const best = ways.reduce((one, other) => (other.score > one.score ? other : one))
      return best.score > 0 ? [best] : []
    })
    .map(({ said, terms, score }) => ({
      said,
      found: terms.join(' '),
      fields: [...new Set(terms.flatMap((term) => index.fieldsOf(term, document)))],
      score,
    }))
    .sort((one, other) => other.score - one.score)
    .slice(0, matchesMax)
}

/** The score the `count` best reach. */
export function thresholdOf(scores: Float64Array, count: number): number {
  if (scores.length <= count) return Number.NEGATIVE_INFINITY
  const best = scores.slice(0, count).sort()
  for (let at = count; at < scores.length; at += 1) {
    const score = scores[at] ?? 0
    if (score > (best[0] ?? 0)) insert(score, best)
  }
  return best[0] ?? 0
}

/** Into an ascending list, which loses its least. */
function insert(score: number, ascending: Float64Array): void {
  let at = 1
  for (; at < ascending.length && (ascending[at] ?? 0) < score; at += 1)
    ascending[at - 1] = ascending[at] ?? 0
  ascending[at - 1] = score
}

/** Documents that have any of a question's words, and the score of each. */
export interface Found {
  readonly documents: readonly number[]
  readonly scores: Float64Array
}

/** The three best scores of each group, by its number. */
export class BestThree {
  /** Those with any. */
  readonly groups: number[] = []
  readonly #scores: Float64Array

  constructor(bound: number) {
    this.#scores = new Float64Array(3 * bound)
  }

  /** A score is above zero. */
  add(group: number, score: number): void {
    const scores = this.#scores
    const at = 3 * group
    const first = scores[at] ?? 0
    const second = scores[at + 1] ?? 0
    if (first === 0) this.groups.push(group)
    if (score > first) {
      scores[at] = score
      scores[at + 1] = first
      scores[at + 2] = second
    } else if (score > second) {
      scores[at + 1] = score
      scores[at + 2] = second
    } else if (score > (scores[at + 2] ?? 0)) scores[at + 2] = score
  }

  of(group: number): [first: number, second: number, third: number] {
    const at = 3 * group
    return [this.#scores[at] ?? 0, this.#scores[at + 1] ?? 0, this.#scores[at + 2] ?? 0]
  }
}

/** Adds up the scores of an index. Its space is kept from question to question: one costs what it touches, however many documents have come and gone. */
export class Tally<Field extends string> {
  readonly #index: FieldIndex<Field>
  #sums = new Float64Array(0)
  #best = new Float64Array(0)

  constructor(index: FieldIndex<Field>) {
    this.#index = index
  }

  /** Of each document, the sum over the concepts of the best variant of each. */
  of(concepts: readonly Concept[]): Found {
    if (this.#sums.length < this.#index.bound) {
      this.#sums = new Float64Array(this.#index.bound * 2)
      this.#best = new Float64Array(this.#index.bound * 2)
    }
    const sums = this.#sums
    const documents: number[] = []
    for (const concept of concepts) this.#add(concept, documents)
    const scores = Float64Array.from(documents, (document) => sums[document] ?? 0)
    for (const document of documents) sums[document] = 0
    return { documents, scores }
  }

  #add({ weight, variants }: Concept, found: number[]): void {
    const sums = this.#sums
    const best = this.#best
    const touched: number[] = []
    for (const variant of variants) {
      const { documents, worth } = phraseScores(this.#index, variant.terms)
      const factor = variant.weight * weight
      for (let at = 0; at < documents.length; at += 1) {
        const document = documents[at] ?? 0
        const score = (worth[at] ?? 0) * factor
        const before = best[document] ?? 0
        if (before === 0) touched.push(document)
        if (score > before) best[document] = score
      }
    }
    for (const document of touched) {
      if (sums[document] === 0) found.push(document)
      sums[document] = (sums[document] ?? 0) + (best[document] ?? 0)
      best[document] = 0
    }
  }
}

/** Of one term its score; of a phrase the sum of its terms', half of the mean where one is missing. */
function phraseScores<Field extends string>(index: FieldIndex<Field>, terms: readonly string[]): Scores {
  const [only] = terms
  if (terms.length === 1 && only !== undefined) return index.scores(only)
  const sums = new Map<number, { sum: number; met: number }>()
  for (const term of terms) {
    const { documents, worth } = index.scores(term)
    for (const [at, document] of documents.entries()) {
      const { sum, met } = sums.get(document) ?? { sum: 0, met: 0 }
      sums.set(document, { sum: sum + (worth[at] ?? 0), met: met + 1 })
    }
  }
  const worth = Float64Array.from(sums.values(), ({ sum, met }) =>
    met === terms.length ? sum : (0.5 * sum) / terms.length,
  )
  return { documents: [...sums.keys()], worth }
}
