declare module 'cross-spawn' {
  import type { ChildProcess, SpawnOptions } from 'node:child_process'

  /** As `spawn` of node:child_process, with the `.cmd` files and quoting of Windows done right. */
  function spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess
  namespace spawn {
    /** What would be started. The package keeps it for tests, its own and ours. */
    function _parse(
      command: string,
      args: readonly string[],
      options: SpawnOptions,
    ): { readonly command: string; readonly args: readonly string[]; readonly options: SpawnOptions }
  }
  // biome-ignore lint/style/noDefaultExport: what the package exports.
  export default spawn
}
