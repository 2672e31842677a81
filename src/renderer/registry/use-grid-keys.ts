import type { KeyboardEvent } from 'react'
import type { Server } from '../../shared/contract/registry'
import { useView } from '../shell/view'
import { useIsOn, useRemove, useSwitch } from './actions'
import { useRemoveAll } from './use-bulk'
import type { Mark } from './use-selection'

interface GridKeys {
  readonly servers: readonly Server[]
  readonly selected: readonly Server[]
  /** Index of the row the keys act on; -1 where there is none yet. */
  readonly at: number
  readonly mark: Mark
  /** Rows in view at a time. */
  readonly page: () => number
}

/**
 * Arrows, Home, End and the page keys move (with Shift they select), x selects, Ctrl or Cmd A selects all, Space switches,
 * Enter opens, Delete removes what is selected or the row, Escape ends the selection and then closes the details.
 */
export function useGridKeys({ servers, selected, at, mark, page }: GridKeys) {
  const remove = useRemove()
  const removeAll = useRemoveAll()
  const toggle = useSwitch()
  const { open, set } = useView()
  const current = servers[at]
  const isOn = useIsOn(current)

  const move = (to: number, selecting: boolean) => {
    const next = servers[Math.max(0, Math.min(servers.length - 1, to))]
    if (!next) return
    if (selecting) mark(next, true)
    else set({ cursor: next.id, ...(open !== null && { open: next.id }) })
  }
  const moves: Record<string, () => number> = {
    ArrowDown: () => at + 1,
    ArrowUp: () => Math.max(0, at - 1),
    PageDown: () => at + page(),
    PageUp: () => at - page(),
    Home: () => 0,
    End: () => servers.length - 1,
  }
  const acts: Record<string, () => void> = {
    Escape: () => set(selected.length > 0 ? { selection: new Set() } : { open: null }),
    ...(selected.length > 0 && { Delete: () => void removeAll(selected) }),
    ...(current && {
      Enter: () => set({ open: current.id }),
      ' ': () => toggle(current, !isOn),
      x: () => mark(current, false),
      ...(selected.length === 0 && {
        Delete: () => remove(current, (servers[at + 1] ?? servers[at - 1])?.id ?? null),
      }),
    }),
  }

  return (event: KeyboardEvent) => {
    const command = event.ctrlKey || event.metaKey
    const inControl = event.target !== event.currentTarget
    const to = moves[event.key]
    const act = acts[event.key]
    if (command && event.key.toLowerCase() === 'a') set({ selection: new Set(servers.map(({ id }) => id)) })
    else if (command || event.altKey || (inControl && [' ', 'Enter'].includes(event.key))) return
    else if (to) move(to(), event.shiftKey)
    else if (act && !event.shiftKey) act()
    else return
    event.preventDefault()
  }
}
