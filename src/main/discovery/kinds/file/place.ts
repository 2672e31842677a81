import { realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { Fault } from '../../../../shared/contract/fault'
import { isPattern } from './members'

/**
 * The full path, or pattern of paths, of a source to add; `~` is the person's directory, and what is relative is taken
 * from the process's. Throws Fault `invalid`.
 */
export function checkedPath(given: unknown): string {
  if (typeof given !== 'string' || given === '') throw unusable('is missing')
  if (given.includes('\0')) throw unusable('has a NUL character')
  if (given.length > 4_096) throw unusable('is too long')
  const path = resolve(given.replace(/^~(?=$|[\\/])/u, homedir()))
  if (isPattern(path) && path.includes('**')) throw unusable('has a ** in it; name the folders instead')
  return path
}

function unusable(message: string): Fault {
  return new Fault('invalid', 'The source has no path that could be watched.', {
    issues: [{ path: 'path', message }],
  })
}

/** Where a path really leads, links followed as far as it exists. Two paths with one place are one file. */
export async function placeOf(path: string): Promise<string> {
  const full = resolve(path)
  try {
    return await realpath(full)
  } catch {
    // A file that is not there yet, or cannot be reached, is told apart by its directory and name.
    return dirname(full) === full ? full : join(await placeOf(dirname(full)), basename(full))
  }
}
