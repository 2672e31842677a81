import type { Match } from '../../shared/contract/routing'
import { FieldIndex, type Scheme } from './field-index'
import { type Concept, conceptsOf } from './question'
import { type Found, matchesIn, Tally, thresholdOf, topThree } from './scores'
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
  weights: {
    name: 3.5,
    text: 1.4,
    parameters: 0.6,
    parameterText: 0.3,
    server: 0.6,
    serverText: 0.7,
    tags: 1,
  },
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
  readonly #serverTally = new Tally(this.#servers)
  readonly #toolTally = new Tally(this.#tools)
  readonly #ofServer = new Map<string, { document: number; tools: readonly number[] }>()
  /** By document. */
  readonly #serverIds = new Map<number, string>()
  readonly #toolNames = new Map<number, { server: number; tool: string }>()

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
      const content = {
        name: countsOf(`${tool.name} ${tool.title ?? ''}`),
        text: countsOf(tool.description ?? ''),
        parameters: countsOf(names.join(' ')),
        parameterText: countsOf(texts.join(' ')),
        server: name,
        serverText: text,
        tags,
      }
      const one = this.#tools.add(content, document)
      this.#toolNames.set(one, { server: document, tool: tool.name })
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

  /** Servers with any of the question's words, best first, and the 200 best tools of those of them that are offered. */
  find(question: string): {
    concepts: Concept[]
    servers: ScoredServer[]
    toolsOf: (isOffered: (serverId: string) => boolean) => ScoredTool[]
  } {
    const concepts = conceptsOf(question, (term) => this.#tools.has(term) || this.#servers.has(term))
    const found = this.#toolTally.of(concepts)
    const servers = this.#scoreServers(this.#serverTally.of(concepts), found)
    return {
      concepts,
      servers: [...servers.values()].sort((a, b) => b.score - a.score),
      toolsOf: (isOffered) => this.#scoreTools(found, servers, isOffered),
    }
  }

  /** By document. */
  #scoreServers(own: Found, tools: Found): Map<number, ScoredServer> {
    const best = topThree(tools, (tool) => this.#toolNames.get(tool)?.server)
    const words = new Map(own.documents.map((document, at) => [document, own.scores[at] ?? 0]))
    const scored = new Map<number, ScoredServer>()
    for (const document of new Set([...own.documents, ...best.keys()])) {
      const ofWords = words.get(document) ?? 0
      const [first, second, third] = best.get(document) ?? [0, 0, 0]
      const ofTools = bestToolWeight * first + (nextToolsWeight * (second + third)) / 2
      const serverId = this.#serverIds.get(document) ?? ''
      scored.set(document, { serverId, words: ofWords, tools: ofTools, score: ofWords + ofTools })
    }
    return scored
  }

  #scoreTools(
    found: Found,
    servers: ReadonlyMap<number, ScoredServer>,
    isOffered: (serverId: string) => boolean,
  ): ScoredTool[] {
    const lifts = new Map<number, number>()
    for (const [document, { serverId, score }] of servers)
      if (isOffered(serverId)) lifts.set(document, serverWeight * score)
    const scores = found.scores.map((words, at) => {
      const lift = lifts.get(this.#toolNames.get(found.documents[at] ?? -1)?.server ?? -1)
      return lift === undefined ? Number.NEGATIVE_INFINITY : words + lift
    })
    const enough = Math.max(0, thresholdOf(scores, toolsMax))
    const best: ScoredTool[] = []
    for (const [at, score] of scores.entries()) {
      if (score < enough) continue
      const { server, tool } = this.#toolNames.get(found.documents[at] ?? -1) ?? { server: -1, tool: '' }
      const serverId = this.#serverIds.get(server) ?? ''
      best.push({ serverId, tool, words: found.scores[at] ?? 0, score })
    }
    return best.sort((a, b) => b.score - a.score)
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
