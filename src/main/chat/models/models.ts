import { EventEmitter } from 'node:events'
import type { LanguageModel } from 'ai'
import { Fault } from '../../../shared/contract/fault'
import type {
  LlmConfig,
  ModelError,
  ModelProvider,
  ModelsState,
  ModelTest,
  ProviderDraft,
} from '../../../shared/contract/models'
import type { Database } from '../../database/database'
import type { Clock, Log } from '../../host'
import type { Vault } from '../../registry/vault'
import { Wake } from '../../wake'
import { addressesOf, baseOf, type Wire } from './addresses'
import { Agents, type Patience, usualPatience } from './agents'
import { type Given, givenIn, kindOf, originOf } from './given-provider'
import { keysIn } from './keys'
import { Line } from './line'
import { ModelTrouble } from './model-trouble'
import { ProviderKeys } from './provider-keys'
import { type ProviderRow, ProviderTable } from './provider-table'
import { tryProvider } from './trial'

/** Of everything a test asks. */
const testMs = 60_000

/** A model that can be asked, and what it was opened by. */
export interface OpenModel {
  /** Asks with the temperature and the limit of `config` wherever the caller says nothing else. */
  readonly model: Exclude<LanguageModel, string>
  readonly wire: Wire
  readonly config: LlmConfig
}

/** The models there are to choose from, and the one chosen by default. Keys go out in the header of a request only. */
export class Models extends EventEmitter<{ changed: [] }> {
  readonly #table: ProviderTable
  readonly #keys: ProviderKeys
  readonly #clock: Clock
  readonly #agents: Agents
  readonly #ending = new AbortController()

  constructor(parts: { database: Database; vault: Vault; clock: Clock; log: Log; patience?: Patience }) {
    super()
    this.#table = new ProviderTable(parts.database)
    this.#keys = new ProviderKeys(parts)
    this.#clock = parts.clock
    this.#agents = new Agents(parts.patience ?? usualPatience)
    this.setMaxListeners(0)
  }

  /** Comes after the vault's. Keys whose provider is gone go as well. */
  async start(): Promise<void> {
    await this.#keys.start(this.#table.all().map(({ id }) => id))
  }

  /** Cuts off what is asked of models. */
  async end(): Promise<void> {
    this.#ending.abort()
    await this.#agents.end()
  }

  /** The default; null: none. */
  config(): LlmConfig | null {
    return this.#table.config()
  }

  /** Throws ModelTrouble. Nothing is asked yet; the SDK is loaded when it is first needed. */
  async open(config: LlmConfig): Promise<OpenModel> {
    const row = this.#table.get(config.provider)
    if (!row) throw new ModelTrouble('provider-missing', { provider: config.provider })
    const kind = kindOf(row)
    const candidates = addressesOf(row.baseUrl, kind.wire)
    const addresses = row.address === null ? candidates : ([row.address] as const)
    const line = this.#line(row, config.model, this.#keys.of(row.id), this.#keys.turnOf(row.id))
    const fetch = line.fetch(addresses, (address) => {
      if (row.address === null) this.#keepAddress(row, address)
    })
    const { languageModel } = await import('./language-model')
    return {
      model: languageModel({ kind, config, baseURL: baseOf(addresses[0]), fetch }),
      wire: kind.wire,
      config,
    }
  }

  /** What was thrown by a model that was opened here, or came as an error in its stream, as one of our codes. */
  errorOf(thrown: unknown, config: LlmConfig): ModelError {
    const row = this.#table.get(config.provider)
    const given = row ?? { kind: '', name: config.provider, baseUrl: '' }
    const line = this.#line(given, config.model, row ? this.#keys.of(row.id) : [], 0)
    return line.troubleOf(thrown, row?.address ?? given.baseUrl).error
  }

  list(): ModelsState {
    return { providers: this.#table.all().map((row) => this.#viewOf(row)), llm_config: this.config() }
  }

  /** All as it is now and after each change, until the signal ends. */
  async *watch(signal: AbortSignal): AsyncGenerator<ModelsState> {
    const wake = new Wake(signal)
    const onChanged = () => wake.wake()
    this.on('changed', onChanged)
    try {
      while (!signal.aborted) {
        yield this.list()
        await wake.sleep()
      }
    } finally {
      this.off('changed', onChanged)
    }
  }

  /** Adds a provider, or changes what is given of it. Throws Fault invalid, disk-full. */
  async set(id: string, draft: ProviderDraft): Promise<ModelProvider> {
    const before = this.#table.get(id)
    const given = givenIn(draft, before)
    const isSame = before?.kind === given.kind && before.baseUrl === given.baseUrl
    const learnt = isSame ? before : { address: null, models: [], modelsAt: null }
    const { address, models, modelsAt } = learnt
    // A key that was entered before the address changed was meant for that address.
    const isElsewhere = before !== undefined && !isSame && originOf(before) !== originOf(given)
    const key = draft.key === undefined && isElsewhere ? null : draft.key
    if (key !== undefined) await this.#keys.hold(id, key)
    this.#table.set({ id, ...given, address, models, modelsAt, error: null })
    this.emit('changed')
    return this.#viewOf(this.#row(id))
  }

  /** Its key goes with it, and the default where it was to be had from there. Throws Fault not-found, disk-full. */
  async remove(id: string): Promise<void> {
    this.#row(id)
    await this.#keys.hold(id, null)
    this.#table.remove(id)
    this.emit('changed')
  }

  /** Asks a provider for its models and keeps what it answers. Throws Fault not-found, disk-full. */
  async test(id: string, signal?: AbortSignal): Promise<ModelTest> {
    const row = this.#row(id)
    const test = await this.#test(row, this.#keys.of(id), this.#keys.turnOf(id), signal)
    const now = this.#table.get(id)
    // Changed meanwhile: what was learnt is not of this one.
    if (now?.baseUrl !== row.baseUrl || now.kind !== row.kind || signal?.aborted) return test
    this.#table.set(
      test.ok
        ? { ...now, address: test.address, models: test.models, modelsAt: this.#clock.now(), error: null }
        : { ...now, error: test.error },
    )
    this.emit('changed')
    return test
  }

  /** The same for one that is not kept. Throws Fault invalid. */
  async try(draft: ProviderDraft, signal?: AbortSignal): Promise<ModelTest> {
    const given = givenIn(draft, undefined)
    return this.#test(given, keysIn(draft.key ?? ''), 0, signal)
  }

  /** Chooses the default; null: none. Throws Fault not-found, disk-full. */
  choose(config: LlmConfig | null): ModelsState {
    if (config) this.#row(config.provider)
    this.#table.choose(config)
    this.emit('changed')
    return this.list()
  }

  async #test(given: Given, keys: string[], turn: number, signal?: AbortSignal): Promise<ModelTest> {
    const kind = kindOf(given)
    const addresses = addressesOf(given.baseUrl, kind.wire)
    const line = this.#line(given, '', keys, turn)
    const began = this.#clock.now()
    const limit = AbortSignal.any([AbortSignal.timeout(testMs), ...(signal ? [signal] : [])])
    try {
      const { address, models } = await tryProvider(line, kind, addresses, limit)
      return { ok: true, address, models, durationMs: this.#clock.now() - began, error: null }
    } catch (thrown) {
      const error = limit.aborted
        ? new ModelTrouble('timeout', {
            provider: given.name,
            address: addresses[0],
            seconds: testMs / 1_000,
          }).error
        : line.troubleOf(thrown, addresses[0]).error
      return { ok: false, address: null, models: [], durationMs: this.#clock.now() - began, error }
    }
  }

  #line(given: Given, model: string, keys: readonly string[], turn: number): Line {
    const kind = kindOf(given)
    const keyHeader = kind.quirks?.keyHeader ?? keyHeaders[kind.wire]
    const outside = { agents: this.#agents, ended: this.#ending.signal }
    return new Line({ provider: given.name, model, keys, keyHeader }, outside, turn)
  }

  #keepAddress({ id, baseUrl }: ProviderRow, address: string): void {
    const now = this.#table.get(id)
    if (now?.baseUrl !== baseUrl || now.address !== null) return
    this.#table.set({ ...now, address })
    this.emit('changed')
  }

  #row(id: string): ProviderRow {
    const row = this.#table.get(id)
    if (row) return row
    throw new Fault('not-found', `There is no provider “${id}”.`, { kind: 'provider', name: id })
  }

  #viewOf(row: ProviderRow): ModelProvider {
    const { modelsAt, models, ...rest } = row
    return {
      ...rest,
      wire: kindOf(row).wire,
      hasKey: this.#keys.of(row.id).length > 0,
      models: [...models],
      modelsAt: modelsAt === null ? null : new Date(modelsAt).toISOString(),
    }
  }
}

const keyHeaders: Readonly<Record<Wire, string>> = {
  openai: 'authorization',
  compatible: 'authorization',
  anthropic: 'x-api-key',
  google: 'x-goog-api-key',
}
