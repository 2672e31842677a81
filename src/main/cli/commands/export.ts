import { writeFile } from 'node:fs/promises'
import { Option } from 'commander'
import type { Client } from '../../../shared/contract'
import { type Exported, type ExportFormat, exportFormats } from '../../../shared/contract/import'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { idOf } from '../source-text'
import { oneLine } from '../terminal-text'

interface ExportFlags {
  readonly source?: string
  readonly output?: string
  readonly format: ExportFormat
}

/** `export`: the registry as a file, for Rollcall or for other programs. */
export function addExport(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('export')
    .description(words('export.description'))
    .argument('[servers...]', words('export.servers'))
    .addOption(
      new Option('--format <format>', words('export.format')).choices(exportFormats).default('original'),
    )
    .option('--source <source>', words('export.source'))
    .option('--output <file>', words('export.output'))
    .action((servers: string[], { source, output, format }: ExportFlags) =>
      cli.session(async (client) => {
        const chosen = {
          ...(source !== undefined && { source: await idOf(client, source) }),
          ...(servers.length > 0 && { servers }),
        }
        const { document, count, remarks } = await exported(client, format, chosen)
        const text = JSON.stringify(document, null, 2)
        if (output === undefined) cli.terminal.print(text)
        else await written(output, text)
        for (const { code, server, field, detail } of remarks)
          cli.remark(`shared:exportRemark.${code}`, { ...detail, server: oneLine(server), field })
        if (output !== undefined) cli.remark('export.done', { file: output, count })
        return exit.ok
      }),
    )
}

interface Chosen {
  readonly source?: string
  readonly servers?: string[]
}

/** What a source names leaves in the original format as its file has it, with what stood around the list. */
async function exported(client: Client, format: ExportFormat, chosen: Chosen): Promise<Exported> {
  if (format !== 'original' || chosen.servers) return client.discovery.exportAs({ format, ...chosen })
  const { source } = chosen
  const document = await client.discovery.export(source === undefined ? {} : { source })
  return { document, count: document.servers.length, remarks: [] }
}

async function written(file: string, text: string): Promise<void> {
  await writeFile(file, `${text}\n`, { mode: 0o600 }).catch((error) => {
    throw new Ends(exit.failed, 'file-unwritable', { file, reason: error.code ?? error.message })
  })
}
