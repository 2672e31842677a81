import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDayShort, formatHour } from '../../text/format'
import type { AxisMarks, Extent } from './ranges'
import { ticksOf } from './ticks'

/** Times below a strip; the present is at the right where the strip ends with it. */
export function Axis({ marks, extent }: { marks: AxisMarks; extent: Extent }) {
  const { t } = useTranslation()
  const ticks = useMemo(() => ticksOf(marks.tickMs, extent), [marks.tickMs, extent])
  return (
    <div aria-hidden className="relative h-5 overflow-hidden text-2xs text-faint tabular-nums">
      {ticks.map(({ atMs, place, isDay }) => (
        <span
          key={atMs}
          style={{ left: `${place * 100}%` }}
          className="-translate-x-1/2 absolute top-0 flex flex-col items-center whitespace-nowrap"
        >
          <span className="h-1 w-px bg-line-strong" />
          {isDay ? formatDayShort(atMs) : formatHour(atMs)}
        </span>
      ))}
      {marks.isPresent && <span className="absolute top-1 right-0">{t('duration.now')}</span>}
    </div>
  )
}
