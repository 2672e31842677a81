import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import type { SourceIssue, SourceStep, SourceTest } from '../../../../shared/contract/discovery'
import type { Clock } from '../../../host'
import { HttpList, type HttpListParts } from './http-list'
import { refusalOf } from './page-issue'
import { within } from './within'

const stepMs = 5_000
const namesMax = 20
const issuesMax = 50

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
  readonly #clock: Clock
  readonly #url: URL
  readonly #steps: SourceStep[] = []
  #since: number

  constructor(parts: HttpListParts) {
    this.#parts = parts
    this.#clock = parts.clock
    this.#url = new URL(parts.address)
    this.#since = parts.clock.now()
  }

  async run(): Promise<SourceTest> {
    const list = new HttpList(this.#parts)
    const [address] = (await this.#try('dns', () => this.#named(list))) ?? []
    if (!address) return this.#outcome()
    const socket = await this.#try('tcp', (signal) => this.#joined(address, signal))
    if (!socket) return this.#outcome()
    try {
      if (this.#url.protocol !== 'https:') this.#step('tls', 'skipped')
      else if ((await this.#try('tls', (signal) => this.#secured(socket, signal))) === undefined)
        return this.#outcome()
    } finally {
      socket.destroy()
    }
    return this.#read(list)
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
    const failed = look.outcome === 'failed' ? (stepOf[look.issue.code] ?? 'status') : undefined
    for (const code of ['status', 'content-type', 'parses'] as const) {
      if (code === failed && look.outcome === 'failed') {
        this.#step(code, 'failed', { ...look.issue.detail, reason: look.issue.message })
        return this.#outcome([look.issue])
      }
      this.#step(code, 'passed')
    }
    if (look.outcome === 'failed') return this.#outcome([look.issue])
    const names = look.entries.flatMap(({ document }) => document?.name ?? [])
    this.#step('names-servers', names.length > 0 ? 'passed' : 'failed', { servers: names.length })
    const issues = [...look.issues, ...look.entries.flatMap((entry) => entry.issues)]
    return { ...this.#outcome(issues), servers: { count: names.length, names: names.slice(0, namesMax) } }
  }

  /** A step that comes to something, with what is to be said of it; undefined where it fails. */
  async #try<T>(
    code: Code,
    work: (signal: AbortSignal) => Promise<readonly [T, SourceStep['detail']]>,
  ): Promise<T | undefined> {
    try {
      const never = new AbortController().signal
      const limited = { clock: this.#clock, limitMs: stepMs, signal: never }
      const [result, detail] = await within(limited, work)
      this.#step(code, 'passed', detail)
      return result
    } catch (thrown) {
      const { issue } = refusalOf(thrown, this.#url)
      this.#step(code, 'failed', { ...issue.detail, reason: issue.message })
      this.#issues = [issue]
      return undefined
    }
  }

  #issues: readonly SourceIssue[] = []

  #step(code: Code, outcome: SourceStep['outcome'], detail: SourceStep['detail'] = {}): void {
    const now = this.#clock.now()
    this.#steps.push({ code, outcome, tookMs: Math.max(0, now - this.#since), detail })
    this.#since = now
  }

  #outcome(issues: readonly SourceIssue[] = this.#issues): SourceTest {
    return { steps: [...this.#steps], servers: { count: 0, names: [] }, issues: issues.slice(0, issuesMax) }
  }
}
