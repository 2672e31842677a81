import { z } from 'zod'

/** An OpenAI-compatible endpoint: `POST <url>/embeddings`. */
export interface EmbeddingEndpoint {
  /** E.g. `https://api.openai.com/v1`. */
  readonly url: string
  readonly model: string
  readonly key: string | undefined
}

const dimensionsMax = 8_192
/** Of what an endpoint says about itself. */
const reasonMax = 200

const Answer = z.object({
  data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()).min(1).max(dimensionsMax) })),
})

/**
 * The vectors of these texts in their order, each of length 1. Throws an Error whose message a person may read where the
 * endpoint is not reached, refuses, or answers something else; the signal's reason where it aborts.
 */
export async function embed(
  { url, model, key }: EmbeddingEndpoint,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const response = await fetch(`${url.replace(/\/+$/, '')}/embeddings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ model, input: texts, encoding_format: 'float' }),
    // The key is for this address alone.
    redirect: 'error',
    signal,
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${text.slice(0, reasonMax)}`)
  const { data } = parsed(text)
  const vectors = data.toSorted((one, other) => one.index - other.index).map((one) => unit(one.embedding))
  if (vectors.length !== texts.length)
    throw new Error(`${texts.length} vectors were asked for, ${vectors.length} came`)
  return vectors
}

/** What both have in common, -1 to 1; 0 where they are of different models. */
export function similarity(one: Float32Array, other: Float32Array): number {
  if (one.length !== other.length) return 0
  let sum = 0
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0)
  return sum
}

function parsed(text: string): z.infer<typeof Answer> {
  try {
    return Answer.parse(JSON.parse(text))
  } catch {
    throw new Error('the answer is not a list of embeddings')
  }
}

function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values) || 1
  return Float32Array.from(values, (value) => value / length)
}
