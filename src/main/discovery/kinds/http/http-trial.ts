import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import type { SourceIssue, SourceStep, SourceTest } from '../../../../shared/contract/discovery'
import { SourceTrial } from '../../source-trial'
import { HttpList, type HttpListParts } from './http-list'
import { refusalOf } from './page-issue'
import { within } from './within'

const stepMs = 5_000

type Code = SourceStep['code']
type Address = { readonly address: string; readonly family: number }

/** What went wrong only once there was an answer, by the step it belongs to; everything else is `status`. */
const stepOf: Partial<Record<SourceIssue['code'], Code>> = {
  'content-type': 'content-type',
  'answer-empty': 'parses',
  'answer-not-utf8': 'parses',
  'answer-too-large': 'parses',
  syntax: 'parses',
  comments: 'parses',
  'too-deep': 'parses',
  'duplicate-key': 'parses',
  'forbidden-key': 'parses',
  'no-list-here': 'parses',
  'no-servers': 'parses',
  'too-many-entries': 'parses',
  'list-endless': 'parses',
}

/** Tries an address step by step: its name, its port, its certificate, then the list as a reader would read it. */
export class HttpTrial {
  readonly #parts: HttpListParts
  readonly #url: URL
  readonly #trial: SourceTrial

  constructor(parts: HttpListParts) {
    this.#parts = parts
    this.#url = new URL(parts.address)
    this.#trial = new SourceTrial(parts.clock)
  }

  async run(): Promise<SourceTest> {
    const list = new HttpList(this.#parts)
    try {
      const [address] = await this.#step('dns', () => this.#named(list))
      if (address) await this.#reached(address)
    } catch (thrown) {
      return this.#trial.outcome([refusalOf(thrown, this.#url).issue])
    }
    return this.#read(list)
  }

  /** Its port, and over https its certificate. */
  async #reached(address: Address): Promise<void> {
    const socket = await this.#step('tcp', (signal) => this.#joined(address, signal))
    try {
      if (this.#url.protocol === 'https:') await this.#step('tls', (signal) => this.#secured(socket, signal))
    } finally {
      socket.destroy()
    }
  }

  async #named(list: HttpList) {
    const found = await list.reach.addressesOf(this.#url)
    return [found, { address: found.map(({ address }) => address).join(', ') }] as const
  }

  async #joined({ address, family }: Address, signal: AbortSignal) {
    const port = Number(this.#url.port) || (this.#url.protocol === 'https:' ? 443 : 80)
    const socket = connect({ host: address, family, port })
    try {
      await once(socket, 'connect', { signal })
    } catch (error) {
      socket.on('error', () => {}).destroy()
      throw signal.aborted ? signal.reason : error
    }
    return [socket, { address: family === 6 ? `[${address}]:${port}` : `${address}:${port}` }] as const
  }

  async #secured(socket: Socket, signal: AbortSignal) {
    const { hostname } = this.#url
    const secure = connectSecurely({
      socket,
      servername: /[:\d]$/u.test(hostname) ? '' : hostname,
      host: hostname,
    })
    try {
      await once(secure, 'secureConnect', { signal })
      return [secure, { protocol: secure.getProtocol() ?? '' }] as const
    } catch (error) {
      throw signal.aborted ? signal.reason : error
    } finally {
      secure.on('error', () => {}).destroy()
    }
  }

  async #read(list: HttpList): Promise<SourceTest> {
    const look = await list.look(new AbortController().signal, { whole: true })
    if (look.outcome === 'same') throw new Error('what was never read cannot be the same')
    const details: Partial<Record<Code, SourceStep['detail']>> =
      look.outcome === 'named'
        ? { status: { status: look.answer.status }, 'content-type': { type: look.answer.type || '–' } }
        : {}
    const failed = look.outcome === 'failed' ? (stepOf[look.issue.code] ?? 'status') : undefined
    for (const code of ['status', 'content-type', 'parses'] as const) {
      if (look.outcome === 'failed' && code === failed) {
        this.#trial.step(code, false, { ...look.issue.detail, reason: look.issue.message })
        return this.#trial.outcome([look.issue])
      }
      this.#trial.step(code, true, details[code])
    }
    return look.outcome === 'named' ? this.#trial.named(look.entries, look.issues) : this.#trial.outcome()
  }

  /** A step, with what is to be said of it. Throws what it failed of. */
  async #step<T>(
    code: Code,
    work: (signal: AbortSignal) => Promise<readonly [T, SourceStep['detail']]>,
  ): Promise<T> {
    const { signal } = new AbortController()
    try {
      const [result, detail] = await within({ clock: this.#parts.clock, limitMs: stepMs, signal }, work)
      this.#trial.step(code, true, detail)
      return result
    } catch (thrown) {
      const { issue } = refusalOf(thrown, this.#url)
      this.#trial.step(code, false, { ...issue.detail, reason: issue.message })
      throw thrown
    }
  }
}
