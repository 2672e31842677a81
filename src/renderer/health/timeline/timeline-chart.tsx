import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMs } from '../../text/format'
import { Axis } from './axis'
import { CursorLine } from './cursor-line'
import { latencyPaths } from './latency-paths'
import { cellAt, moved } from './ranges'
import { readOut, spanOf, wholeOf } from './read-out'
import { letterOf, space, stripPaths } from './stretches'
import { Strip } from './strip'
import type { History } from './use-history'

const columns = 'grid grid-cols-[64px_minmax(0,1fr)] gap-x-2'

/** Latency above, states below, over one axis; what the pointer or the arrow keys are at is read out in words. */
export function TimelineChart({ name, history }: { name: string; history: History }) {
  const { t } = useTranslation()
  const { range, extent, cells } = history
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
  const span = cell ? spanOf(Date.parse(cell.at), extent.stepMs) : t(`timeline.range.${range}`)

  const point = ({ clientX, currentTarget }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    setCursor(cellAt(extent, (clientX - left) / width))
  }
  const press = (event: KeyboardEvent) => {
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
          onPointerDown={point}
          onPointerLeave={() => setCursor(null)}
          onKeyDown={press}
          onBlur={() => setCursor(null)}
          className="relative grid touch-pan-y grid-rows-[40px_8px_26px] rounded-xs"
        >
          <LatencyLines p50={latency.p50} p95={latency.p95} />
          <Strip paths={states} className="row-start-3" />
          {cell && <CursorLine extent={extent} atMs={Date.parse(cell.at)} />}
        </div>
      </div>
      <div className={columns}>
        <div className="col-start-2">
          <Axis range={range} extent={extent} />
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
