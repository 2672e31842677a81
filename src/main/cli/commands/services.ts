import type { EqualServer, Equals, Service } from '../../../shared/contract/alternatives'
import type { Cli } from '../cli'
import { oneLine, table } from '../terminal-text'
import type { Words } from '../words'

/** `services`, `group`, `ungroup`. */
export function addServices(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('services')
    .description(words('services.description'))
    .argument('[server]', words('services.server'))
    .action((server: string | undefined) =>
      cli.session(async (client) => {
        if (server === undefined) {
          const services = await client.routing.services()
          cli.show(services, () => servicesText(words, services))
        } else {
          const equals = await client.routing.equals({ server })
          cli.show(equals, () => equalsText(words, server, equals))
        }
        return undefined
      }),
    )
  cli.program
    .command('group')
    .description(words('group.description'))
    .argument('<service>', words('group.service'))
    .argument('<server...>', words('server'))
    .action((service: string, servers: string[]) => group(cli, servers, service))
  cli.program
    .command('ungroup')
    .description(words('ungroup.description'))
    .argument('<server...>', words('server'))
    .action((servers: string[]) => group(cli, servers, null))
}

function group(cli: Cli, servers: readonly string[], service: string | null): Promise<void> {
  return cli.session(async (client) => {
    const now = []
    for (const server of servers) now.push(await client.registry.group({ server, service }))
    const names = now.map(({ name }) => oneLine(name)).join(', ')
    cli.show(now, () =>
      service === null
        ? cli.terminal.words('ungroup.done', { names })
        : cli.terminal.words('group.done', { names, service: oneLine(service) }),
    )
    return undefined
  })
}

function servicesText(words: Words, services: readonly Service[]): string {
  if (services.length === 0) return words('services.none')
  return services
    .map(({ service, servers, tools }) => {
      const names = servers.map(
        ({ server, verdict }) => `${oneLine(server)} (${words(`shared:verdict.${verdict}`)})`,
      )
      const head = `${oneLine(service)}: ${names.join(', ')}`
      if (tools.length === 0) return head
      const rows = tools.map(({ tool, variants, without }) => [
        tool,
        variants.map((alike) => alike.join(' = ')).join(' | '),
        without.join(', '),
      ])
      return `${head}\n${table(
        ['tool', 'alike', 'without'].map((key) => words(`services.heads.${key}`)),
        rows,
      )}`
    })
    .join('\n\n')
}

function equalsText(words: Words, server: string, { servers }: Equals): string {
  if (servers.length === 0) return words('services.alone', { name: oneLine(server) })
  return servers.map((equal) => equalText(words, equal)).join('\n\n')
}

function equalText(words: Words, equal: EqualServer): string {
  const { server, alike, differs, onlyHere, onlyThere } = equal
  const list = (key: string, tools: readonly string[]) =>
    tools.length === 0 ? [] : [words(`services.${key}`, { tools: tools.map(oneLine).join(', ') })]
  const lines = [
    ...differs.flatMap(({ tool, differences }) => [
      words('services.differs', { tool: oneLine(tool) }),
      ...differences.map(({ path, here, there }) => {
        const values = {
          path: oneLine(path) || '/',
          here: oneLine(here ?? '–'),
          there: oneLine(there ?? '–'),
        }
        return `  ${words('services.difference', values)}`
      }),
    ]),
    ...list('only-here', onlyHere),
    ...list('only-there', onlyThere),
    ...alike
      .filter(({ softer }) => softer.length > 0)
      .map(({ tool, softer }) =>
        words('services.softer', {
          tool: oneLine(tool),
          parts: softer.map((part) => words(`shared:softer.${part}`)).join(', '),
        }),
      ),
  ]
  const counts = {
    name: oneLine(server),
    alike: alike.length,
    differs: differs.length,
    here: onlyHere.length,
    there: onlyThere.length,
  }
  return [words('services.equal', counts), ...lines.map((line) => `  ${line}`)].join('\n')
}
