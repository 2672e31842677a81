import { create } from 'zustand'
import type { EventKind } from '../../shared/contract/activity'
import { startOfDay } from '../text/format'

export const periods = ['any', 'hour', 'today', 'week', 'custom'] as const
type Period = (typeof periods)[number]

/** Which events the person wants to see. */
export interface EventQuery {
  /** Names of servers. */
  readonly servers: readonly string[]
  readonly kinds: readonly EventKind[]
  readonly period: Period
  /** Where `period` is `custom`: local times as their fields have them, `2026-11-28T14:00`; empty where open. */
  readonly from: string
  readonly to: string
  readonly text: string
}

export const everyEvent: EventQuery = {
  servers: [],
  kinds: [],
  period: 'any',
  from: '',
  to: '',
  text: '',
}

interface EventQueryStore {
  readonly query: EventQuery
  readonly ask: (part: Partial<EventQuery>) => void
}

/** What the Activity screen is narrowed to, for as long as the page is open. */
export const useEventQuery = create<EventQueryStore>()((set) => ({
  query: everyEvent,
  ask: (part) => set(({ query }) => ({ query: { ...query, ...part } })),
}))

/** All events of one server. */
export function askForServer(name: string): void {
  useEventQuery.getState().ask({ ...everyEvent, servers: [name] })
}

/** The query as the contract has it; times that are relative count from `nowMs`. */
export function filterOf({ servers, kinds, period, from, to, text }: EventQuery, nowMs: number) {
  const since = sinceOf(period, nowMs)
  const start = period === 'custom' ? timeOf(from) : since
  const end = period === 'custom' ? timeOf(to) : null
  return {
    ...(servers.length > 0 && { server: [...servers] }),
    ...(kinds.length > 0 && { kind: [...kinds] }),
    ...(start !== null && { from: new Date(start).toISOString() }),
    ...(end !== null && { to: new Date(end).toISOString() }),
    ...(text.trim() !== '' && { text: text.trim() }),
  }
}
export type Filter = ReturnType<typeof filterOf>

export const narrows = (filter: Filter): boolean => Object.keys(filter).length > 0

export const toggled = <T>(all: readonly T[], one: T): readonly T[] =>
  all.includes(one) ? all.filter((each) => each !== one) : [...all, one]

function sinceOf(period: Period, nowMs: number): number | null {
  if (period === 'hour') return nowMs - 3_600_000
  if (period === 'today') return startOfDay(new Date(nowMs))
  if (period === 'week') return nowMs - 7 * 86_400_000
  return null
}

function timeOf(local: string): number | null {
  const time = new Date(local).getTime()
  return local === '' || Number.isNaN(time) ? null : time
}
