import { watch } from 'chokidar'

/**
 * Calls `onEvent` whenever something may have happened at `path`, which need not exist, and `onFailure` when the system
 * cannot tell (no watches left, a file system without events). The returned function stops it.
 */
export type Observe = (path: string, onEvent: () => void, onFailure: () => void) => () => Promise<void>

/** The leavings of editors: backup copies, swap and lock files, vim's probe. */
const leavings = /(~|\.sw[a-z]|\.tmp|[\\/]\.#[^\\/]*|[\\/]4913)$/u

/** Events of the operating system, through the nearest directory that exists. */
export const observePath: Observe = (path, onEvent, onFailure) => {
  const watcher = watch(path, {
    ignoreInitial: true,
    // Replacements and half-written files are told apart by looking twice, which also covers network drives.
    atomic: false,
    depth: 0,
    ignored: (other) => other !== path && leavings.test(other),
  })
  watcher.on('all', onEvent)
  watcher.on('error', onFailure)
  return () => watcher.close()
}
