import { vi } from 'vitest'
import { Room, within } from '../connections-room'
import type { Scene } from './driver'

/** Sign-ins in one scene, after which the person has had enough; Rollcall itself gives up before. */
const signInsMax = 6

/** A registered server in a Rollcall of its own, and a person who signs in whenever that is asked for. */
class Stage implements AsyncDisposable {
  readonly scene: Scene
  readonly room: Room
  #id = ''
  #signIns = 0

  constructor(scene: Scene) {
    this.scene = scene
    const clientMetadataUrl = 'https://conformance-test.local/client-metadata.json'
    // The suite's authorization servers agree at once and send the browser back.
    const openExternal = async (url: string) => (await fetch(url)).ok
    this.room = new Room({ clientMetadataUrl, openExternal })
  }

  get connections() {
    return this.room.connections
  }

  get id(): string {
    return this.#id
  }

  async start(): Promise<this> {
    await this.room.start()
    this.#id = await this.room.add({ name: this.scene.scenario, url: this.scene.url })
    await this.connected()
    // Some servers let everybody in and want to know who it is at the next question.
    await this.room.health.check(this.#id).catch(() => undefined)
    await this.connected()
    return this
  }

  /** Until it is connected, signing in on the way. Throws where it comes to nothing. */
  async connected(): Promise<void> {
    const state = await vi.waitFor(() => {
      const { state: now, error } = this.connections.state(this.#id)
      if (now !== 'connected' && now !== 'needs-auth') throw new Error(error?.message ?? now)
      return now
    }, within)
    if (state === 'connected') return
    await this.#signIn()
    await this.connected()
  }

  /** Runs a tool; what is refused for want of a sign-in is run again after it. */
  async call(tool: string, args: Record<string, unknown> = {}): Promise<void> {
    try {
      const accept = () => Promise.resolve({ action: 'accept' as const, content: {} })
      const run = this.connections.runTool(this.#id, tool, args, undefined, 'page', accept)
      for await (const _ of run);
    } catch (error) {
      const { state } = this.connections.state(this.#id)
      const wanted = this.connections.signIns.view(this.#id)?.wanted ?? []
      if (state === 'connected' && wanted.length === 0) throw error
      if (state === 'connected') await this.#signIn()
      await this.connected()
      await this.call(tool, args)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.room[Symbol.asyncDispose]()
  }

  async #signIn(): Promise<void> {
    const { signIns } = this.connections
    const { client_id: clientId, client_secret: clientSecret } = this.scene.context
    if (this.#signIns++ === signInsMax) throw new Error('asked to sign in again and again')
    if (clientId === undefined) await signIns.begin(this.#id)
    else await signIns.client(this.#id, { clientId, clientSecret })
    await vi.waitFor(() => {
      const { step, problem } = signIns.view(this.#id) ?? {}
      if (!problem && step !== 'idle') throw new Error(`the sign-in stands at ${step}`)
    }, within)
    const problem = signIns.view(this.#id)?.problem
    if (problem) throw new Error(problem.message)
  }
}

/** Plays a scene to its end; throws where Rollcall did not come through. Most scenes want every tool called once. */
export async function play(scene: Scene): Promise<void> {
  await using stage = await new Stage(scene).start()
  await (acts[scene.scenario] ?? callAll)(stage)
}

const acts: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'json-schema-ref-no-deref': async () => {},
  tools_call: (stage) => stage.call('add_numbers', { a: 5, b: 3 }),
  'http-standard-headers': async (stage) => {
    const { connections, id } = stage
    await callAll(stage)
    for (const { uri } of connections.resources(id))
      await connections.ask(id, ({ client }, terms) => client.readResource({ uri }, terms))
    for (const { name } of connections.prompts(id))
      await connections.ask(id, ({ client }, terms) => client.getPrompt({ name }, terms))
  },
  'http-custom-headers': async (stage) => {
    for (const call of stage.scene.context.toolCalls ?? []) await stage.call(call.name, call.arguments)
  },
  'json-schema-2020-12-preservation': async (stage) => {
    const [focal] = stage.connections.tools(stage.id)
    await stage.call('json_schema_echo', { schema: focal?.inputSchema })
  },
}

/** Each once, whatever came of the one before; throws what the last refusal was. */
async function callAll(stage: Stage): Promise<void> {
  const refusals: unknown[] = []
  for (const { name } of stage.connections.tools(stage.id))
    await stage.call(name).catch((error: unknown) => refusals.push(error))
  if (refusals.length > 0) throw refusals[0]
}
