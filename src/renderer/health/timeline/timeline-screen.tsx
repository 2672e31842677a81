import { ChartNoAxesGantt, SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoll } from '../../bridge/bridge'
import { toRefusal } from '../../bridge/fault'
import { filterServers } from '../../registry/filter'
import { ActiveFilters } from '../../registry/toolbar'
import { noFilters, useView } from '../../shell/view'
import { refusalSentence } from '../../text/sentences'
import { Button } from '../../ui/button'
import { RemovableChip } from '../../ui/chip'
import { cn } from '../../ui/class-names'
import { EmptyState } from '../../ui/empty-state'
import { Skeleton } from '../../ui/skeleton'
import { LaneList } from './lane-list'
import { Legend } from './legend'
import { RangeChoice } from './range-choice'
import { useLanes } from './use-lanes'
import { ZoomBar } from './zoom-bar'

/** All servers over one time axis, those in trouble first. */
export function TimelineScreen() {
  const { t } = useTranslation()
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-4 py-2.5">
        <h1 className="mr-1.5 font-[620] text-lg tracking-[-0.01em]">{t('screen.timeline')}</h1>
        <ActiveFilters />
        <StateFilter />
        <RangeChoice />
        <span className="flex-1" />
        <Legend />
      </div>
      <Lanes />
    </div>
  )
}

/** The state the list of servers is narrowed to holds here as well; it goes away with a press. */
function StateFilter() {
  const { t } = useTranslation()
  const { filters, filter } = useView()
  if (filters.state === 'all') return null
  const name = t(`filter.${filters.state}`)
  return (
    <RemovableChip label={t('filter.remove', { name })} onRemove={() => filter({ state: 'all' })}>
      {name}
    </RemovableChip>
  )
}

function Lanes() {
  const { t } = useTranslation()
  const roll = useRoll()
  const { filters, filter, set } = useView()
  const shown = useMemo(() => filterServers(roll?.servers ?? [], filters), [roll, filters])
  const { data, isError, error, refetch, isPlaceholderData } = useLanes(roll?.servers.length ?? 0)
  if (roll?.servers.length === 0)
    return (
      <EmptyState
        className="flex-1"
        icon={<ChartNoAxesGantt />}
        title={t('timeline.lanes.none')}
        action={
          <Button look="primary" onClick={() => set({ overlay: { kind: 'add' } })}>
            {t('action.add')}
          </Button>
        }
      >
        {t('timeline.blankHint')}
      </EmptyState>
    )
  if (roll && shown.length === 0)
    return (
      <EmptyState
        className="flex-1"
        icon={<SearchX />}
        title={t('servers.nothing')}
        action={<Button onClick={() => filter(noFilters)}>{t('filter.clear')}</Button>}
      >
        {t('servers.nothingHint')}
      </EmptyState>
    )
  if (data)
    return (
      <div className={cn('relative flex min-h-0 flex-1 flex-col', isPlaceholderData && 'opacity-60')}>
        <div className="absolute top-0.5 right-4 z-10 bg-ground">
          <ZoomBar extent={data.extent} />
        </div>
        <LaneList servers={shown} lanes={data} />
      </div>
    )
  if (isError)
    return (
      <EmptyState
        className="flex-1"
        title={t('timeline.failed')}
        action={<Button onClick={() => void refetch()}>{t('action.retry')}</Button>}
      >
        {refusalSentence(toRefusal(error))}
      </EmptyState>
    )
  return (
    <div role="status" aria-label={t('timeline.loading')} className="grid gap-3.5 p-4">
      {['lane-1', 'lane-2', 'lane-3', 'lane-4'].map((key) => (
        <Skeleton key={key} className="h-5" />
      ))}
    </div>
  )
}
