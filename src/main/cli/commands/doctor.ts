import { doctorCodes, type Examination } from '../../../shared/contract/doctor'
import type { Cli } from '../cli'
import { examinationText, explanation, helpIn } from '../doctor-text'
import { Ends, exit } from '../exit'
import { oneLine } from '../terminal-text'

export function addDoctor(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('doctor')
    .description(words('doctor.description'))
    .argument('[server]', words('doctor.server'))
    .option('--explain <code>', words('doctor.explain'))
    .action((server: string | undefined, { explain }: { explain?: string }) => {
      if (explain !== undefined) return explained(cli, explain)
      if (server === undefined) throw new Ends(exit.usage, 'doctor.incomplete')
      return examined(cli, server)
    })
}

function explained(cli: Cli, asked: string): void {
  const code = doctorCodes.find((each) => each === asked)
  if (!code)
    throw new Ends(exit.usage, 'doctor.unknown-code', { code: oneLine(asked), codes: doctorCodes.join(', ') })
  const { words } = cli.terminal
  cli.show({ code, ...helpIn(words.language)[code] }, () => explanation(words, code))
}

function examined(cli: Cli, server: string): Promise<void> {
  const { words } = cli.terminal
  return cli.session(async (client) => {
    const seen = await client.doctor.examine({ server }, { signal: cli.terminal.interrupted })
    const last = await followed(cli, seen)
    cli.show(last, () => examinationText(words, last))
    return last.outcome === 'failed' ? exit.server : exit.ok
  })
}

/** The examination at its end; a terminal shows until then which step is under way. */
async function followed(cli: Cli, seen: AsyncIterable<Examination>): Promise<Examination> {
  const { terminal } = cli
  try {
    for await (const examination of seen) {
      if (examination.outcome !== 'running') return examination
      terminal.status(oneLine(underWay(cli, examination)))
    }
  } finally {
    terminal.status('')
  }
  throw new Ends(exit.failed, 'doctor.ended')
}

function underWay({ terminal: { words } }: Cli, { server, steps }: Examination): string {
  const now = steps.find(({ outcome }) => outcome === 'running')
  const looking = words('doctor.examining', { name: server })
  return now ? `${looking} ${words(`shared:doctor.step.${now.step}`)}` : looking
}
