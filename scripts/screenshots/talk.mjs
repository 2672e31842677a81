/** What was said in the pictures: a model of its own on loopback, and conversations with the demo's servers. */
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { root } from '../setup.mjs'

/**
 * @import { Headless } from '../headless.mjs'
 * @import { Asked, Reply } from '../../tests/servers/scripted-model.ts'
 * @typedef {import('../../src/shared/contract/chat.ts').Conversation} Conversation
 */

/** The questions, which are also the titles of their conversations. */
export const questions = /** @type {const} */ ({
  answered: '今天天气怎么样？明天要不要带伞',
  byHand: '上海明天天气怎么样？',
})

export class Talk {
  /** @type {AsyncDisposableStack} */
  #stack = new AsyncDisposableStack()

  /** @param {Headless} rollcall With the demo's servers. */
  constructor(rollcall) {
    this.rollcall = rollcall
  }

  /** Resolves once everything was said: in one conversation a call waits for its approval. */
  async start() {
    const file = join(root, 'tests', 'servers', 'scripted-openai.ts')
    const { module } = await runnerImport(file, { root, logLevel: 'error' })
    const { scriptedOpenai } = /** @type {typeof import('../../tests/servers/scripted-openai.ts')} */ (module)
    const model = this.#stack.use(await scriptedOpenai(answer).start())
    const provider = { kind: 'compatible', name: 'OpenAI', baseUrl: model.url, key: 'sk-demo' }
    await this.rollcall.ask('PUT', '/model-providers/openai', provider)
    await this.rollcall.ask('PUT', '/llm-config', { llm_config: { provider: 'openai', model: 'gpt-4o' } })
    const byHand = await this.rollcall.ask('POST', '/conversations', { llm_config: null })
    await this.#ask(byHand.id, questions.byHand)
    await this.#until(byHand.id, ({ state }) => state === 'idle')
    const { id } = await this.rollcall.ask('POST', '/conversations', {})
    await this.#ask(id, questions.answered)
    await this.#allow(id)
    await this.#until(id, ({ state }) => state === 'idle')
    await this.#ask(id, 'Save that to my travel notes')
    await this.#until(id, ({ state }) => state === 'waiting')
  }

  async end() {
    await this.#stack.disposeAsync()
  }

  /** @param {string} id @param {string} text */
  async #ask(id, text) {
    await this.rollcall.ask('POST', `/conversations/${id}/turns`, { text })
  }

  /** @param {string} id */
  async #allow(id) {
    const { turns } = await this.#until(id, ({ state }) => state === 'waiting')
    const calls = turns.at(-1)?.parts.filter((part) => part.kind === 'call') ?? []
    const decisions = calls.map(({ id: call, ask }) => ({
      call,
      fingerprint: ask?.fingerprint,
      decision: 'always',
    }))
    await this.rollcall.ask('POST', `/conversations/${id}/decisions`, { decisions })
  }

  /** @param {string} id @param {(conversation: Conversation) => boolean} wanted @returns {Promise<Conversation>} */
  async #until(id, wanted) {
    for (;;) {
      const conversation = await this.rollcall.ask('GET', `/conversations/${id}`)
      if (wanted(conversation)) return conversation
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** @param {Asked} asked @returns {Reply} */
function answer({ question, results, tools }) {
  const named = (/** @type {string} */ word) => tools.find(({ name }) => name.includes(word))?.name ?? word
  if (question.includes('notes'))
    return {
      calls: [{ name: named('insert_note'), arguments: { text: '上海：今天 18–24 °C，明天有雨，带伞。' } }],
    }
  if (results.length > 0)
    return {
      text: '今天上海多云，18–24 °C。明天降雨概率 80%，**建议带伞**。',
      usage: { input: 1_044, output: 66 },
    }
  return { calls: [{ name: named('forecast'), arguments: { city: '上海', days: 2 } }] }
}
