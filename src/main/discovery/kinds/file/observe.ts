import { type Stats, statfs } from 'node:fs'
import { watch } from 'chokidar'
import type { Members } from './members'

/**
 * Calls `onEvent` whenever something may have happened to these files, which need not exist, and `onFailure` when the
 * system cannot tell (no watches left, a file system without events). The returned function stops it.
 */
export type Observe = (
  members: Pick<Members, 'base' | 'depth' | 'concerns'>,
  onEvent: () => void,
  onFailure: () => void,
) => () => Promise<void>

/** The leavings of editors: backup copies, swap and lock files, vim's probe. */
const leavings = /(~|\.sw[a-z]|\.tmp|[\\/]\.#[^\\/]*|[\\/]4913)$/u

/** Events of the operating system, through the nearest directory that exists. */
export const observeFiles: Observe = ({ base, depth, concerns }, onEvent, onFailure) => {
  const isNoConcern = (path: string, stats?: Stats) =>
    path !== base && (leavings.test(path) || !concerns(path, stats?.isDirectory()))
  const watcher = watch(base, {
    ignoreInitial: true,
    // Replacements and half-written files are told apart by looking twice, which also covers network drives.
    atomic: false,
    depth,
    ignored: isNoConcern,
  })
  watcher.on('all', onEvent)
  watcher.on('error', onFailure)
  // What another computer changes on a network drive is no event here, and nothing says so.
  statfs(base, (error, stats) => {
    if (!error && isRemote(stats.type)) onFailure()
  })
  return () => watcher.close()
}

/** File systems whose other users are not seen, by their magic number: NFS, SMB (three), AFS, 9P, and FUSE with sshfs. */
const remoteTypes: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x01021997, 0x65735546,
])

/** Whether a file system, as `statfs` numbers it on Linux, may be changed from elsewhere without an event here. */
export function isRemote(type: number): boolean {
  return process.platform === 'linux' && remoteTypes.has(type >>> 0)
}
