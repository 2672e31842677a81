import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lane } from '../../../shared/contract/history'
import type { Server } from '../../../shared/contract/registry'
import { standingOf } from '../../registry/tone'
import { formatShare } from '../../text/format'
import { cn } from '../../ui/class-names'
import { Dot } from '../../ui/dot'
import type { Extent } from './ranges'
import { stripPaths } from './stretches'
import { Strip } from './strip'

export const laneHeight = 34

/** The same for the axis above the lanes. */
export const laneColumns =
  'grid grid-cols-[minmax(120px,200px)_minmax(0,1fr)_64px] items-center gap-x-3 px-4 max-[1100px]:grid-cols-[minmax(96px,132px)_minmax(0,1fr)_56px] max-[1100px]:gap-x-2'

interface LaneRowProps {
  readonly server: Server
  /** Undefined until it is known. */
  readonly lane: Lane | undefined
  readonly extent: Extent
  readonly onOpen: (server: Server) => void
  /** The pointer or the focus came to it. */
  readonly onReach: (server: Server) => void
}

/** One server over time; a press opens it. */
export const LaneRow = memo(function LaneRow({ server, lane, extent, onOpen, onReach }: LaneRowProps) {
  const { t } = useTranslation()
  const { tone, word } = standingOf(server)
  const uptime = lane?.uptime ?? null
  return (
    <button
      type="button"
      onClick={() => onOpen(server)}
      onFocus={() => onReach(server)}
      onPointerEnter={() => onReach(server)}
      className={cn(
        laneColumns,
        'h-full w-full border-line border-b text-left hover:bg-panel focus-visible:outline-offset-[-2px]',
      )}
    >
      <span className="flex min-w-0 items-center gap-2">
        <Dot tone={tone} />
        <bdi title={server.name} className="truncate">
          {server.name}
        </bdi>
        <span className="sr-only">{t(`standing.${word}`)}</span>
      </span>
      <Strip paths={stripPaths([...(lane?.cells ?? '')], extent)} className="h-5" />
      <span className="truncate text-right text-muted text-xs tabular-nums">
        <span className="sr-only">{t('timeline.uptimeShort')}</span>
        {uptime === null ? '–' : formatShare(uptime)}
      </span>
    </button>
  )
})
