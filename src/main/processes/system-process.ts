/** One process as the system tells of it at one moment. */
export interface SystemProcess {
  readonly pid: number
  readonly parent: number
  /** Its process group; 0 where the system has none. */
  readonly group: number
  /**
   * One word that another process of the same pid never has: when it began, in the system's own words. Compared before
   * anything is ended that this Rollcall did not start itself, because systems give pids out again.
   */
  readonly began: string
  /** When that was, in epoch milliseconds, within a second; 0 where the system does not say. */
  readonly startedAt: number
  /** What it has in memory; shared pages count in each of those that share them. */
  readonly memoryBytes: number
  /** Time of processors it has used. */
  readonly cpuMs: number
  readonly name: string
  /** What this Rollcall, or another, put into its environment; null where that cannot be read. */
  readonly mark: string | null
}

/** The variable that marks a process, and everything it starts, as started by a Rollcall: `<run>.<number>`. */
export const markName = 'ROLLCALL_PROCESS'

/** Everything that runs, by pid. */
export type Snapshot = ReadonlyMap<number, SystemProcess>
