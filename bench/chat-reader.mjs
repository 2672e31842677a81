import { Moments } from './moments.mjs'

/** @import { Headless } from '../scripts/headless.mjs' */
/** @import { ConversationEvent } from '../src/shared/contract/chat.ts' */
/** @import { Turn } from '../src/shared/contract/turns.ts' */

/** Asks over the HTTP API and follows what comes of it, as a script would. */
export class ChatReader {
  /** @param {Headless} rollcall */
  constructor(rollcall) {
    this.rollcall = rollcall
  }

  /** In a conversation of its own; a call that asks is allowed for good. @param {string} text */
  async ask(text) {
    const { rollcall } = this
    const { id } = await rollcall.ask('POST', '/conversations', {})
    const abort = new AbortController()
    const reply = await fetch(`${rollcall.url}/api/conversations/${id}/follow`, {
      headers: { authorization: `Bearer ${rollcall.token}` },
      signal: abort.signal,
    })
    const answer = new GrowingAnswer()
    let asked = false
    try {
      for await (const event of eventsOf(reply)) {
        const turn = answer.take(event)
        if (!asked) await rollcall.ask('POST', `/conversations/${id}/turns`, { text })
        asked = true
        if (turn) await this.#allow(id, turn)
        if (turn && !['running', 'waiting'].includes(turn.state)) return answer.moments
      }
      throw new Error('The stream ended before the answer.')
    } finally {
      abort.abort()
    }
  }

  /** @param {string} id @param {Turn} turn */
  async #allow(id, turn) {
    const decisions = turn.parts.flatMap((part) =>
      part.kind === 'call' && part.ask
        ? [{ call: part.id, fingerprint: part.ask.fingerprint, decision: 'always' }]
        : [],
    )
    if (decisions.length > 0) await this.rollcall.ask('POST', `/conversations/${id}/decisions`, { decisions })
  }
}

/** The text of an answer, however it is told: piece by piece, or the whole turn again. */
class GrowingAnswer {
  moments = new Moments()
  #length = 0

  /** @param {ConversationEvent} event @returns {Turn | undefined} the turn, where it is told as a whole */
  take(event) {
    if (event.kind === 'text') this.#hear(event.text)
    if (event.kind !== 'turn') return undefined
    const text = event.turn.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')
    this.#hear(text.slice(this.#length))
    return event.turn
  }

  /** @param {string} text */
  #hear(text) {
    this.#length += text.length
    this.moments.take(text)
  }
}

/** @param {Response} reply @returns {AsyncGenerator<ConversationEvent>} */
async function* eventsOf(reply) {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of reply.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) {
      const data = /^data: (.+)$/m.exec(part)?.[1]
      if (data) yield JSON.parse(data)
    }
  }
}
