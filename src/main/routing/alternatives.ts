import type {
  AnyResult,
  AnyRunEvent,
  Choice,
  Equals,
  PassedOver,
  Service,
  Tried,
} from '../../shared/contract/alternatives'
import { Fault } from '../../shared/contract/fault'
import type { Tool } from '../../shared/contract/tools'
import type { Connections, OnElicit } from '../connections/connections'
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
   * Asked of each server but the one named when it could be chosen, and again right before it is asked: consent to a tool
   * of one server is none to the same tool of another.
   */
  readonly mayUse?: ((serverId: string) => boolean) | undefined
  /** Who answers what the server of this name wants to know of a person meanwhile. */
  readonly onElicit?: ((server: string) => OnElicit) | undefined
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
  /** Names of those whose consent was gone when they were to be asked. */
  readonly withdrawn: Set<string>
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
  /** Calls a server was chosen for, by its id: those that are not yet in its line count, too. */
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
    const { mayUse = () => true } = terms
    const attempts: Attempts = { tried: [], withdrawn: new Set(), mayHaveRun: false }
    let failed: Fault | undefined
    let mayGoOn = true
    while (mayGoOn) {
      const next = await this.#next(record, call, mayUse, attempts)
      if (!next) break
      const { choice, member } = next
      try {
        yield failed ? failover(failed, attempts, member.name) : { kind: 'chosen', ...choice }
        // Whoever reads this may have taken their time.
        if (member.id !== record.id && !mayUse(member.id)) {
          attempts.withdrawn.add(member.name)
          continue
        }
        yield* this.#attempt(member, call, terms, attempts.tried)
        return
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown
        failed = thrown
        attempts.tried.push({ server: member.name, code: thrown.code })
        mayGoOn = this.#mayGoOn(thrown, member, attempts)
      } finally {
        this.#count(member.id, -1)
      }
    }
    throw failed ? withTried(failed, attempts.tried) : nobody(call)
  }

  async *#attempt(
    { id, name }: Member,
    call: AnyCall,
    { signal, caller, onElicit }: AnyTerms,
    tried: readonly Tried[],
  ): AsyncGenerator<AnyRunEvent, void> {
    const asked = onElicit?.(name)
    const events = this.#connections.runTool(id, call.tool, call.arguments, signal, caller, asked)
    for await (const event of events) {
      if (event.kind !== 'result') yield event
      else {
        // A tool that fails at once is not fast.
        if (!event.result.isError) this.#pace.learn(id, call.tool, event.result.durationMs)
        yield { ...event, server: name, tried: [...tried] }
      }
    }
  }

  #count(id: string, by: 1 | -1): void {
    const now = (this.#begun.get(id) ?? 0) + by
    if (now > 0) this.#begun.set(id, now)
    else this.#begun.delete(id)
  }

  #mayGoOn(failed: Fault, { tool }: Member, attempts: Attempts): boolean {
    const after = afterFailure(failed)
    if (after === 'harmless') attempts.mayHaveRun = true
    return after === 'surely' || (after === 'harmless' && isRepeatable(tool))
  }

  /** Who is asked next, counted as begun; undefined where nobody is left. */
  async #next(
    record: ServerRecord,
    call: AnyCall,
    mayUse: (serverId: string) => boolean,
    attempts: Attempts,
  ): Promise<{ choice: Choice; member: Member } | undefined> {
    const { except = [], onlyThis = false, tool } = call
    const records = [record, ...(onlyThis ? [] : this.#equalsOf(record))]
    const offered = await Promise.all(records.map((each) => this.#offered(each)))
    // From here on at once, so that calls made together see each other.
    const members = records.map((each, at) => this.#member(each, tool, offered[at]?.tools ?? []))
    const [named] = members
    if (!named) return undefined
    const open: Member[] = []
    const passedOver: PassedOver[] = []
    for (const member of members) {
      if (attempts.tried.some((one) => one.server === member.name)) continue
      if (attempts.mayHaveRun && !isRepeatable(member.tool)) continue
      const isAgreed = () => !attempts.withdrawn.has(member.name) && mayUse(member.id)
      const reason = except.includes(member.name)
        ? 'excluded'
        : (this.#obstacle(member) ??
          (member === named
            ? undefined
            : (this.#unlike(named, member) ?? (isAgreed() ? undefined : 'no-consent'))))
      if (reason) passedOver.push({ server: member.name, reason })
      else open.push(member)
    }
    const isNamedLast = attempts.tried.length === 0 && !except.includes(named.name)
    const chosen =
      choose(open, this.#random) ?? (isNamedLast ? { one: named, why: 'named' as const } : undefined)
    if (!chosen) return undefined
    this.#count(chosen.one.id, 1)
    const among = open.length > 0 ? open : [named]
    return { member: chosen.one, choice: { ...told(chosen.one, chosen.why, among), passedOver } }
  }

  /** What keeps a server from being asked at all, whatever it is asked. */
  #obstacle({ id }: Member): PassedOver['reason'] | undefined {
    const record = this.#registry.get(id)
    const reason = record ? leftOutFor(candidateOf(record, this.#connections, this.#health)) : 'off'
    return reason === 'out-of-scope' ? undefined : reason
  }

  #unlike(named: Member, { tool }: Member): PassedOver['reason'] | undefined {
    if (!tool) return 'no-such-tool'
    const isAlike = named.tool && this.#shapes.of(named.tool) === this.#shapes.of(tool)
    return isAlike ? undefined : 'other-schema'
  }

  #member({ id, registration }: ServerRecord, tool: string, tools: readonly Tool[]): Member {
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
