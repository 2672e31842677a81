import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useView } from '../shell/view'
import { Grid, GridBody } from '../ui/grid'
import { ScrollThumb } from '../ui/scroll-thumb'
import { RowHint } from './row-hint'
import { rowHeights } from './row-shape'
import { ServerRow } from './server-row'
import { TableHead } from './table-head'
import { useGridKeys } from './use-grid-keys'
import { type Mark, useMark } from './use-selection'

/** Rows drawn out of sight at each end. */
const overscan = 8

const rowPrefix = 'server-'
const rowId = (server: Server) => `${rowPrefix}${server.id}`

/** The id of the server whose row an element lies in. */
export const serverAt = (element: Element) =>
  element.closest(`[role=row][id^=${rowPrefix}]`)?.id.slice(rowPrefix.length)

interface ServerTableProps {
  readonly servers: readonly Server[]
  readonly selected: readonly Server[]
  readonly ref: RefObject<HTMLDivElement | null>
}

/** The servers, drawn only where one looks. The grid keeps the focus while its rows come and go. */
export function ServerTable({ servers, selected, ref }: ServerTableProps) {
  const { t } = useTranslation()
  const { cursor, open, selection, density, sort, set } = useView()
  const scroll = useRef<HTMLDivElement>(null)
  const rowHeight = rowHeights[density]
  const virtual = useVirtualizer({
    count: servers.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => servers[index]?.id ?? index,
    overscan,
  })
  const at = servers.findIndex((server) => server.id === cursor)
  const mark = useMark(servers)
  const page = () => Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / rowHeight) - 1)
  const onKeyDown = useGridKeys({ servers, selected, at, mark, page })
  const ids = useMemo(() => servers.map(({ id }) => id), [servers])
  /** Marking by pointer brings the keys here too. */
  const onMark = useCallback<Mark>(
    (server, range) => {
      mark(server, range)
      ref.current?.focus({ preventScroll: true })
    },
    [mark, ref],
  )
  const onPress = useCallback(
    (
      server: Server,
      { shiftKey, ctrlKey, metaKey }: Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>,
    ) => {
      if (shiftKey || ctrlKey || metaKey) onMark(server, shiftKey)
      else set({ cursor: server.id, open: server.id })
    },
    [onMark, set],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: another density is another height of every row.
  useEffect(() => virtual.measure(), [rowHeight])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order is read from its beginning.
  useEffect(() => virtual.scrollToOffset(0), [sort])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move of the cursor scrolls, not a change of rows.
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at)
  }, [cursor, open === null])

  const current = servers[at]
  const drawn = virtual.getVirtualItems()
  // A row that leaves at one end comes in again at the other as another server, where it stands in the document: making
  // or moving one costs a frame. What reads the rows in their order is told it by aria-owns.
  const places = Math.ceil((virtual.scrollRect?.height ?? 0) / rowHeight) + 1 + 2 * overscan
  const inPlace = drawn.toSorted((a, b) => (a.index % places) - (b.index % places))
  const order = drawn.flatMap(({ index }) => (servers[index] ? rowId(servers[index]) : [])).join(' ')
  const currentDrawn = drawn.some((item) => item.index === at)
  return (
    <Grid
      ref={ref}
      aria-label={t('screen.servers')}
      aria-rowcount={servers.length + 1}
      aria-multiselectable
      aria-activedescendant={current && currentDrawn ? rowId(current) : undefined}
      data-selecting={selected.length > 0 || undefined}
      onKeyDown={onKeyDown}
      className="group/grid @container flex min-h-0 flex-1 flex-col outline-none"
    >
      <TableHead ids={ids} selected={selected.length} />
      <div role="presentation" className="relative min-h-0 flex-1">
        <GridBody
          ref={scroll}
          aria-owns={order}
          className="absolute inset-0 overflow-y-auto [scrollbar-width:none]"
        >
          <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
            {inPlace.map((item) => {
              const server = servers[item.index]
              if (!server) return null
              return (
                <ServerRow
                  key={item.index % places}
                  server={server}
                  id={rowId(server)}
                  index={item.index}
                  top={item.start}
                  density={density}
                  atCursor={at < 0 ? item.index === 0 : item.index === at}
                  isOpen={server.id === open}
                  isSelected={selection.has(server.id)}
                  onPress={onPress}
                  onMark={onMark}
                />
              )
            })}
          </div>
        </GridBody>
        <ScrollThumb of={scroll} />
        <RowHint of={scroll} servers={servers} serverAt={serverAt} />
      </div>
    </Grid>
  )
}
