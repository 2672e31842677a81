import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { version } from '../../../package.json'
import { dataDirOf, prepareDataDir } from '../data-dir'
import { type Host, type Log, systemClock } from '../host'
import { linesTo } from '../log'
import { networkHere } from '../network'
import { ForkedTask } from './forked-task'

export interface HeadlessHostOptions {
  /** Where everything is kept; without it as `dataDirOf` says. */
  readonly dataDir?: string | undefined
  readonly log?: Log
}

/** The host without Electron: plain Node, log on stderr, secrets protected by the file's mode alone. */
export function headlessHost({ dataDir, log }: HeadlessHostOptions = {}): Host {
  const directory = headlessDataDir(dataDir)
  prepareDataDir(directory)
  const lines = log ?? linesTo(2, process.env.ROLLCALL_LOG_LEVEL)
  return {
    kind: 'headless',
    version,
    dataDir: directory,
    resourcesDir: findResources(),
    machine: { platform: process.platform, home: homedir(), env: process.env },
    clock: systemClock,
    log: lines,
    cipher: null,
    network: networkHere,
    onWake: () => () => {},
    // The page shows it, in the person's browser.
    notify: () => false,
    // Everything a person sees of this shell is the page itself.
    appear: () => {},
    desktop: null,
    openExternal: async () => false,
    clientMetadataUrl: process.env.ROLLCALL_CLIENT_METADATA_URL,
    fork: (script, args) => new ForkedTask(script, args, lines),
  }
}

/** The directory that would be used, without making it. */
export function headlessDataDir(given?: string): string {
  return dataDirOf(given, { platform: process.platform, env: process.env, home: homedir() })
}

/** The bundler decides how deep this file lies below the project, so `resources/` is looked for upwards. */
function findResources(): string {
  let directory = import.meta.dirname
  while (!existsSync(join(directory, 'resources', 'examples'))) {
    const parent = dirname(directory)
    if (parent === directory)
      throw new Error(`No resources/examples beside or above ${import.meta.dirname}: is Rollcall complete?`)
    directory = parent
  }
  return join(directory, 'resources')
}
