import type { LedgerProcess } from '../../shared/contract/processes'

export const columns = ['owner', 'pid', 'state', 'age', 'memory', 'cpu', 'children', 'crashes'] as const
export type Column = (typeof columns)[number]

export interface Order {
  readonly by: Column
  readonly direction: 'ascending' | 'descending'
}

export const usualOrder: Order = { by: 'owner', direction: 'ascending' }

export const processFilters = ['all', 'servers', 'rollcall'] as const
export type ProcessFilter = (typeof processFilters)[number]

/** Samples belong to Rollcall, which starts and ends them by itself. */
export function fits({ owner }: LedgerProcess, filter: ProcessFilter): boolean {
  if (filter === 'all') return true
  return (owner.kind === 'server' || owner.kind === 'trial') === (filter === 'servers')
}

/** Tells a process from any other, of the same pid as well. */
export const keyOf = ({ pid, startedAt }: LedgerProcess): string => `${pid} ${startedAt}`

const names = new Intl.Collator('en', { numeric: true })

/** Processes in order; what is not known comes last either way, and among equals the order given stays. */
export function ordered(
  processes: readonly LedgerProcess[],
  { by, direction }: Order,
): readonly LedgerProcess[] {
  const turn = direction === 'ascending' ? 1 : -1
  return processes.toSorted((one, other) => {
    const [a, b] = [rankOf(one, by), rankOf(other, by)]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    if (typeof a === 'number' && typeof b === 'number') return turn * (a - b)
    return turn * names.compare(String(a), String(b))
  })
}

const kinds = ['server', 'trial', 'sample', 'rollcall'] as const

function rankOf(process: LedgerProcess, by: Column): number | string | null {
  switch (by) {
    case 'owner':
      return kinds.indexOf(process.owner.kind) + ('name' in process.owner ? process.owner.name : '')
    case 'pid':
      return process.pid
    case 'state':
      return process.state
    case 'age':
      return -Date.parse(process.startedAt)
    case 'memory':
      return process.memoryBytes
    case 'cpu':
      return process.cpu
    case 'children':
      return process.children
    case 'crashes':
      return process.crashes
  }
}

/** The order after a press on a column's head: names from the first, numbers from the largest, then the other way. */
export function nextOrder({ by, direction }: Order, pressed: Column): Order {
  if (by === pressed) return { by, direction: direction === 'ascending' ? 'descending' : 'ascending' }
  return { by: pressed, direction: pressed === 'owner' || pressed === 'pid' ? 'ascending' : 'descending' }
}

/** What a list of processes takes together. */
export function totalOf(processes: readonly LedgerProcess[]) {
  const sum = (of: (process: LedgerProcess) => number | null) =>
    processes.reduce((total, process) => total + (of(process) ?? 0), 0)
  return {
    count: sum(({ children }) => 1 + children),
    memoryBytes: sum(({ memoryBytes }) => memoryBytes),
    cpu: processes.some(({ cpu }) => cpu !== null) ? sum(({ cpu }) => cpu) : null,
  }
}
