import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDayShort, formatHour } from '../../text/format'
import type { Extent, RangeName } from './ranges'
import { ticksOf } from './ticks'

/** Times below a strip, the present at the right. */
export function Axis({ range, extent }: { range: RangeName; extent: Extent }) {
  const { t } = useTranslation()
  const ticks = useMemo(() => ticksOf(range, extent), [range, extent])
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
      <span className="absolute top-1 right-0">{t('duration.now')}</span>
    </div>
  )
}
