import type { Match } from '../../shared/contract/routing'
import { FieldIndex, type Scheme } from './field-index'
import { type Concept, conceptsOf } from './question'
import { BestThree, type Found, matchesIn, Tally, thresholdOf } from './scores'
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
  /** What its server adds. */
  readonly ofServer: number
  readonly score: number
  readonly meaning?: number
}

export interface ScoredServer {
  readonly serverId: string
  /** Of its own words. */
  readonly words: number
  /** Of its best tools. */
  readonly tools: number
  readonly score: number
  readonly meaning?: number
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
  readonly #toolNames = new Map<number, string>()
  /** The server's document by the tool's; those that are gone stay. */
  readonly #serverOf: number[] = []

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
      this.#toolNames.set(one, tool.name)
      this.#serverOf[one] = document
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
      servers: servers.map(({ one }) => one).sort((a, b) => b.score - a.score),
      toolsOf: (isOffered) => this.#scoreTools(found, servers, isOffered),
    }
  }

  #scoreServers(own: Found, tools: Found): { document: number; one: ScoredServer }[] {
    const words = new Float64Array(this.#servers.bound)
    for (let at = 0; at < own.documents.length; at += 1) words[own.documents[at] ?? 0] = own.scores[at] ?? 0
    const best = new BestThree(this.#servers.bound)
    for (let at = 0; at < tools.documents.length; at += 1)
      best.add(this.#serverOf[tools.documents[at] ?? 0] ?? 0, tools.scores[at] ?? 0)
    const documents = own.documents.concat(best.groups.filter((document) => words[document] === 0))
    return documents.map((document) => {
      const [first, second, third] = best.of(document)
      const ofTools = bestToolWeight * first + (nextToolsWeight * (second + third)) / 2
      const ofWords = words[document] ?? 0
      const serverId = this.#serverIds.get(document) ?? ''
      return { document, one: { serverId, words: ofWords, tools: ofTools, score: ofWords + ofTools } }
    })
  }

  #scoreTools(
    { documents, scores: words }: Found,
    servers: readonly { document: number; one: ScoredServer }[],
    isOffered: (serverId: string) => boolean,
  ): ScoredTool[] {
    const lifts = new Float64Array(this.#servers.bound).fill(Number.NEGATIVE_INFINITY)
    for (const { document, one } of servers)
      if (isOffered(one.serverId)) lifts[document] = serverWeight * one.score
    const scores = new Float64Array(documents.length)
    for (let at = 0; at < scores.length; at += 1)
      scores[at] = (words[at] ?? 0) + (lifts[this.#serverOf[documents[at] ?? 0] ?? 0] ?? 0)
    const enough = Math.max(0, thresholdOf(scores, toolsMax))
    const best: ScoredTool[] = []
    for (let at = 0; at < scores.length; at += 1) {
      const score = scores[at] ?? 0
      if (score < enough) continue
      const document = documents[at] ?? 0
      const serverId = this.#serverIds.get(this.#serverOf[document] ?? 0) ?? ''
      const ofWords = words[at] ?? 0
      const tool = this.#toolNames.get(document) ?? ''
      best.push({ serverId, tool, words: ofWords, ofServer: score - ofWords, score })
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
    const document = this.#ofServer.get(serverId)?.tools.find((one) => this.#toolNames.get(one) === tool)
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
