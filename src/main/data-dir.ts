import { chmodSync, mkdirSync } from 'node:fs'
import { posix, resolve, win32 } from 'node:path'

/** What decides where data lies; a parameter so that every platform's place can be tested on one. */
export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/**
 * Where Rollcall keeps everything: the directory given, else `ROLLCALL_DATA_DIR`, else the platform's usual place.
 * Every shell asks here, so the desktop, the headless shell and the command line meet in the same directory.
 */
export function dataDirOf(given: string | undefined, surroundings: Surroundings): string {
  const named = given || surroundings.env.ROLLCALL_DATA_DIR
  return named ? resolve(named) : usualPlace(surroundings)
}

function usualPlace({ platform, env, home }: Surroundings): string {
  if (platform === 'win32')
    return win32.join(env.APPDATA || win32.join(home, 'AppData', 'Roaming'), 'Rollcall')
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Rollcall')
  // The XDG specification has a relative path ignored.
  const data = env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : posix.join(home, '.local', 'share')
  return posix.join(data, 'rollcall')
}

/** Creates the directory where it is missing and makes it private to the user (0700). */
export function prepareDataDir(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (process.platform !== 'win32') chmodSync(directory, 0o700)
}
