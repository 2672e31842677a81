import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { useView } from '../shell/view'
import { cn } from '../ui/class-names'
import { Grid, GridBody, GridHead, GridRow } from '../ui/grid'
import { useRemove } from './actions'
import { columns, rowHeight, ServerRow } from './server-row'

const rowId = (server: Server) => `server-${server.id}`

/** The servers, drawn only where one looks. The grid keeps the focus while its rows come and go. */
export function ServerTable({ servers }: { servers: readonly Server[] }) {
  const { t } = useTranslation()
  const { cursor, open, set } = useView()
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: servers.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => servers[index]?.id ?? index,
    overscan: 8,
  })
  const at = servers.findIndex((server) => server.id === cursor)
  const onKeyDown = useGridKeys(servers, at)
  const show = useCallback((server: Server) => set({ cursor: server.id, open: server.id }), [set])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move of the cursor scrolls, not a change of rows.
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at)
  }, [cursor, open === null])

  const current = servers[at]
  const drawn = virtual.getVirtualItems()
  const currentDrawn = drawn.some((item) => item.index === at)
  return (
    <Grid
      aria-label={t('screen.servers')}
      aria-rowcount={servers.length + 1}
      aria-activedescendant={current && currentDrawn ? rowId(current) : undefined}
      onKeyDown={onKeyDown}
      className="group/grid @container flex min-h-0 flex-1 flex-col outline-none"
    >
      <TableHead />
      <GridBody ref={scroll} className="min-h-0 flex-1 overflow-y-auto [scrollbar-gutter:stable]">
        <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
          {drawn.map((item) => {
            const server = servers[item.index]
            if (!server) return null
            return (
              <ServerRow
                key={server.id}
                server={server}
                id={rowId(server)}
                index={item.index}
                top={item.start}
                atCursor={at < 0 ? item.index === 0 : item.index === at}
                isOpen={server.id === open}
                onOpen={show}
              />
            )
          })}
        </div>
      </GridBody>
    </Grid>
  )
}

function TableHead() {
  const { t } = useTranslation()
  const cell = 'px-2 py-1.5 text-left text-faint text-xs font-medium truncate'
  return (
    <GridRow
      aria-rowindex={1}
      className={cn(columns, 'shrink-0 overflow-y-hidden border-line border-b [scrollbar-gutter:stable]')}
    >
      <GridHead className={cn(cell, 'pl-4')}>{t('column.server')}</GridHead>
      <GridHead className={cn(cell, '@max-[720px]:hidden')}>{t('column.tags')}</GridHead>
      <GridHead className={cell}>{t('column.checks')}</GridHead>
      <GridHead className={cell}>{t('column.latency')}</GridHead>
      <GridHead>
        <span className="sr-only">{t('column.switch')}</span>
      </GridHead>
    </GridRow>
  )
}

/** Arrows move, Space switches, Enter opens, Escape closes, Delete removes. */
function useGridKeys(servers: readonly Server[], at: number) {
  const client = useClient()
  const remove = useRemove()
  const { open, set } = useView()
  const toggle = useAction<Server, unknown>({
    mutationFn: ({ name, intent }) =>
      intent === 'on'
        ? client.connections.disconnect({ server: name })
        : client.connections.connect({ server: name }),
  })

  const move = (to: number) => {
    const next = servers[Math.max(0, Math.min(servers.length - 1, to))]
    if (next) set({ cursor: next.id, ...(open !== null && { open: next.id }) })
  }
  const current = servers[at]
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(at + 1),
    ArrowUp: () => move(at < 0 ? 0 : at - 1),
    PageDown: () => move(at + 10),
    PageUp: () => move(at - 10),
    Home: () => move(0),
    End: () => move(servers.length - 1),
    Escape: () => set({ open: null }),
    ...(current && {
      Enter: () => set({ open: current.id }),
      ' ': () => toggle.mutate(current),
      Delete: () => remove(current),
    }),
  }
  return (event: KeyboardEvent) => {
    const act = keys[event.key]
    const onSwitch = event.target !== event.currentTarget && (event.key === ' ' || event.key === 'Enter')
    if (!act || onSwitch || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    act()
  }
}
