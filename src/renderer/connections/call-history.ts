import { create } from 'zustand'

/** Runs kept of one tool. */
const runsMax = 20

/** A run that has ended. */
export interface Run {
  readonly id: number
  readonly at: string
  readonly args: Record<string, unknown>
  readonly outcome: 'ok' | 'failed' | 'stopped'
  readonly durationMs: number
}

interface CallHistory {
  /** Newest first, by `keyOf`. */
  readonly runs: Readonly<Record<string, readonly Run[]>>
  readonly add: (key: string, run: Omit<Run, 'id'>) => void
}

/** What was run since the window opened: the last 20 runs of each tool. Kept nowhere else. */
export const useCallHistory = create<CallHistory>((set) => ({
  runs: {},
  add: (key, run) =>
    set(({ runs }) => {
      const before = runs[key] ?? []
      const id = (before[0]?.id ?? 0) + 1
      return { runs: { ...runs, [key]: [{ ...run, id }, ...before].slice(0, runsMax) } }
    }),
}))

/** Tells the tools of all servers apart. */
export function keyOf(serverId: string, tool: string): string {
  return JSON.stringify([serverId, tool])
}
