import type { ChatScope } from '../../shared/contract/chat'
import type { Proposal, TurnRoute } from '../../shared/contract/turns'
import type { Connections } from '../connections/connections'
import type { Clock } from '../host'
import type { Registry } from '../registry/registry'
import type { Routing } from '../routing/routing'
import { filledForm } from './form-filling'

const proposalsMax = 3
const serversMax = 5
const queryMax = 4_000

/** What there is to answer a question without a model: the best tools, with as much of their forms as the words say. */
export class Proposals {
  readonly #routing: Routing
  readonly #registry: Registry
  readonly #connections: Connections
  readonly #clock: Clock

  constructor(parts: { routing: Routing; registry: Registry; connections: Connections; clock: Clock }) {
    this.#routing = parts.routing
    this.#registry = parts.registry
    this.#connections = parts.connections
    this.#clock = parts.clock
  }

  async of(question: string, scope: ChatScope): Promise<{ route: TurnRoute; proposals: Proposal[] }> {
    const { tools, ...route } = await this.#routing.route({
      query: question.slice(0, queryMax),
      scope,
      servers: serversMax,
      tools: proposalsMax,
      fold: true,
    })
    const now = new Date(this.#clock.now())
    const found = await Promise.all(
      tools.map(async ({ server, tool: name, score, matches }): Promise<Proposal[]> => {
        const { id } = this.#registry.byName(server)
        const { tools: listed } = await this.#connections.use(id, 'tools')
        const tool = listed.find((one) => one.name === name)
        if (!tool) return []
        const { title, description, inputSchema } = tool
        // A word that stands in the description of a parameter only is an example of what to write there.
        const known = matches
          .filter(({ fields }) => fields.some((field) => field !== 'parameterText'))
          .map(({ said }) => said)
        return [
          {
            server,
            tool: name,
            ...(title !== undefined && { title }),
            ...(description !== undefined && { description }),
            inputSchema,
            ...filledForm(inputSchema, { question, known, now }),
            score,
          },
        ]
      }),
    )
    return {
      route: { ...route, offered: [], held: [], offeredTokens: 0, searchable: 0 },
      proposals: found.flat(),
    }
  }
}
