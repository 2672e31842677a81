import { z } from 'zod'
import type { Model } from '../../../shared/contract/models'
import type { Wire } from './addresses'

const modelsMax = 2_000

/** Where each wire lists its models, and the headers that want to be there. */
export const listings: Readonly<Record<Wire, { path: string; headers: Readonly<Record<string, string>> }>> = {
  openai: { path: '/models', headers: {} },
  compatible: { path: '/models', headers: {} },
  anthropic: { path: '/models?limit=1000', headers: { 'anthropic-version': '2023-06-01' } },
  google: { path: '/models?pageSize=1000', headers: {} },
}

/** What makes pictures, sounds or vectors, by the customary names; the rest is taken for what talks. */
const notTalking =
  /embed|rerank|whisper|(?:^|[-_/.])(?:tts|bge|asr|stt|dall-e|sora|clip)(?:[-_/.]|$)|moderation|transcribe|realtime|image|(?:^|[-_/.])(?:cosyvoice|wanx?|flux|stable-diffusion|babbage|davinci)/iu

const Tokens = z.coerce.number().int().positive().optional().catch(undefined)
/** As OpenAI has it, with what others put beside it. */
const Entry = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  display_name: z.string().optional(),
  displayName: z.string().optional(),
  context_length: Tokens,
  context_window: Tokens,
  max_model_len: Tokens,
  max_input_tokens: Tokens,
  inputTokenLimit: Tokens,
  supportedGenerationMethods: z.array(z.string()).optional().catch(undefined),
})
type Entry = z.infer<typeof Entry>

/** A list as OpenAI (`data`), Google and Ollama (`models`) send it, or bare. */
const List = z
  .union([
    z.object({ data: z.array(z.unknown()) }).transform(({ data }) => data),
    z.object({ models: z.array(z.unknown()) }).transform(({ models }) => models),
    z.array(z.unknown()),
  ])
  .transform((entries) => entries.flatMap((entry) => Entry.safeParse(entry).data ?? []))

/** The models of a list that talk, by name; undefined where it is no list of models. */
export function modelsIn(text: string): Model[] | undefined {
  const list = List.safeParse(json(text))
  if (!list.success) return undefined
  const models = new Map<string, Model>()
  for (const entry of list.data) {
    const model = modelOf(entry)
    if (model && models.size < modelsMax) models.set(model.id, model)
  }
  return [...models.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

function modelOf(entry: Entry): Model | undefined {
  // Google's ids are paths, and its methods say what a model is for.
  const id = (entry.id ?? entry.name ?? '').replace(/^models\//u, '')
  if (id === '' || id.length > 200 || /[\p{C}\s]/u.test(id) || notTalking.test(id)) return undefined
  const methods = entry.supportedGenerationMethods
  if (methods && !methods.includes('generateContent')) return undefined
  const name = entry.display_name ?? entry.displayName ?? (entry.id === undefined ? undefined : entry.name)
  const contextTokens =
    entry.context_length ??
    entry.context_window ??
    entry.max_model_len ??
    entry.max_input_tokens ??
    entry.inputTokenLimit
  return {
    id,
    ...(name && name !== id && { name: name.replaceAll(/\p{C}/gu, '').slice(0, 200) }),
    ...(contextTokens !== undefined && { contextTokens }),
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
