import { History } from 'lucide-react'
import { useDeferredValue, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { toRefusal } from '../bridge/fault'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Skeleton } from '../ui/skeleton'
import { EventBar } from './event-bar'
import { EventList } from './event-list'
import { everyEvent, type Filter, filterOf, narrows, useEventQuery } from './event-query'
import { useEvents } from './use-events'

/** What happened, newest first, as it happens. */
export function ActivityScreen() {
  const query = useDeferredValue(useEventQuery((store) => store.query))
  const filter = useMemo(() => filterOf(query, Date.now()), [query])
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <EventBar filter={filter} />
      <Events key={JSON.stringify(filter)} filter={filter} />
    </div>
  )
}

function Events({ filter }: { filter: Filter }) {
  const { t } = useTranslation()
  const ask = useEventQuery((store) => store.ask)
  const { events, error, refetch, ...more } = useEvents(filter)
  if (events?.length)
    return (
      <EventList
        events={events}
        older={{
          there: more.hasNextPage,
          loading: more.isFetchingNextPage,
          failed: more.isFetchNextPageError,
          load: () => void more.fetchNextPage(),
        }}
      />
    )
  if (events && narrows(filter))
    return (
      <EmptyState
        className="flex-1"
        title={t('events.nothing')}
        action={<Button onClick={() => ask(everyEvent)}>{t('filter.clear')}</Button>}
      />
    )
  if (events)
    return (
      <EmptyState className="flex-1" icon={<History />} title={t('activity.none')}>
        {t('activity.noneHint')}
      </EmptyState>
    )
  if (error)
    return (
      <EmptyState
        className="flex-1"
        title={t('events.failed')}
        action={<Button onClick={() => void refetch()}>{t('action.retry')}</Button>}
      >
        {refusalSentence(toRefusal(error))}
      </EmptyState>
    )
  return (
    <div role="status" aria-label={t('activity.loading')} className="grid gap-4 p-4">
      <Skeleton className="w-1/2" />
      <Skeleton className="w-2/5" />
      <Skeleton className="w-3/5" />
    </div>
  )
}
