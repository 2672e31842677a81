import { type ChildProcess, spawn } from 'node:child_process'
import { type ElectronApplication, _electron as electron } from '@playwright/test'
import { electronBinary } from '../electron-binary'
import { projectDir } from '../project'
import { launch, type StandInApplication, standInArguments } from '../stand-in/launch'
import { environmentIn } from './person'
import type { DesktopApplication, Running, Shell } from './shell'

const env = (dataDir: string) => ({ ...environmentIn(dataDir), ROLLCALL_LOG_LEVEL: 'debug' })

/** The built desktop shell on the Electron stand-in. */
export class StandInShell implements Shell {
  readonly name = 'stand-in'

  async start(dataDir: string): Promise<Running> {
    const application = await launch({ args: argsFor(dataDir), env: env(dataDir) })
    return running(application, (paths) => application.announceFiles(paths))
  }
}

/** The built desktop shell in Electron itself. */
export class ElectronShell implements Shell {
  readonly name = 'electron'

  async start(dataDir: string): Promise<Running> {
    const application = await electron.launch({ args: argsFor(dataDir), env: defined(env(dataDir)) })
    return running(application, async () => {})
  }
}

/** Starts the same shell once more on the same data, as a second click on its icon does. */
export function startBeside(shell: Shell['name'], dataDir: string): ChildProcess {
  const [command, before] =
    shell === 'electron' ? [electronBinary() ?? '', []] : [process.execPath, standInArguments]
  return spawn(command, [...before, ...argsFor(dataDir)], { env: env(dataDir), stdio: 'ignore' })
}

async function running(
  application: StandInApplication | ElectronApplication,
  announceFiles: Running['announceFiles'],
): Promise<Running> {
  const child = application.process()
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text) => {
      said += String(text)
    })
  return {
    page: await application.firstWindow(),
    application: {
      evaluate: async (work, arg) => await (application as DesktopApplication).evaluate(work, arg),
    },
    announceFiles,
    output: () => said,
    end: async () => {
      await application.close()
      return child.exitCode
    },
  }
}

/** Chromium's sandbox does not start as root, as in containers; a person's Rollcall never gets this. */
function argsFor(dataDir: string): string[] {
  const rootOnly = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return [projectDir, ...rootOnly, '--data-dir', dataDir]
}

function defined(variables: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
