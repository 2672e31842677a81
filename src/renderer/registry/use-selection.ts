import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { Server } from '../../shared/contract/registry'
import { useView } from '../shell/view'
import { toggled, withRange } from './selection'

export type Mark = (server: Server, range: boolean) => void

/** Marks rows of the list as shown; what it returns stays the same while rows change. */
export function useMark(servers: readonly Server[]): Mark {
  const shown = useRef(servers)
  /** Where a range begins: the row marked last. */
  const anchor = useRef<string | null>(null)
  useEffect(() => {
    shown.current = servers
  }, [servers])
  return useCallback((server, range) => {
    const { selection, cursor, set } = useView.getState()
    const ids = () => shown.current.map(({ id }) => id)
    const from = selection.size > 0 ? anchor.current : cursor
    const next = range ? withRange(selection, ids(), from, server.id) : toggled(selection, server.id)
    if (!range || from === null) anchor.current = server.id
    else if (selection.size === 0) anchor.current = from
    set({ selection: next, cursor: server.id })
  }, [])
}

const none: readonly Server[] = []

/** The selected servers among those shown: what is filtered out is not acted on. */
export function useSelected(servers: readonly Server[]): readonly Server[] {
  const selection = useView((view) => view.selection)
  return useMemo(
    () => (selection.size === 0 ? none : servers.filter(({ id }) => selection.has(id))),
    [servers, selection],
  )
}
