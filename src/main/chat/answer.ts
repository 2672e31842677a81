import type { ModelMessage, ToolResultPart } from 'ai'
import type { ChatScope } from '../../shared/contract/chat'
import type { ModelError } from '../../shared/contract/models'
import type { Settings } from '../../shared/contract/settings'
import type { Turn, Usage } from '../../shared/contract/turns'
import { visible } from '../../shared/visible-text'
import type { Registry } from '../registry/registry'
import type { Calls, Outcome } from './calls'
import type { Consents } from './consents/consents'
import { historyOf } from './history'
import { instructionsFor } from './instructions'
import { type ModelStep, stepOf, type WantedByModel } from './model-step'
import { describe } from './models/model-trouble'
import type { Models, OpenModel } from './models/models'
import { type Offer, type Offered, searchName } from './offer'
import type { Offering } from './offering'
import { resultForModel } from './result-for-model'
import type { RunningTurn } from './running-turn'

/** About how many tokens of earlier turns a model is told. */
const historyTokens = 24_000
/** Calls one step may have; what is above is refused. */
const callsMax = 32

/** How an answer ended by itself. */
export interface AnswerEnd {
  readonly state: 'done' | 'full' | 'failed'
  readonly error: ModelError | null
}

interface Parts {
  readonly running: RunningTurn
  readonly open: OpenModel
  readonly scope: ChatScope
  /** Turns before it, oldest first. */
  readonly earlier: readonly Turn[]
  readonly models: Models
  readonly offering: Offering
  readonly calls: Calls
  readonly consents: Consents
  readonly registry: Registry
  readonly settings: Settings
  readonly now: Date
}

/** One answer of a model: it says something, calls tools, reads what they gave, and so on until it calls none. */
export class Answer {
  readonly #parts: Parts
  readonly #instructions: string

  constructor(parts: Parts) {
    this.#parts = parts
    this.#instructions = instructionsFor(parts.running.live.turn.question, parts.now)
  }

  /** Throws when the turn is stopped. */
  async run(): Promise<AnswerEnd> {
    const { running, open, scope, earlier, offering, settings } = this.#parts
    const { question } = running.live.turn
    const { offer, route } = await running.within(
      offering.first({ text: question, scope, wire: open.wire, earlier }),
    )
    running.live.set({ route })
    let history = historyOf(earlier, historyTokens)
    this.#hear(history.servers)
    const own: ModelMessage[] = [{ role: 'user', content: question }]
    for (let step = 0; step < settings.chatStepsMax; step += 1) {
      const said = await this.#step([...history.messages, ...own], offer)
      if (said.error?.code === 'too-long' && step === 0 && history.messages.length > 0) {
        history = historyOf([], 0)
        step -= 1
        continue
      }
      if (said.error) return { state: 'failed', error: said.error }
      own.push(...said.messages)
      if (said.calls.length === 0) return { state: 'done', error: said.isShort ? this.#trouble('cut') : null }
      own.push({ role: 'tool', content: await this.#outcomes(said.calls, offer) })
    }
    return { state: 'full', error: null }
  }

  /** From here on words of these servers are in the turn; those that are not trusted, or not known any more, are strangers'. */
  #hear(servers: Iterable<string>): void {
    const { running, consents, registry } = this.#parts
    const known = registry.all().filter(({ id }) => !consents.isStranger(id))
    for (const name of servers)
      if (!known.some(({ registration }) => registration.name === name)) running.strangers.add(name)
  }

  async #step(messages: readonly ModelMessage[], offer: Offer): Promise<ModelStep> {
    const { running, open, models } = this.#parts
    const { live, signal } = running
    const step = await stepOf({
      open,
      instructions: this.#instructions,
      messages,
      tools: offer.forModel(),
      signal,
      onText: (text) => live.say('text', text),
      onReasoning: (text) => live.say('reasoning', text),
      errorOf: (thrown) => models.errorOf(thrown, open.config),
      trouble: (code, reason) => this.#trouble(code, reason),
    })
    signal.throwIfAborted()
    if (step.usage) live.set({ usage: sum(live.turn.usage, step.usage) })
    const hasSaid = step.calls.length > 0 || live.turn.parts.some(({ kind }) => kind !== 'reasoning')
    const isEmpty = !step.error && !hasSaid
    return isEmpty ? { ...step, error: this.#trouble('unusable-answer', 'it said nothing') } : step
  }

  #trouble(code: ModelError['code'], reason = ''): ModelError {
    const { models, open } = this.#parts
    const { provider: id, model } = open.config
    const provider = models.list().providers.find((one) => one.id === id)?.name ?? id
    return describe(code, { provider, model, reason })
  }

  /** Of calls that do not wait for each other, in their order. */
  async #outcomes(calls: readonly WantedByModel[], offer: Offer): Promise<ToolResultPart[]> {
    const under = calls.map(async (call, place): Promise<ToolResultPart> => {
      const { toolCallId, toolName } = call
      const output =
        place < callsMax
          ? await this.#output(call, offer)
          : refused(`Not called: no more than ${callsMax} tools may be called at once.`)
      return { type: 'tool-result', toolCallId, toolName, output }
    })
    const outcomes = await Promise.allSettled(under)
    this.#parts.running.signal.throwIfAborted()
    return outcomes.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason
      return outcome.value
    })
  }

  async #output({ toolName, input }: WantedByModel, offer: Offer): Promise<ToolResultPart['output']> {
    const { running, offering, scope, open } = this.#parts
    if (typeof input !== 'object' || input === null || Array.isArray(input))
      return refused('Not called: the arguments are not a JSON object.')
    const args = input as Record<string, unknown>
    if (toolName === searchName) return this.#search(args, offer)
    const offered =
      offer.get(toolName) ?? (await running.within(offering.named(toolName, { scope, wire: open.wire })))
    if (!offered) return refused(`There is no tool ${toolName}.`)
    const { serverId, server, tool, fingerprint } = offered
    const wanted = { serverId, server, tool, fingerprint, arguments: args }
    const id = this.#parts.calls.add(running, wanted)
    const outcome = await this.#parts.calls.run(running, id, wanted)
    return this.#told(id, offered, outcome)
  }

  async #search(args: Record<string, unknown>, offer: Offer): Promise<ToolResultPart['output']> {
    const { running, offering, scope, open } = this.#parts
    const query = typeof args.query === 'string' ? args.query.trim() : ''
    if (query === '') return refused('Not searched: `query` is missing.')
    const found = await running.within(offering.search(query, { scope, wire: open.wire }))
    offer.add(found)
    running.live.add({
      kind: 'search',
      query,
      found: found.map(({ server, tool }) => ({ server, tool: tool.name })),
    })
    const lines = found.map(({ name, description }) => `${name}: ${description}`)
    return { type: 'text', value: lines.length > 0 ? lines.join('\n') : 'No other tool was found.' }
  }

  /** What the model reads of it. */
  #told(id: string, { tool }: Offered, outcome: Outcome): ToolResultPart['output'] {
    const { running, settings, open } = this.#parts
    if (outcome.kind === 'denied')
      return {
        type: 'execution-denied',
        reason: `${outcome.why === 'person' ? 'The person denied this call.' : 'This server may not be used by a model.'} Accept that; do not try the same by another way.`,
      }
    // An equal of the one that was offered may have answered, a refusal too.
    const { server, result } = running.live.call(id)
    this.#hear([server])
    if (outcome.kind === 'failed')
      return refused(`${server}.${tool.name} failed: ${visible(outcome.fault.message)}`)
    const source = { server, tool: tool.name, call: id }
    const terms = { chars: settings.chatResultChars, wire: open.wire }
    const { output, isCut } = resultForModel(outcome.result, source, terms)
    if (isCut && result) running.live.setCall(id, { result: { ...result, isCutForModel: true } })
    return output
  }
}

function refused(value: string): ToolResultPart['output'] {
  return { type: 'error-text', value }
}

function sum(one: Usage | null, other: Usage): Usage {
  return {
    input: (one?.input ?? 0) + other.input,
    output: (one?.output ?? 0) + other.output,
    cached: (one?.cached ?? 0) + other.cached,
  }
}
