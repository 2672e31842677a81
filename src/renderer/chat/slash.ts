import type { Server } from '../../shared/contract/registry'

/** Completions offered at once. */
const offeredMax = 50

export interface SlashTool {
  readonly server: string
  readonly tool: string
}

/** What is being typed after a slash at the beginning, before the arguments; null where nothing is to be completed. */
export function slashWord(text: string): string | null {
  return /^\/(\S*)$/u.exec(text)?.[1] ?? null
}

/** Tools that may be meant, by the letters of server and tool: those that begin so first. */
export function slashTools(servers: readonly Server[], word: string): readonly SlashTool[] {
  const wanted = word.toLowerCase()
  const ranked: { readonly rank: number; readonly found: SlashTool }[] = []
  for (const server of servers) {
    if (server.connection.state !== 'connected' && server.connection.state !== 'asleep') continue
    for (const tool of server.toolNames ?? []) {
      const rank = rankOf(`${server.name}.${tool}`.toLowerCase(), tool.toLowerCase(), wanted)
      if (rank !== null) ranked.push({ rank, found: { server: server.name, tool } })
    }
  }
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, offeredMax)
    .map(({ found }) => found)
}

function rankOf(whole: string, tool: string, wanted: string): number | null {
  if (whole.startsWith(wanted)) return 0
  if (tool.startsWith(wanted)) return 1
  if (whole.includes(wanted)) return 2
  const parts = wanted.split('.')
  return parts.length > 1 && parts.every((part) => whole.includes(part)) ? 3 : null
}

/** The tool a line names, with whatever follows; null where it names none that is there. */
export function slashCommand(
  servers: readonly Server[],
  text: string,
): { readonly server: Server; readonly tool: string; readonly rest: string } | null {
  const said = /^\/(\S+)\s*([\s\S]*)$/u.exec(text)
  if (!said?.[1]) return null
  for (const server of servers) {
    if (!said[1].startsWith(`${server.name}.`)) continue
    const tool = said[1].slice(server.name.length + 1)
    if (server.toolNames?.includes(tool)) return { server, tool, rest: said[2] ?? '' }
  }
  return null
}

/** The line that runs a tool. */
export function slashLine(server: string, tool: string, args: Record<string, unknown>): string {
  return `/${server}.${tool} ${JSON.stringify(args)}`
}
