import { create } from 'zustand'
import type { ToolProgress, ToolResult, ToolRunEvent } from '../../shared/contract/tools'
import type { Refusal } from '../bridge/fault'
import { weightOf } from './weight'

/** Runs kept of one tool. */
const runsMax = 20
/** Of all results kept together, in characters. */
export const weightMax = 32_000_000
/** Tools whose last answer stays in view when one comes back to them. */
const shownMax = 20

/** What came of a run. `dropped`: its result was let go to make room for later ones. */
export type Outcome =
  | { readonly kind: 'answered'; readonly result: ToolResult }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'dropped'; readonly failed: boolean }

/** A run that has ended. */
export interface Run {
  readonly id: number
  readonly at: string
  readonly args: Record<string, unknown>
  readonly outcome: Outcome
  readonly durationMs: number
}

/** A run under way. */
export interface Running {
  readonly startedAtMs: number
  readonly progress: ToolProgress | null
  /** Requests before it, while it waits its turn; null once it was sent. */
  readonly others: number | null
  readonly stop: () => void
}

interface CallHistory {
  /** Newest first, by `keyOf`. */
  readonly runs: Readonly<Record<string, readonly Run[]>>
  /** What is under way, by `keyOf`: at most one run of each tool. */
  readonly running: Readonly<Record<string, Running>>
  /** The run whose answer is in view, by `keyOf`. */
  readonly shown: Readonly<Record<string, Run>>
  readonly begin: (key: string, running: Running) => void
  readonly advance: (key: string, event: Exclude<ToolRunEvent, { kind: 'result' }>) => void
  /** Notes a run that has ended, and shows it. */
  readonly add: (key: string, run: Omit<Run, 'id'>) => void
  readonly show: (key: string, run: Run) => void
  /** Forgets the runs of one tool. */
  readonly clear: (key: string) => void
}

/** What was run since the window opened: the last 20 runs of each tool. Kept nowhere else. */
export const useCallHistory = create<CallHistory>((set) => ({
  runs: {},
  running: {},
  shown: {},
  begin: (key, running) => set((history) => ({ running: { ...history.running, [key]: running } })),
  advance: (key, event) =>
    set(({ running }) => {
      const mine = running[key]
      if (!mine) return {}
      const news =
        event.kind === 'waiting' ? { others: event.others || null } : { others: null, progress: event }
      return { running: { ...running, [key]: { ...mine, ...news } } }
    }),
  add: (key, ended) =>
    set(({ runs, running, shown }) => {
      const before = runs[key] ?? []
      const run = { ...ended, id: (before[0]?.id ?? 0) + 1 }
      const { [key]: _, ...others } = running
      return {
        runs: lightened({ ...runs, [key]: [run, ...before].slice(0, runsMax) }),
        running: others,
        shown: latest(shown, key, run),
      }
    }),
  show: (key, run) => set(({ shown }) => ({ shown: latest(shown, key, run) })),
  clear: (key) =>
    set(({ runs, shown }) => {
      const { [key]: _, ...others } = runs
      const { [key]: __, ...stillShown } = shown
      return { runs: others, shown: stillShown }
    }),
}))

/** Tells the tools of all servers apart. */
export function keyOf(serverId: string, tool: string): string {
  return JSON.stringify([serverId, tool])
}

function latest(shown: CallHistory['shown'], key: string, run: Run): CallHistory['shown'] {
  const { [key]: _, ...others } = shown
  return Object.fromEntries([...Object.entries(others).slice(1 - shownMax), [key, run]])
}

/** Lets the oldest results go until the rest is light enough; arguments and times stay. */
function lightened(runs: CallHistory['runs']): CallHistory['runs'] {
  const newestFirst = Object.values(runs)
    .flat()
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
  let total = 0
  const heavy = new Set<Run>()
  for (const run of newestFirst) {
    if (run.outcome.kind !== 'answered') continue
    total += weightOf(run.outcome.result)
    if (total > weightMax) heavy.add(run)
  }
  if (heavy.size === 0) return runs
  return Object.fromEntries(
    Object.entries(runs).map(([key, list]) => [
      key,
      list.map((run) => (heavy.has(run) ? dropped(run) : run)),
    ]),
  )
}

function dropped(run: Run): Run {
  const failed = run.outcome.kind === 'answered' && run.outcome.result.isError
  return { ...run, outcome: { kind: 'dropped', failed } }
}
