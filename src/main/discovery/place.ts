import { realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'

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
