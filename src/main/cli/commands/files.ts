import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Samples } from '../../discovery/samples'
import { linesTo } from '../../log'
import { headlessHost } from '../../web/host'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'

/** `export` and `samples`. */
export function addExportAndSamples(cli: Cli): void {
  const { words, interrupted } = cli.terminal
  cli.program
    .command('export')
    .description(words('export.description'))
    .option('--source <source>', words('export.source'))
    .option('--output <file>', words('export.output'))
    .action(({ source, output }: { source?: string; output?: string }) =>
      cli.session(async (client) => {
        const document = await client.discovery.export(source === undefined ? {} : { source })
        const text = JSON.stringify(document, null, 2)
        if (output === undefined) {
          cli.terminal.print(text)
          return exit.ok
        }
        await writeFile(output, `${text}\n`, { mode: 0o600 }).catch((error) => {
          throw new Ends(exit.failed, 'file-unwritable', {
            file: output,
            reason: error.code ?? error.message,
          })
        })
        cli.remark('export.done', { file: output, count: document.servers.length })
        return exit.ok
      }),
    )

  cli.program
    .command('samples')
    .description(words('samples.description'))
    .option('--dir <directory>', words('samples.dir'), join(tmpdir(), 'rollcall-samples'))
    .action(async ({ dir }: { dir: string }) => {
      // Beside a Rollcall, not inside one: whoever runs this may start the app in the next moment.
      const log = linesTo(2, cli.terminal.env.ROLLCALL_LOG_LEVEL ?? 'silent')
      const samples = new Samples({ host: headlessHost({ dataDir: dir, log }), dir })
      try {
        const state = await samples.start()
        cli.show(state, () => state.servers.map(({ name, url }) => `${name}  ${url}`).join('\n'))
        cli.remark('samples.running', { file: state.file })
        if (!interrupted.aborted) await once(interrupted, 'abort')
      } finally {
        await samples.end()
      }
    })
}
