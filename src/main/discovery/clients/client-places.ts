import { posix, win32 } from 'node:path'
import type { Machine } from '../../host'
import type { KnownClient } from './known-clients'

/** Where a client's own files may lie on this computer, the usual place first. Pure: the machine is given. */
export function placesOf({ places }: KnownClient, machine: Machine): string[] {
  const { platform } = machine
  const own = platform === 'darwin' ? places.darwin : platform === 'win32' ? places.win32 : undefined
  return (own ?? places.linux).flatMap((place) => fullPath(place, machine) ?? [])
}

/** The files a client reads in a folder a person works in. */
export function projectPlacesOf({ project }: KnownClient, folder: string, machine: Machine): string[] {
  return project.map((place) => pathsOf(machine).join(folder, place))
}

/** Undefined where a variable it needs is not set. */
function fullPath(place: string, machine: Machine): string | undefined {
  const { home, env } = machine
  const [first = '', ...rest] = place.split('/')
  const variable = /^\{env:(\w+)\}$/u.exec(first)?.[1]
  const start = first === '~' ? home : variable === undefined ? settingsFolder(machine) : env[variable]
  return start ? pathsOf(machine).join(start, ...rest) : undefined
}

/** As Electron and most programs have it; a relative `XDG_CONFIG_HOME` counts for nothing, as its specification says. */
function settingsFolder({ platform, home, env }: Machine): string {
  if (platform === 'win32') return env.APPDATA || win32.join(home, 'AppData', 'Roaming')
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support')
  const given = env.XDG_CONFIG_HOME
  return given && posix.isAbsolute(given) ? given : posix.join(home, '.config')
}

function pathsOf({ platform }: Machine) {
  return platform === 'win32' ? win32 : posix
}
