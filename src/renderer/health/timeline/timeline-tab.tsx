import { ChartNoAxesGantt } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../../shared/contract/registry'
import { toRefusal } from '../../bridge/fault'
import { refusalSentence } from '../../text/sentences'
import { Button } from '../../ui/button'
import { cn } from '../../ui/class-names'
import { EmptyState } from '../../ui/empty-state'
import { Skeleton } from '../../ui/skeleton'
import { IncidentList } from './incident-list'
import { LatencyLegend } from './latency-legend'
import { Legend } from './legend'
import { RangeChoice } from './range-choice'
import { TimelineChart } from './timeline-chart'
import { UptimeLine } from './uptime-line'
import { type History, useHistory } from './use-history'
import { ZoomBar } from './zoom-bar'

/** One server over time: how it stood, how fast it answered, and what went wrong. */
export function TimelineTab({ server }: { server: Server }) {
  const { t } = useTranslation()
  const { data, isError, error, refetch, isPlaceholderData } = useHistory(server)
  if (data)
    return (
      <div className="h-full overflow-y-auto">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-line border-b px-4 py-1.5">
          <RangeChoice />
          <ZoomBar extent={data.extent} />
          <UptimeLine uptimes={data.uptimes} />
        </div>
        <div className={cn('grid gap-2 px-4 py-2.5', isPlaceholderData && 'opacity-60')}>
          <Past server={server} history={data} />
        </div>
      </div>
    )
  if (isError)
    return (
      <EmptyState
        className="h-full"
        title={t('timeline.failed')}
        action={<Button onClick={() => void refetch()}>{t('action.retry')}</Button>}
      >
        {refusalSentence(toRefusal(error))}
      </EmptyState>
    )
  return (
    <div role="status" aria-label={t('timeline.loading')} className="grid gap-3 p-4">
      <Skeleton className="h-14" />
      <Skeleton className="h-6" />
      <Skeleton className="w-1/2" />
    </div>
  )
}

function Past({ server: { name }, history }: { server: Server; history: History }) {
  const { t } = useTranslation()
  const { cells, incidents } = history
  const isBlank = cells.every(({ times, checks }) => checks === 0 && knownMs(times) === 0)
  if (isBlank)
    return (
      <EmptyState icon={<ChartNoAxesGantt />} title={t('timeline.blank')}>
        {t('timeline.blankHint')}
      </EmptyState>
    )
  return (
    <>
      <TimelineChart name={name} history={history} />
      <div className="flex flex-wrap gap-x-6 gap-y-1">
        <Legend />
        <LatencyLegend />
      </div>
      <IncidentList name={name} incidents={incidents} />
    </>
  )
}

const knownMs = ({ up, slow, down, flapping, off }: History['cells'][number]['times']) =>
  up + slow + down + flapping + off
