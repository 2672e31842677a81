import type {
  AnyResult,
  AnyRunEvent,
  Choice,
  Equals,
  PassedOver,
  Service,
  Tried,
} from '../../shared/contract/alternatives'
import type { Tool } from '../../shared/contract/connections'
import { Fault } from '../../shared/contract/fault'
import type { Connections } from '../connections/connections'
import type { Health } from '../health/health'
import type { Clock } from '../host'
import type { Registry } from '../registry/registry'
import type { ServerRecord } from '../registry/server-record'
import { afterFailure, choose, type Standing } from './choice'
import { compareTools, variantsOf } from './comparison'
import { Pace } from './pace'
import { candidateOf, leftOutFor } from './standing'
import { ToolShapes } from './tool-shape'

/** A tool call that any equal of the server named may answer. */
export interface AnyCall {
  /** The name of a server. */
  readonly server: string
  readonly tool: string
  readonly arguments: Record<string, unknown>
  /** Names of servers that are not to be asked. */
  readonly except?: readonly string[] | undefined
  /** No other than the one named. */
  readonly onlyThis?: boolean | undefined
}

export interface AnyTerms {
  readonly signal?: AbortSignal | undefined
  /** Who calls; callers take turns where requests have to wait. */
  readonly caller?: string | undefined
  /**
   * Asked of each server but the one named, right before it would be asked: consent to a tool of one server is none to the
   * same tool of another.
   */
  readonly mayUse?: ((serverId: string) => boolean) | undefined
}

interface Member extends Standing {
  readonly id: string
  readonly name: string
  /** As its last list has it. */
  readonly tool: Tool | undefined
}

/** What was tried for one call. */
interface Attempts {
  readonly tried: Tried[]
  /** The tool may have run already: from now on only where it is marked as changing nothing more. */
  mayHaveRun: boolean
}

/** Servers of one service: how their tools compare, and calls that any of them may answer. */
export class Alternatives {
  readonly #registry: Registry
  readonly #connections: Connections
  readonly #health: Health
  readonly #random: () => number
  readonly #shapes = new ToolShapes()
  readonly #pace: Pace
  /** Calls begun here, by server: those that are not yet in its line count, too. */
  readonly #begun = new Map<string, number>()

  constructor(parts: {
    registry: Registry
    connections: Connections
    health: Health
    clock: Clock
    /** Numbers from 0 up to 1. */
    random: () => number
  }) {
    this.#registry = parts.registry
    this.#connections = parts.connections
    this.#health = parts.health
    this.#random = parts.random
    this.#pace = new Pace(parts.clock)
  }

  start(): void {
    this.#registry.on('removed', this.#removed)
  }

  end(): void {
    this.#registry.off('removed', this.#removed)
  }

  /** All services, by name. */
  async services(): Promise<Service[]> {
    const services = new Map<string, ServerRecord[]>()
    for (const record of this.#registry.all())
      if (record.service !== null)
        services.set(record.service, [...(services.get(record.service) ?? []), record])
    const found = Array.from(services, async ([service, records]) => ({
      service,
      servers: records.map(({ id, registration: { name, priority } }) => {
        const { state: connection } = this.#connections.state(id)
        return { server: name, priority, connection, verdict: this.#health.of(id).verdict }
      }),
      tools: variantsOf(await Promise.all(records.map((record) => this.#offered(record))), this.#shapes),
    }))
    return (await Promise.all(found)).sort((one, other) => (one.service < other.service ? -1 : 1))
  }

  /** The others of a server's service, and how their tools compare with its own. Throws Fault not-found. */
  async equals(server: string): Promise<Equals> {
    const record = this.#registry.byName(server)
    const [here, ...others] = await Promise.all(
      [record, ...this.#equalsOf(record)].map((each) => this.#offered(each)),
    )
    return {
      service: record.service,
      servers: others.map(({ name, tools }) => ({
        server: name,
        ...compareTools(here?.tools ?? [], tools, this.#shapes),
      })),
    }
  }

  /** `run`, as one answer. */
  async call(call: AnyCall, terms: AnyTerms = {}): Promise<AnyResult> {
    for await (const event of this.run(call, terms))
      if (event.kind === 'result') return { ...event.result, server: event.server, tried: event.tried }
    throw new Error('A run ended without a result.')
  }

  /**
   * Runs a tool of the server named or of an equal of it, as `runAny` of the contract says; reading no further ends the
   * call. Throws the faults of `callAny`.
   */
  async *run(call: AnyCall, terms: AnyTerms = {}): AsyncGenerator<AnyRunEvent, void> {
    const record = this.#registry.byName(call.server)
    const attempts: Attempts = { tried: [], mayHaveRun: false }
    let failed: Fault | undefined
    let next = await this.#next(record, call, terms, attempts)
    while (next) {
      const { choice, member } = next
      yield failed ? failover(failed, attempts, member.name) : { kind: 'chosen', ...choice }
      try {
        yield* this.#attempt(member, call, terms, attempts.tried)
        return
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown
        failed = thrown
      }
      attempts.tried.push({ server: member.name, code: failed.code })
      next = this.#mayGoOn(failed, member, attempts)
        ? await this.#next(record, call, terms, attempts)
        : undefined
    }
    throw failed ? withTried(failed, attempts.tried) : nobody(call)
  }

  async *#attempt(
    { id, name }: Member,
    call: AnyCall,
    { signal, caller }: AnyTerms,
    tried: readonly Tried[],
  ): AsyncGenerator<AnyRunEvent, void> {
    this.#begun.set(id, (this.#begun.get(id) ?? 0) + 1)
    try {
      for await (const event of this.#connections.runTool(id, call.tool, call.arguments, signal, caller)) {
        if (event.kind !== 'result') yield event
        else {
          // A tool that fails at once is not fast.
          if (!event.result.isError) this.#pace.learn(id, call.tool, event.result.durationMs)
          yield { ...event, server: name, tried: [...tried] }
        }
      }
    } finally {
      const left = (this.#begun.get(id) ?? 1) - 1
      if (left > 0) this.#begun.set(id, left)
      else this.#begun.delete(id)
    }
  }

  #mayGoOn(failed: Fault, { tool }: Member, attempts: Attempts): boolean {
    const after = afterFailure(failed)
    if (after === 'harmless') attempts.mayHaveRun = true
    return after === 'surely' || (after === 'harmless' && isRepeatable(tool))
  }

  /** Who is asked next; undefined where nobody is left. */
  async #next(
    record: ServerRecord,
    call: AnyCall,
    { mayUse = () => true }: AnyTerms,
    { tried, mayHaveRun }: Attempts,
  ): Promise<{ choice: Choice; member: Member } | undefined> {
    const { except = [], onlyThis = false } = call
    const named = await this.#member(record, call.tool)
    const equals = onlyThis ? [] : this.#equalsOf(record)
    const others = await Promise.all(equals.map((equal) => this.#member(equal, call.tool)))
    const open: Member[] = []
    const passedOver: PassedOver[] = []
    for (const member of [named, ...others]) {
      if (tried.some((one) => one.server === member.name)) continue
      if (mayHaveRun && !isRepeatable(member.tool)) continue
      const reason = except.includes(member.name)
        ? 'excluded'
        : (this.#obstacle(member) ?? (member === named ? undefined : this.#unlike(named, member, mayUse)))
      if (reason) passedOver.push({ server: member.name, reason })
      else open.push(member)
    }
    const chosen = choose(open, this.#random)
    if (chosen) return { member: chosen.one, choice: { ...told(chosen.one, chosen.why, open), passedOver } }
    const isLast = tried.length === 0 && !except.includes(named.name)
    return isLast
      ? { member: named, choice: { ...told(named, onlyThis ? 'only' : 'named', [named]), passedOver } }
      : undefined
  }

  /** What keeps a server from being asked at all, whatever it is asked. */
  #obstacle({ id }: Member): PassedOver['reason'] | undefined {
    const record = this.#registry.get(id)
    const reason = record ? leftOutFor(candidateOf(record, this.#connections, this.#health)) : 'off'
    return reason === 'out-of-scope' ? undefined : reason
  }

  #unlike(
    named: Member,
    { id, tool }: Member,
    mayUse: (serverId: string) => boolean,
  ): PassedOver['reason'] | undefined {
    if (!tool) return 'no-such-tool'
    if (!named.tool || this.#shapes.of(named.tool) !== this.#shapes.of(tool)) return 'other-schema'
    return mayUse(id) ? undefined : 'no-consent'
  }

  async #member(record: ServerRecord, tool: string): Promise<Member> {
    const { id, registration } = record
    const { tools } = await this.#offered(record)
    const { verdict, latencyMs } = this.#health.of(id)
    const { underWay, waiting } = this.#connections.loadOf(id)
    return {
      id,
      name: registration.name,
      priority: registration.priority,
      tool: tools.find(({ name }) => name === tool),
      verdict,
      latencyMs: this.#pace.of(id, tool) ?? latencyMs,
      load: Math.max(this.#begun.get(id) ?? 0, underWay + waiting),
    }
  }

  #equalsOf({ id, service }: ServerRecord): ServerRecord[] {
    if (service === null) return []
    return this.#registry.all().filter((other) => other.id !== id && other.service === service)
  }

  /** The tools as they are kept; read again only where they were let go. */
  async #offered({
    id,
    registration: { name },
  }: ServerRecord): Promise<{ name: string; tools: readonly Tool[] }> {
    const tools = this.#connections.tools(id)
    const isLetGo = tools.length === 0 && this.#connections.outline(id).tools.length > 0
    return { name, tools: isLetGo ? (await this.#connections.use(id, 'tools')).tools : tools }
  }

  readonly #removed = ({ id }: ServerRecord): void => this.#pace.forget(id)
}

/** Its server says that running it twice is no more than running it once. */
function isRepeatable(tool: Tool | undefined): boolean {
  return tool?.annotations?.readOnlyHint === true || tool?.annotations?.idempotentHint === true
}

function told(one: Member, why: Choice['why'], among: readonly Member[]): Omit<Choice, 'passedOver'> {
  return {
    server: one.name,
    why,
    among: among.map(({ name, verdict, priority, latencyMs, load }) => ({
      server: name,
      verdict,
      priority,
      latencyMs,
      load,
    })),
  }
}

function failover({ code, message }: Fault, { tried }: Attempts, to: string): AnyRunEvent {
  return { kind: 'failover', from: tried.at(-1)?.server ?? '', to, code, message }
}

function withTried({ code, message, detail }: Fault, tried: readonly Tried[]): Fault {
  return new Fault(code, message, { ...detail, tried })
}

function nobody({ server, tool }: AnyCall): Fault {
  return new Fault('not-found', `No equal of ${server} is left to run ${tool}.`, {
    kind: 'alternative',
    name: server,
  })
}
