import { realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Fault } from '../../shared/contract/fault'

/** A source to add. `file_path` is the original's word for `path`. */
export interface NewSource {
  readonly path?: string | undefined
  readonly file_path?: string | undefined
  /** Without one the file's name, its ending left out. */
  readonly name?: string | undefined
  /** How often to look at it; `interval`, in seconds, is the original's. Without one Rollcall decides. */
  readonly intervalMs?: number | undefined
  readonly interval?: number | undefined
}

/** What was given of an interval, in milliseconds; undefined where nothing was. */
export function givenIntervalMs<T>(given: {
  intervalMs?: T
  interval?: number | undefined
}): T | number | undefined {
  return given.intervalMs === undefined && given.interval !== undefined
    ? Math.round(given.interval * 1_000)
    : given.intervalMs
}

/** The full path of a source to add. Throws Fault `invalid`. */
export function checkedPath({ path, file_path }: NewSource): string {
  const given = path ?? file_path ?? ''
  if (given === '' || given.includes('\0'))
    throw new Fault('invalid', 'The source has no path that could be watched.', {
      issues: [{ path: 'path', message: given === '' ? 'is missing' : 'has a NUL character' }],
    })
  return resolve(given)
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
