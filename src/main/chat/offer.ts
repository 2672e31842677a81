import type { Tool } from '../../shared/contract/tools'
import { visible, visibleLine } from '../../shared/visible-text'
import type { OpenModel } from './models/models'
import { tokensOf } from './token-estimate'
import { toolName } from './tool-names'
import { schemaFor } from './tool-schemas'

/** OpenAI's limit for a description, with room for what stands around it. */
const descriptionMax = 1_000
/** Providers take 128 tools and no more. */
const offeredMax = 100

/** What a model is told of a tool; none runs by itself. */
export interface ToolForModel {
  readonly name: string
  readonly description: string
  readonly schema: Record<string, unknown>
}

/** A tool as a model is offered it. */
export interface Offered extends ToolForModel {
  readonly serverId: string
  readonly server: string
  readonly tool: Tool
  /** What it was when it was offered. */
  readonly fingerprint: string
  readonly score: number
  /** About how many tokens it takes. */
  readonly tokens: number
}

export function offered(
  wire: OpenModel['wire'],
  one: Pick<Offered, 'serverId' | 'server' | 'tool' | 'fingerprint' | 'score'>,
): Offered {
  const { server, tool } = one
  const name = toolName(server, tool.name)
  const said = visible(tool.description ?? tool.title ?? tool.name)
  const source = `[${visibleLine(server)}] `
  const description = source + [...said].slice(0, descriptionMax - source.length).join('')
  const schema = schemaFor(wire, tool.inputSchema)
  const tokens = tokensOf(name + description + JSON.stringify(schema))
  return { ...one, name, description, schema, tokens }
}

/** The tools a model has in one turn: those it was offered, and those it searched for. */
export class Offer {
  readonly #tools = new Map<string, Offered>()
  /** Whether there are more to search for. */
  readonly isSearchable: boolean

  constructor(tools: readonly Offered[], isSearchable: boolean) {
    for (const one of tools) this.#tools.set(one.name, one)
    this.isSearchable = isSearchable
  }

  get(name: string): Offered | undefined {
    return this.#tools.get(name)
  }

  /** Those that were not there before. */
  add(tools: readonly Offered[]): void {
    for (const one of tools) if (this.#tools.size < offeredMax) this.#tools.set(one.name, one)
  }

  /** What a model is told of each. */
  forModel(): ToolForModel[] {
    return [...this.#tools.values(), ...(this.isSearchable ? [searchTool] : [])]
  }
}

/** No tool of a server has it: theirs have two underscores. */
export const searchName = 'search_tools'

const searchTool: ToolForModel = {
  name: searchName,
  description:
    'Finds more tools by words of what they do, in any language. What it finds can be called from the next step on.',
  schema: {
    type: 'object',
    properties: { query: { type: 'string', description: 'What the tool should do' } },
    required: ['query'],
  },
}
