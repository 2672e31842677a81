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
  return scores.toSorted()[scores.length - count] ?? 0
}

export function intoTopThree(three: [number, number, number], score: number): void {
  if (score > three[0]) {
    three[2] = three[1]
    three[1] = three[0]
    three[0] = score
  } else if (score > three[1]) {
    three[2] = three[1]
    three[1] = score
  } else if (score > three[2]) three[2] = score
}

/** Of each document, the sum over the concepts of the best variant of each. */
export function scoresOf<Field extends string>(
  index: FieldIndex<Field>,
  concepts: readonly Concept[],
): [document: number, score: number][] {
  const sums = new Float64Array(index.bound)
  const best = new Float64Array(index.bound)
  const found: number[] = []
  for (const { weight, variants } of concepts) {
    const touched: number[] = []
    for (const variant of variants) {
      const { documents, worth } = phraseScores(index, variant.terms)
      for (let at = 0; at < documents.length; at += 1) {
        const document = documents[at] ?? 0
        const score = (worth[at] ?? 0) * variant.weight * weight
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
  return found.map((document) => [document, sums[document] ?? 0])
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
  const worth = Array.from(sums.values(), ({ sum, met }) =>
    met === terms.length ? sum : (0.5 * sum) / terms.length,
  )
  return { documents: [...sums.keys()], worth }
}
