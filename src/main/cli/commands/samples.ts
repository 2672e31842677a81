import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fault } from '../../../shared/contract/fault'
import { Sample } from '../../discovery/sample'
import { Samples } from '../../discovery/samples'
import type { Host } from '../../host'
import { linesTo } from '../../log'
import { headlessHost } from '../../web/host'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { portIn } from '../port'

/** The original's. */
const discoveryPort = 8080

interface Flags {
  readonly dir: string
  readonly discovery?: boolean
  readonly discoveryPort: number
}

/** `samples`: the sample servers, and with `--discovery` a server that names them. */
export function addSamples(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('samples')
    .description(words('samples.description'))
    .option('--dir <directory>', words('samples.dir'), join(tmpdir(), 'rollcall-samples'))
    .option('--discovery', words('samples.discovery'))
    .option('--discovery-port <number>', words('samples.discovery-port'), portIn(words), discoveryPort)
    .action((flags: Flags) => runSamples(cli, flags))
}

async function runSamples(cli: Cli, { dir, discovery = false, discoveryPort: port }: Flags): Promise<void> {
  const { env, interrupted } = cli.terminal
  // Beside a Rollcall, not inside one: whoever runs this may start the app in the next moment.
  const host = headlessHost({ dataDir: dir, log: linesTo(2, env.ROLLCALL_LOG_LEVEL ?? 'silent') })
  await using scope = new AsyncDisposableStack()
  const samples = new Samples({ host, dir })
  scope.defer(() => samples.end())
  const state = await samples.start()
  const naming = discovery ? discoveryServer(host, samples.file) : undefined
  if (naming) scope.defer(() => naming.end())
  await naming?.start(only(port)).catch((error) => {
    if (error instanceof Fault && error.code === 'server-timeout')
      throw new Ends(exit.failed, 'serve.in-use', { port })
    throw error
  })
  const url = naming && `${naming.origin}/api/discover`
  cli.show(url === undefined ? state : { ...state, discovery: url }, () =>
    [...state.servers, ...(url === undefined ? [] : [{ name: 'discovery', url }])]
      .map((line) => `${line.name}  ${line.url}`)
      .join('\n'),
  )
  cli.remark('samples.running', { file: state.file })
  if (url !== undefined) cli.remark('samples.discovering', { url })
  if (!interrupted.aborted) await once(interrupted, 'abort')
}

/** The original's `discovery_server`: names the samples, and what is added to it over HTTP. */
function discoveryServer(host: Host, file: string): Sample {
  return new Sample(host, {
    name: 'discovery',
    description: 'Names servers over HTTP. 通过 HTTP 列出服务器',
    tags: [],
    priority: 0,
    args: ['--file', file],
  })
}

/** A person chose the port: no other is taken. */
async function* only(port: number): AsyncGenerator<number> {
  yield port
}
