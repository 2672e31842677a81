import type { Agent, Dispatcher, EnvHttpProxyAgent } from 'undici'
import { isPrivateName } from './private-host'

/** How long a model server may take. */
export interface Patience {
  readonly connectMs: number
  /** Until it begins to answer: a model may have to be loaded first. */
  readonly answerMs: number
  /** Between two pieces of an answer. */
  readonly idleMs: number
}

export const usualPatience: Patience = { connectMs: 15_000, answerMs: 120_000, idleMs: 120_000 }

/** The sockets to model servers: through the proxy the environment names, but for this machine and private networks. */
export class Agents {
  readonly patience: Patience
  #direct: Agent | undefined
  #proxied: EnvHttpProxyAgent | undefined

  constructor(patience: Patience) {
    this.patience = patience
  }

  /** Throws where the proxy's address is none. The library is loaded when a model is first asked. */
  async for(url: string): Promise<Dispatcher> {
    const undici = await import('undici')
    const { connectMs, answerMs, idleMs } = this.patience
    const options = { connect: { timeout: connectMs }, headersTimeout: answerMs, bodyTimeout: idleMs }
    if (isPrivateName(new URL(url).hostname)) {
      this.#direct ??= new undici.Agent(options)
      return this.#direct
    }
    this.#proxied ??= new undici.EnvHttpProxyAgent(options)
    return this.#proxied
  }

  /** Cuts off what is still under way. */
  async end(): Promise<void> {
    await Promise.all([this.#direct?.destroy(), this.#proxied?.destroy()])
  }
}
