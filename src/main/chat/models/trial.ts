import type { Model } from '../../../shared/contract/models'
import { baseOf, type Wire } from './addresses'
import { isElsewhere, type Refusal, troubleOfAnswer } from './answer-trouble'
import { textOf, tooMuch } from './bounded'
import type { ProviderKind } from './known-providers'
import type { Line } from './line'
import { listings, modelsIn } from './listing'
import { ModelTrouble } from './model-trouble'

const listBytesMax = 8 * 1_024 * 1_024

/** Asked with nothing to say: a model server refuses it in its own words, and it costs nothing. */
const probes: Readonly<Partial<Record<Wire, { path: string; body: object }>>> = {
  openai: { path: '/chat/completions', body: { model: '', messages: [] } },
  compatible: { path: '/chat/completions', body: { model: '', messages: [] } },
  anthropic: { path: '/messages', body: { model: '', max_tokens: 1, messages: [] } },
}

interface Answer {
  readonly address: string
  readonly models: Model[]
}

/**
 * Asks a provider for its models, at each address until one answers as a model server does. One that keeps no list is
 * known by how it refuses an empty question; its models are then none. Throws ModelTrouble.
 */
export async function tryProvider(
  line: Line,
  kind: ProviderKind,
  addresses: readonly [string, ...string[]],
  signal: AbortSignal,
): Promise<Answer> {
  let trouble: unknown
  for (const ask of [listed, tagged, probed])
    for (const address of addresses)
      try {
        const models = await ask(line, kind, address, signal)
        if (models) return { address, models: kind.quirks?.listsOthers ? [] : models }
      } catch (error) {
        if (!(error instanceof ModelTrouble && error.error.code === 'not-a-model-server')) throw error
        trouble ??= error
      }
  throw trouble ?? new ModelTrouble('not-a-model-server', { ...detailOf(line, addresses[0]) })
}

/** Undefined where no list is to be had. */
async function listed(line: Line, kind: ProviderKind, address: string, signal: AbortSignal) {
  const { path, headers } = listings[kind.wire]
  const answer = await got(line, address, path, { headers, signal })
  if (!answer.ok) return refused(line, address, answer)
  const models = modelsIn(answer.text)
  const check = models && kind.quirks?.keyCheck
  if (!check) return models
  const checked = await got(line, address, check, { signal })
  if (!checked.ok) refused(line, address, checked)
  return models
}

/** An Ollama of old lists its models beside the customary place, which it has for questions only. */
async function tagged(line: Line, kind: ProviderKind, address: string, signal: AbortSignal) {
  const base = baseOf(address)
  if (!kind.quirks?.tags || !base.endsWith('/v1')) return undefined
  const answer = await got(line, base.slice(0, -'/v1'.length), '/api/tags', { signal })
  return answer.ok ? modelsIn(answer.text) : undefined
}

async function probed(line: Line, kind: ProviderKind, address: string, signal: AbortSignal) {
  const probe = probes[kind.wire]
  if (!probe) return undefined
  const headers = { ...listings[kind.wire].headers, 'content-type': 'application/json' }
  const body = JSON.stringify(probe.body)
  const answer = await got(line, address, probe.path, { method: 'POST', headers, body, signal })
  if (answer.ok || !/^\s*\{/u.test(answer.text)) return undefined
  if (answer.status === 400 || answer.status === 422) {
    const { code } = troubleOfAnswer(answer, line.place(address))
    if (code === 'http-status' || code === 'model-missing') return []
  }
  return refused(line, address, answer)
}

/** Throws what a refusal means, but where nobody is met there. */
function refused(line: Line, address: string, refusal: Refusal): undefined {
  if (isElsewhere(refusal)) return undefined
  const { code, detail } = troubleOfAnswer(refusal, line.place(address))
  throw new ModelTrouble(code, detail)
}

async function got(line: Line, address: string, path: string, init: RequestInit) {
  const response = await line.ask(address, path, init)
  try {
    const { text, isWhole } = await textOf(response, listBytesMax)
    if (!isWhole)
      throw new ModelTrouble('unusable-answer', { ...detailOf(line, address), reason: tooMuch(listBytesMax) })
    const { ok, status, headers } = response
    const type = headers.get('content-type') ?? ''
    return { ok, status, type, text, retryAfter: headers.get('retry-after') }
  } catch (error) {
    throw line.troubleOf(error, address)
  }
}

function detailOf(line: Line, address: string) {
  const { provider, model } = line.place(address)
  return { provider, model, address }
}
