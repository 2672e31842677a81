import type { Match } from '../../shared/contract/routing'
import { FieldIndex, type Scheme } from './field-index'
import { type Concept, conceptsOf } from './question'
import { intoTopThree, matchesIn, scoresOf, thresholdOf } from './scores'
import { indexedWords } from './words'

/** What routing knows of a server. */
export interface ServerText {
  readonly id: string
  readonly name: string
  readonly description?: string | undefined
  readonly tags: readonly string[]
  readonly tools: readonly ToolText[]
}

interface ToolText {
  readonly name: string
  readonly title?: string | undefined
  readonly description?: string | undefined
  /** JSON Schema, as the server sent it. */
  readonly inputSchema?: Readonly<Record<string, unknown>>
}

const toolScheme = {
  weights: { name: 3.5, text: 1, parameters: 0.6, parameterText: 0.3, server: 0.6, serverText: 0.7, tags: 1 },
  k1: 1.5,
  b: 0.71,
} satisfies Scheme<string>
export type ToolField = keyof typeof toolScheme.weights

const serverScheme = {
  weights: { tags: 3, text: 1, name: 1, tools: 0.5 },
  k1: 3,
  b: 0.79,
} satisfies Scheme<string>
export type ServerField = keyof typeof serverScheme.weights

/** The best tool of a server lifts it, its next two a little. */
const bestToolWeight = 0.75
const nextToolsWeight = 0.1
/** A server lifts its tools. */
const serverWeight = 0.44
/** Of the answer: nobody reads further. */
const toolsMax = 200
/** Of a stranger's description. */
const textMax = 4_000
const propertiesMax = 200
const depthMax = 4

export interface ScoredTool {
  readonly serverId: string
  readonly tool: string
  readonly words: number
  readonly score: number
}

export interface ScoredServer {
  readonly serverId: string
  /** Of its own words. */
  readonly words: number
  /** Of its best tools. */
  readonly tools: number
  readonly score: number
}

/** Every server's and tool's words, searchable. A changed server is indexed anew alone. */
export class Catalogue {
  readonly #servers = new FieldIndex<ServerField>(serverScheme)
  readonly #tools = new FieldIndex<ToolField>(toolScheme)
  readonly #ofServer = new Map<string, { document: number; tools: readonly number[] }>()
  readonly #serverIds = new Map<number, string>()
  readonly #toolNames = new Map<number, { serverId: string; tool: string }>()

  set(server: ServerText): void {
    this.delete(server.id)
    const tags = countsOf(server.tags.join(' '))
    const name = countsOf(server.name)
    const text = countsOf(server.description ?? '')
    const document = this.#servers.add({
      tags,
      name,
      text,
      tools: countsOf(server.tools.map((tool) => `${tool.name} ${tool.title ?? ''}`).join(' ')),
    })
    const tools = server.tools.map((tool) => {
      const { names, texts } = parametersOf(tool.inputSchema)
      const one = this.#tools.add({
        name: countsOf(`${tool.name} ${tool.title ?? ''}`),
        text: countsOf(tool.description ?? ''),
        parameters: countsOf(names.join(' ')),
        parameterText: countsOf(texts.join(' ')),
        server: name,
        serverText: text,
        tags,
      })
      this.#toolNames.set(one, { serverId: server.id, tool: tool.name })
      return one
    })
    this.#serverIds.set(document, server.id)
    this.#ofServer.set(server.id, { document, tools })
  }

  delete(serverId: string): void {
    const known = this.#ofServer.get(serverId)
    if (!known) return
    this.#ofServer.delete(serverId)
    this.#servers.delete(known.document)
    this.#serverIds.delete(known.document)
    for (const tool of known.tools) {
      this.#tools.delete(tool)
      this.#toolNames.delete(tool)
    }
  }

  has(serverId: string): boolean {
    return this.#ofServer.has(serverId)
  }

  /** Servers with any of the question's words and the 200 best tools, best first. */
  find(question: string): { concepts: Concept[]; servers: ScoredServer[]; tools: ScoredTool[] } {
    const concepts = conceptsOf(question, (term) => this.#tools.has(term) || this.#servers.has(term))
    const ofTools = scoresOf(this.#tools, concepts)
    const best = new Map<string, [number, number, number]>()
    for (const [document, score] of ofTools) {
      const { serverId } = this.#toolNames.get(document) ?? { serverId: '' }
      const three = best.get(serverId)
      if (three) intoTopThree(three, score)
      else best.set(serverId, [score, 0, 0])
    }
    const ofServers = new Map(
      Array.from(scoresOf(this.#servers, concepts), ([document, score]) => [
        this.#serverIds.get(document) ?? '',
        score,
      ]),
    )
    const totals = new Map<string, ScoredServer>()
    for (const serverId of new Set([...ofServers.keys(), ...best.keys()])) {
      const words = ofServers.get(serverId) ?? 0
      const [first, second, third] = best.get(serverId) ?? [0, 0, 0]
      const tools = bestToolWeight * first + (nextToolsWeight * (second + third)) / 2
      totals.set(serverId, { serverId, words, tools, score: words + tools })
    }
    const scores = Float64Array.from(ofTools, ([document, words]) => {
      const serverId = this.#toolNames.get(document)?.serverId ?? ''
      return words + serverWeight * (totals.get(serverId)?.score ?? 0)
    })
    const enough = thresholdOf(scores, toolsMax)
    const tools = ofTools.flatMap(([document, words], at) => {
      const score = scores[at] ?? 0
      if (score < enough) return []
      const { serverId, tool } = this.#toolNames.get(document) ?? { serverId: '', tool: '' }
      return [{ serverId, tool, words, score }]
    })
    return {
      concepts,
      servers: [...totals.values()].sort((a, b) => b.score - a.score),
      tools: tools.sort((a, b) => b.score - a.score),
    }
  }

  /** Why a server was found. */
  serverMatches(serverId: string, concepts: readonly Concept[]): Match[] {
    const known = this.#ofServer.get(serverId)
    return known ? matchesIn(this.#servers, known.document, concepts) : []
  }

  /** Why a tool was found. */
  toolMatches(serverId: string, tool: string, concepts: readonly Concept[]): Match[] {
    const document = this.#ofServer
      .get(serverId)
      ?.tools.find((one) => this.#toolNames.get(one)?.tool === tool)
    return document === undefined ? [] : matchesIn(this.#tools, document, concepts)
  }
}

function countsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { term, weight } of indexedWords(text.slice(0, textMax)))
    counts.set(term, (counts.get(term) ?? 0) + weight)
  return counts
}

/** Names and descriptions of the properties of a schema, nested ones included, within bounds. */
function parametersOf(schema: unknown): { names: string[]; texts: string[] } {
  const names: string[] = []
  const texts: string[] = []
  const walk = (node: unknown, depth: number): void => {
    if (!isRecord(node) || depth > depthMax) return
    if (depth > 0 && typeof node.description === 'string') texts.push(node.description)
    if (isRecord(node.properties))
      for (const [name, property] of Object.entries(node.properties)) {
        if (names.length >= propertiesMax) return
        names.push(name)
        walk(property, depth + 1)
      }
    walk(node.items, depth + 1)
  }
  walk(schema, 0)
  return { names, texts }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
