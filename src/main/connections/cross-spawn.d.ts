declare module 'cross-spawn' {
  import type { ChildProcess, SpawnOptions } from 'node:child_process'

  /** As `spawn` of node:child_process, with the `.cmd` files and quoting of Windows done right. */
  // biome-ignore lint/style/noDefaultExport: what the package exports.
  export default function spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess
}
