import { cuesIn } from './cues'
import { chineseStopWords, stopWords } from './stop-words'
import { bigrams, cjkWords, stemOf, wordsOf } from './words'
import chinese from './words/chinese.json'
import leads from './words/leads.json'
import relatedWords from './words/related.json'

/** One way to say a concept: the terms of a word or a phrase, and how near it is to what was said. */
interface Variant {
  readonly terms: readonly string[]
  readonly weight: number
}

/** What one word of a question may mean. It is worth what its best variant is worth, never their sum. */
export interface Concept {
  /** As it was said. */
  readonly said: string
  readonly weight: number
  readonly variants: readonly Variant[]
}

const relatedWeight = 0.35
/** First translation, and the others. */
const translationWeights = [1, 0.8] as const
const bigramWeight = 0.3
/** Addresses, paths and file names are what to work on, rarely what to do; they mean what they say and nothing near it. */
const thingWeight = 0.3
const thing = /https?:\/\/\S+|(?:[A-Za-z]:)?(?:[\\/][\w.-]+){2,}|[\w-]+\.[A-Za-z][A-Za-z0-9]{1,4}\b/gu
/** Questions are cut here: what matters stands before it, and the work stays bounded. */
const conceptsMax = 64

const glossary: ReadonlyMap<string, readonly (readonly string[])[]> = new Map(
  Object.entries(chinese).map(([word, meanings]) => [
    word,
    meanings.map((meaning) => wordsOf(meaning).map(({ term }) => term)),
  ]),
)
const longestEntry = Math.max(...Array.from(glossary.keys(), (word) => word.length))
const related = relations()

const latinOrCjk =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])[\p{L}\p{N}\p{M}])+|[^\p{L}\p{N}\p{M}]+/gu
const startsCjk = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/**
 * What a question asks for, concept by concept, said once each. `known` tells whether the catalogue has a term, so that
 * "mind map" finds `mindmap` and nothing is looked for in vain.
 */
export function conceptsOf(question: string, known: (term: string) => boolean): Concept[] {
  const concepts = new Map<string, Concept>()
  const add = (concept: Concept) => {
    if (!concepts.has(concept.said) && concepts.size < conceptsMax) concepts.set(concept.said, concept)
  }
  const text = question.normalize('NFKC')
  for (const concept of cuesIn(text).map(cueConcept)) add(concept)
  const things = text.match(thing) ?? []
  for (const concept of textConcepts(text.replaceAll(thing, ' '), known)) add(concept)
  for (const { said, weight, variants } of things.flatMap((one) => textConcepts(one, known)))
    add({ said, weight: weight * thingWeight, variants: variants.slice(0, 1) })
  return [...concepts.values()]
}

function textConcepts(text: string, known: (term: string) => boolean): Concept[] {
  const concepts: Concept[] = []
  const add = (concept: Concept) => concepts.push(concept)
  let before: string | undefined
  for (const [run] of text.matchAll(latinOrCjk)) {
    if (startsCjk.test(run)) {
      before = undefined
      for (const concept of chineseConcepts(run)) add(concept)
    } else
      for (const { term } of wordsOf(run)) {
        const joined = before === undefined ? undefined : `${before}${term}`
        if (joined !== undefined && known(joined)) add(englishConcept(joined))
        before = term
        if (!stopWords.has(term)) add(englishConcept(term))
      }
  }
  return concepts
}

function cueConcept(words: readonly string[]): Concept {
  return {
    said: words.join(' '),
    weight: 1,
    variants: words.map((word) => ({ terms: [stemOf(word)], weight: 1 })),
  }
}

function englishConcept(term: string): Concept {
  return {
    said: term,
    weight: /^\p{N}{1,3}$/u.test(term) ? 0.1 : 1,
    variants: [
      { terms: [term], weight: 1 },
      ...(related.get(term) ?? []).map((other) => ({ terms: [other], weight: relatedWeight })),
    ],
  }
}

/** Words of the glossary first, the longest at each place; between them the platform's segmentation. */
function chineseConcepts(run: string): Concept[] {
  const found: Concept[] = []
  let unknown = ''
  const flush = () => {
    found.push(...plainConcepts(unknown))
    unknown = ''
  }
  for (let at = 0; at < run.length; ) {
    const word = entryAt(run, at)
    if (word === undefined) unknown += run[at++]
    else {
      flush()
      found.push(glossaryConcept(word))
      at += word.length
    }
  }
  flush()
  return found
}

function entryAt(run: string, at: number): string | undefined {
  for (let length = Math.min(longestEntry, run.length - at); length > 0; length -= 1) {
    const word = run.slice(at, at + length)
    if (glossary.has(word)) return word
  }
  return undefined
}

function glossaryConcept(word: string): Concept {
  const meanings = glossary.get(word) ?? []
  const translations = meanings.map((terms, at) => ({
    terms,
    weight: translationWeights[at === 0 ? 0 : 1],
  }))
  const near = translations.flatMap(({ terms }) =>
    (terms.length === 1 ? (related.get(terms[0] ?? '') ?? []) : []).map((other) => ({
      terms: [other],
      weight: relatedWeight,
    })),
  )
  const own = [[word], cjkWords(word).map(({ term }) => term)].map((terms) => ({ terms, weight: 1 }))
  return { said: word, weight: 1, variants: [...own, ...translations, ...near] }
}

function plainConcepts(run: string): Concept[] {
  const words = cjkWords(run).filter(({ term }) => !chineseStopWords.has(term) && Array.from(term).length > 1)
  return [
    ...words.map(({ term }) => ({ said: term, weight: 1, variants: [{ terms: [term], weight: 1 }] })),
    ...bigrams(run).map(({ term }) => ({
      said: `${term} `,
      weight: bigramWeight,
      variants: [{ terms: [term], weight: 1 }],
    })),
  ]
}

/** Of a word those of its groups, and those it leads to. */
function relations(): Map<string, string[]> {
  const found = new Map<string, Set<string>>()
  const relate = (from: string, to: readonly string[]) => {
    const others = found.get(from) ?? new Set()
    for (const other of to) if (other !== from) others.add(other)
    found.set(from, others)
  }
  for (const group of relatedWords) {
    const terms = group.map(joinedTerm)
    for (const term of terms) relate(term, terms)
  }
  for (const [word, others] of Object.entries(leads)) relate(joinedTerm(word), others.map(joinedTerm))
  return new Map(Array.from(found, ([term, others]) => [term, [...others]]))
}

function joinedTerm(word: string): string {
  const terms = wordsOf(word).map(({ term }) => term)
  // "s3" comes whole, before its parts.
  return terms[0] === word ? word : terms.join('')
}
