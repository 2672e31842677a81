import type { Cli } from '../cli'
import { cut } from '../terminal-text'
import { addOfferedList } from './offered'

export function addTools(cli: Cli): void {
  const { words } = cli.terminal
  addOfferedList(cli, 'tools', async (client, server) => {
    const found = await client.connections.tools({ server })
    return {
      found,
      head: [words('tools.name'), words('tools.arguments'), words('tools.does')],
      rows: found.map(({ name, inputSchema, title, description }) => [
        name,
        Object.keys(inputSchema.properties ?? {}).join(', ') || '–',
        cut(description?.split('\n', 1)[0] ?? title ?? '', 80),
      ]),
    }
  })
}
