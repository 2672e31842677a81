import { type KeyboardEvent, type PointerEvent, useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../../shared/contract/registry'
import { useOrder } from '../../registry/use-order'
import { type Sort, useView } from '../../shell/view'
import { cn } from '../../ui/class-names'
import { VirtualList } from '../../ui/virtual-list'
import { Axis } from './axis'
import { CursorLine } from './cursor-line'
import { LaneRow, laneColumns, laneHeight } from './lane-row'
import { cellAt, moved } from './ranges'
import { spanOf } from './read-out'
import type { Lanes } from './use-lanes'
import { useZoom } from './use-zoom'

const troubleFirst: Sort = { by: 'trouble', direction: 'descending' }

const words = { d: 'down', f: 'flapping', s: 'slow', u: 'up', o: 'off', '?': 'unknown' } as const
const isLetter = (letter: string): letter is keyof typeof words => letter in words

/** A lane for each server over one axis. Up and down go from lane to lane, left and right through time. */
export function LaneList({ servers, lanes }: { servers: readonly Server[]; lanes: Lanes }) {
  const { t } = useTranslation()
  const { axis, extent, byServer } = lanes
  const set = useView((view) => view.set)
  const list = useRef<HTMLDivElement>(null)
  const track = useRef<HTMLDivElement>(null)
  const shown = useOrder(servers, troubleFirst, list)
  const [cursorMs, setCursor] = useState<number | null>(null)
  const [reached, reach] = useState<string | null>(null)
  const open = useCallback(
    ({ id }: Server) => set({ screen: 'servers', open: id, cursor: id, tab: 'timeline' }),
    [set],
  )
  const onReach = useCallback(({ name }: Server) => reach(name), [])

  const placeAt = ({ clientX }: PointerEvent) => {
    const box = track.current?.getBoundingClientRect()
    const place = box ? (clientX - box.left) / box.width : -1
    return place >= 0 && place <= 1 ? place : null
  }
  const closer = useZoom(extent, placeAt)
  const dragged = useRef(false)
  const point = (event: PointerEvent) => {
    const place = placeAt(event)
    setCursor(place === null ? null : cellAt(extent, place))
    closer.onPointerMove(event)
  }
  const press = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey && closer.onKey(event.key, cursorMs)) return event.preventDefault()
    if (!['ArrowLeft', 'ArrowRight', 'Escape'].includes(event.key)) return
    event.preventDefault()
    setCursor(event.key === 'Escape' ? null : moved(extent, cursorMs, event.key))
  }
  const index = cursorMs === null ? -1 : Math.round((cursorMs - extent.fromMs) / extent.stepMs)
  const letter = reached === null ? '' : (byServer.get(reached)?.cells.charAt(index) ?? '')
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to what the buttons in it are told.
    <div
      ref={list}
      onKeyDown={press}
      onPointerMove={point}
      onPointerDown={closer.onPointerDown}
      onPointerUp={() => {
        dragged.current = closer.onPointerUp()
      }}
      onClickCapture={(event) => {
        if (dragged.current) event.stopPropagation()
        dragged.current = false
      }}
      onPointerLeave={() => {
        closer.onPointerLeave()
        setCursor(null)
      }}
      className="relative flex min-h-0 flex-1 flex-col"
    >
      <p className="h-7 truncate px-4 pt-1.5 text-muted text-xs tabular-nums">
        <output aria-live="polite" aria-label={t('timeline.readOut')}>
          {cursorMs === null || reached === null || !isLetter(letter)
            ? t('timeline.lanes.hint')
            : t('timeline.lanes.readOut', {
                name: reached,
                span: spanOf(cursorMs, extent.stepMs),
                state: t(`verdict.${words[letter]}`, { ns: 'shared' }),
              })}
        </output>
      </p>
      <div className="shrink-0 overflow-hidden border-line border-b [scrollbar-gutter:stable]">
        <div className={laneColumns}>
          <span />
          <div ref={track}>
            <Axis marks={axis} extent={extent} />
          </div>
          <span className="truncate text-right text-2xs text-faint">{t('timeline.uptimeShort')}</span>
        </div>
      </div>
      <VirtualList
        label={t('timeline.lanes.label')}
        rows={shown}
        keyOf={({ id }) => id}
        heightOf={() => laneHeight}
        className="min-h-0 flex-1 [scrollbar-gutter:stable]"
      >
        {(server) => (
          <LaneRow
            server={server}
            lane={byServer.get(server.name)}
            extent={extent}
            onOpen={open}
            onReach={onReach}
          />
        )}
      </VirtualList>
      {cursorMs !== null && (
        <div className="pointer-events-none absolute inset-x-0 top-7 bottom-0 overflow-hidden [scrollbar-gutter:stable]">
          <div className={cn(laneColumns, 'h-full items-stretch')}>
            <div className="relative col-start-2">
              {closer.drawn && <CursorLine extent={extent} {...closer.drawn} />}
              <CursorLine extent={extent} fromMs={cursorMs} toMs={cursorMs + extent.stepMs} />
            </div>
          </div>
        </div>
      )}
    </div>
  )
}
