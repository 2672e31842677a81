import type { Client } from '../../../shared/contract'
import type { Proposal, Turn } from '../../../shared/contract/turns'
import {
  type ChatFlags,
  conversationFor,
  modelNamed,
  scopeOf,
  serversThere,
  withChatFlags,
} from '../chat/begin'
import { askTurn } from '../chat/turn'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { refusalOf, tellRefusal } from '../refusal'
import { stateSentence } from '../sentences'
import { columns, oneLine } from '../terminal-text'
import { conclude } from './ask'
import { routeText } from './route'

/** `chat`: questions and answers until `/quit`; the original's `chat_loop`. */
export function addChat(cli: Cli): void {
  const { words, interrupted } = cli.terminal
  withChatFlags(cli.program.command('chat').description(words('chat.description')), words).action(
    (flags: ChatFlags) =>
      cli.session(
        async (client, { url }) => {
          if (!cli.terminal.interactive) throw new Ends(exit.usage, 'chat.needs-person')
          if (url === null) await serversThere(client, interrupted)
          const { id } = await conversationFor(client, flags)
          cli.remark('chat.welcome')
          await new Loop(cli, client, id, flags).run()
          return exit.ok
        },
        { lasting: true },
      ),
  )
}

class Loop {
  readonly #cli: Cli
  readonly #client: Client
  readonly #flags: ChatFlags
  #conversation: string
  #proposed: { turn: Turn; proposals: readonly Proposal[] } | undefined

  constructor(cli: Cli, client: Client, conversation: string, flags: ChatFlags) {
    this.#cli = cli
    this.#client = client
    this.#conversation = conversation
    this.#flags = flags
  }

  /** Until `/quit`, the end of the input, or Ctrl-C. */
  async run(): Promise<void> {
    const { terminal } = this.#cli
    while (!terminal.interrupted.aborted) {
      const said = await terminal.ask('> ').catch(() => undefined)
      if (said === undefined) return
      const line = said.trim()
      if (line === '/quit' || line === '/exit') return
      if (line === '') continue
      try {
        await this.#take(line)
      } catch (error) {
        if (terminal.interrupted.aborted) return
        tellRefusal(this.#cli, refusalOf(terminal.words, error))
      }
    }
  }

  async #take(line: string): Promise<void> {
    const [, name = '', rest = ''] = /^\/(\S*)\s*(.*)$/su.exec(line) ?? []
    const command = line.startsWith('/') ? this.#commands[name] : undefined
    if (command) return command(rest)
    const chosen = /^[1-9]$/.test(line) ? this.#proposed?.proposals[Number(line) - 1] : undefined
    if (chosen && this.#proposed) return this.#runProposal(this.#proposed.turn, chosen)
    const conversation = this.#conversation
    await this.#turn(() => this.#client.chat.ask({ conversation, text: line }))
  }

  readonly #commands: Readonly<Record<string, (rest: string) => Promise<void>>> = {
    help: async () => this.#cli.terminal.print(this.#cli.terminal.words('chat.help')),
    servers: async () => {
      const { words, print } = this.#cli.terminal
      const servers = await this.#client.registry.list({ match: 'any' })
      print(columns(servers.map((server) => [server.name, stateSentence(words, server), `${server.tools}`])))
    },
    tools: async (server) => {
      const { print } = this.#cli.terminal
      const servers = await this.#client.registry.list({ match: 'any' })
      for (const { name } of servers.filter((one) => server === '' || one.name === server))
        for (const tool of await this.#client.connections.tools({ server: name }))
          print(oneLine(`/${name}.${tool.name}  ${(tool.description ?? '').slice(0, 100)}`))
    },
    route: async (query) => {
      const { words, print } = this.#cli.terminal
      if (query === '') return
      const scope = scopeOf(this.#flags)
      print(routeText(words, await this.#client.routing.route({ query, scope, tools: 10 })))
    },
    model: async (text) => {
      const { words, print } = this.#cli.terminal
      const llm_config = text === 'none' ? null : text === '' ? 'default' : modelNamed(text)
      const params = { conversation: this.#conversation }
      await this.#client.chat.change({ params, body: { llm_config } })
      print(words('chat.model-now', { model: text === '' ? words('chat.default-model') : oneLine(text) }))
    },
    new: async () => {
      const { conversation: _, ...flags } = this.#flags
      this.#conversation = (await conversationFor(this.#client, flags)).id
      this.#proposed = undefined
      this.#cli.terminal.print(this.#cli.terminal.words('chat.new'))
    },
  }

  async #turn(begin: () => Promise<Turn>): Promise<void> {
    const conversation = this.#conversation
    const turn = await askTurn(this.#cli, this.#client, { conversation, allowed: [] }, begin)
    conclude(this.#cli, turn)
    const last = turn.parts.at(-1)
    const proposals = last?.kind === 'proposals' ? last.proposals : []
    this.#proposed = proposals.length > 0 ? { turn, proposals } : undefined
    if (this.#proposed) this.#cli.remark('chat.choose')
  }

  /** With what is missing asked for. */
  async #runProposal(turn: Turn, { server, tool, arguments: known, missing }: Proposal): Promise<void> {
    const conversation = this.#conversation
    const given: Record<string, unknown> = { ...known }
    for (const name of missing) given[name] = await this.#cli.terminal.ask(`${oneLine(name)}: `)
    await this.#turn(async () => {
      await this.#client.chat.run({ conversation, turn: turn.id, server, tool, arguments: given })
      return { ...turn, parts: [], state: 'running' }
    })
  }
}
