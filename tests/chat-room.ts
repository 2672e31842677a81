import { createRouterClient } from '@orpc/server'
import { expect, vi } from 'vitest'
import { type Rollcall, startRollcall } from '../src/main/rollcall'
import type { Conversation } from '../src/shared/contract/chat'
import type { Decision } from '../src/shared/contract/consents'
import type { Client } from '../src/shared/contract/index'
import type { LlmConfig } from '../src/shared/contract/models'
import type { Call, Turn } from '../src/shared/contract/turns'
import { within } from './connections-room'
import { type TestHost, testHost } from './host'
import type { Asked, Script, ScriptedModel } from './servers/scripted-model'

/** A whole core with a conversation in it. */
export class ChatRoom implements AsyncDisposable {
  readonly host: TestHost
  #rollcall: Rollcall | undefined
  #client: Client | undefined

  constructor(host = testHost()) {
    this.host = host
  }

  async start(): Promise<this> {
    this.#rollcall = await startRollcall(this.host)
    this.#client = createRouterClient(this.#rollcall.router, { context: {} }) as unknown as Client
    return this
  }

  get client(): Client {
    if (!this.#client) throw new Error('not started')
    return this.#client
  }

  async end(): Promise<void> {
    await this.#rollcall?.end()
  }

  /** Ends, and starts on what is kept. */
  async restart(): Promise<void> {
    await this.end()
    await this.start()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end()
    await this.host[Symbol.asyncDispose]()
  }

  /** Registers a server and waits until it is connected. */
  async add(name: string, url: string, more: object = {}): Promise<void> {
    await this.client.registry.register({ name, url, ...more })
    await vi.waitFor(async () => {
      const rows = await this.client.registry.list({ match: 'any' })
      const row = rows.find((one) => one.name === name)
      expect(row?.connection.state).toBe('connected')
    }, within)
  }

  /** A model that answers as its script says, as the default. */
  async choose(model: ScriptedModel, kind = 'compatible'): Promise<LlmConfig> {
    const provider = `scripted-${kind}`
    const body = { kind, name: 'Scripted', baseUrl: model.url, key: 'sk-scripted' }
    await this.client.models.set({ params: { provider }, body })
    const llm_config = { provider, model: 'scripted' }
    await this.client.models.choose({ llm_config })
    return llm_config
  }

  /** Answers all calls of a turn that ask, once some do. */
  async decide(conversation: string, turn: string, decision: Decision): Promise<Turn> {
    const asking = await this.until(conversation, turn, (now) => callsOf(now).some(({ ask }) => ask !== null))
    const decisions = callsOf(asking).flatMap(({ id, ask }) =>
      ask ? [{ call: id, fingerprint: ask.fingerprint, decision }] : [],
    )
    await this.client.chat.decide({ conversation, decisions })
    return asking
  }

  /** Begins a conversation. */
  async begin(llm_config: LlmConfig | null | 'default' = 'default'): Promise<string> {
    return (await this.client.chat.begin({ llm_config })).id
  }

  /** Asks and waits until the turn is over. */
  async ask(conversation: string, text: string): Promise<Turn> {
    const { id } = await this.client.chat.ask({ conversation, text })
    return this.over(conversation, id)
  }

  /** A turn once it neither runs nor waits. */
  async over(conversation: string, id: string): Promise<Turn> {
    return this.until(conversation, id, (turn) => !['running', 'waiting'].includes(turn.state))
  }

  async until(conversation: string, id: string, is: (turn: Turn) => boolean): Promise<Turn> {
    return vi.waitFor(async () => {
      const turn = turnIn(await this.client.chat.conversation({ conversation }), id)
      if (!is(turn)) throw new Error(`the turn is ${JSON.stringify(turn, null, 1).slice(0, 3_000)}`)
      return turn
    }, within)
  }
}

function turnIn({ turns }: Conversation, id: string): Turn {
  const turn = turns.find((one) => one.id === id)
  if (!turn) throw new Error(`no turn ${id}`)
  return turn
}

export function callsOf({ parts }: Turn): Call[] {
  return parts.filter((part) => part.kind === 'call')
}

export function textOf({ parts }: Turn): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')
}

/** The full name of the tool that was offered and has this word in its name. */
export function toolIn({ tools }: Asked, word: string): string {
  return tools.find(({ name }) => name.includes(word))?.name ?? word
}

/** Calls tools, all at once, then says what came of them. */
export function calling(...wanted: readonly (readonly [word: string, args: unknown])[]): Script {
  return (asked) =>
    asked.results.length > 0
      ? { text: asked.results.map(({ text }) => text).join('\n'), usage: { input: 30, output: 10 } }
      : {
          text: 'Let me see. ',
          calls: wanted.map(([word, args]) => ({ name: toolIn(asked, word), arguments: args })),
          usage: { input: 20, output: 5, cached: 4 },
        }
}
