import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMs, formatTimeSpan } from '../../text/format'
import { Axis } from './axis'
import { CursorLine } from './cursor-line'
import { latencyPaths } from './latency-paths'
import { cellAt, moved } from './ranges'
import { readOut, spanOf, wholeOf } from './read-out'
import { letterOf, space, stripPaths } from './stretches'
import { Strip } from './strip'
import type { History } from './use-history'
import { useZoom } from './use-zoom'

const columns = 'grid grid-cols-[64px_minmax(0,1fr)] gap-x-2'

/** Latency above, states below, over one axis; what the pointer or the arrow keys are at is read out in words. */
export function TimelineChart({ name, history }: { name: string; history: History }) {
  const { t } = useTranslation()
  const { range, zoom, axis, extent, cells } = history
  const [cursorMs, setCursor] = useState<number | null>(null)
  const states = useMemo(
    () =>
      stripPaths(
        cells.map(({ times }) => letterOf(times)),
        extent,
      ),
    [cells, extent],
  )
  const latency = useMemo(() => latencyPaths(cells, extent), [cells, extent])
  const index = cursorMs === null ? -1 : Math.round((cursorMs - extent.fromMs) / extent.stepMs)
  const cell = cells[index]
  const whole = zoom ? formatTimeSpan(extent.fromMs, extent.toMs) : t(`timeline.range.${range}`)
  const span = cell ? spanOf(Date.parse(cell.at), extent.stepMs) : whole

  const placeAt = ({ clientX, currentTarget }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    return (clientX - left) / width
  }
  const closer = useZoom(extent, placeAt)
  const point = (event: PointerEvent) => {
    setCursor(cellAt(extent, placeAt(event)))
    closer.onPointerMove(event)
  }
  const press = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey && closer.onKey(event.key, cursorMs)) return event.preventDefault()
    const next = event.key === 'Escape' ? null : moved(extent, cursorMs, event.key)
    if (next === null && event.key !== 'Escape') return
    event.preventDefault()
    setCursor(next)
  }
  return (
    <div className="grid gap-y-1">
      <div className={columns}>
        <div aria-hidden className="grid grid-rows-[40px_8px_26px] text-2xs text-faint tabular-nums">
          <span className="flex flex-col justify-between text-right">
            <span>{latency.topMs === null ? '–' : formatMs(latency.topMs)}</span>
            <span>{latency.topMs !== null && formatMs(0)}</span>
          </span>
          <span className="row-start-3 self-center text-right">{t('timeline.state')}</span>
        </div>
        <div
          role="slider"
          tabIndex={0}
          aria-label={t('timeline.cursor', { name })}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, cells.length - 1)}
          aria-valuenow={cell ? index : Math.max(0, cells.length - 1)}
          aria-valuetext={span}
          onPointerMove={point}
          onPointerDown={(event) => {
            closer.onPointerDown(event)
            point(event)
          }}
          onPointerUp={closer.onPointerUp}
          onPointerLeave={() => {
            closer.onPointerLeave()
            setCursor(null)
          }}
          onKeyDown={press}
          onBlur={() => setCursor(null)}
          className="relative grid touch-pan-y grid-rows-[40px_8px_26px] rounded-xs"
        >
          <LatencyLines p50={latency.p50} p95={latency.p95} />
          <Strip paths={states} className="row-start-3" />
          {closer.drawn && <CursorLine extent={extent} {...closer.drawn} />}
          {cell && <CursorLine extent={extent} {...cellSpan(cell.at, extent.stepMs)} />}
        </div>
      </div>
      <div className={columns}>
        <div className="col-start-2">
          <Axis marks={axis} extent={extent} />
        </div>
      </div>
      <p className="min-h-5 @max-[760px]:min-h-9 text-muted text-xs tabular-nums">
        <output aria-live="polite" aria-label={t('timeline.readOut')}>
          <span className="font-[550] text-ink">{span}</span>
          {' · '}
          {readOut(t, cell ?? wholeOf(cells))}
        </output>
      </p>
    </div>
  )
}

function cellSpan(at: string, stepMs: number) {
  return { fromMs: Date.parse(at), toMs: Date.parse(at) + stepMs }
}

function LatencyLines({ p50, p95 }: { p50: string; p95: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${space.width} ${space.height}`}
      preserveAspectRatio="none"
      className="size-full overflow-visible border-line border-y"
    >
      <path
        d={p95}
        fill="none"
        vectorEffect="non-scaling-stroke"
        strokeDasharray="3 2"
        className="stroke-muted"
      />
      <path
        d={p50}
        fill="none"
        vectorEffect="non-scaling-stroke"
        strokeWidth={1.5}
        className="stroke-accent"
      />
    </svg>
  )
}
