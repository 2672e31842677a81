import { useVirtualizer } from '@tanstack/react-virtual'
import { History } from 'lucide-react'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActivityEvent } from '../../shared/contract/activity'
import { useActivity, useRoll } from '../bridge/bridge'
import { useView } from '../shell/view'
import { formatDateTime, formatTime } from '../text/format'
import { Dot } from '../ui/dot'
import { EmptyState } from '../ui/empty-state'
import { ScrollFrame } from '../ui/scroll-frame'
import { Skeleton } from '../ui/skeleton'
import { activitySentence, activityTone } from './activity-sentence'

const lineHeight = 32

/** What happened, newest first, as it happens. */
export function ActivityScreen() {
  const { t } = useTranslation()
  const events = useActivity()
  const newestFirst = useMemo(() => events?.toReversed() ?? [], [events])
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 items-center border-line border-b px-4">
        <h1 className="font-[620] text-lg tracking-[-0.01em]">{t('screen.activity')}</h1>
      </div>
      {!events && (
        <div role="status" aria-label={t('activity.loading')} className="grid gap-4 p-4">
          <Skeleton className="w-1/2" />
          <Skeleton className="w-2/5" />
          <Skeleton className="w-3/5" />
        </div>
      )}
      {events?.length === 0 && (
        <EmptyState className="flex-1" icon={<History />} title={t('activity.none')}>
          {t('activity.noneHint')}
        </EmptyState>
      )}
      {newestFirst.length > 0 && <EventList events={newestFirst} />}
    </div>
  )
}

function EventList({ events }: { events: readonly ActivityEvent[] }) {
  const { t } = useTranslation()
  const scroll = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => events[index]?.id ?? index,
    overscan: 12,
  })
  return (
    <ScrollFrame ref={scroll} label={t('screen.activity')} className="min-h-0 flex-1 overflow-y-auto">
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const event = events[item.index]
          return event && <EventLine key={event.id} event={event} top={item.start} />
        })}
      </ul>
    </ScrollFrame>
  )
}

function EventLine({ event, top }: { event: ActivityEvent; top: number }) {
  const { set } = useView()
  const server = useRoll()?.servers.find((each) => each.name === event.server)
  const show = () => server && set({ screen: 'servers', cursor: server.id, open: server.id })
  const sentence = activitySentence(event)
  return (
    <li
      style={{ transform: `translateY(${top}px)`, height: lineHeight }}
      className="absolute inset-x-0 top-0 flex items-center gap-3 border-line border-b px-4"
    >
      <time
        dateTime={event.at}
        title={formatDateTime(event.at)}
        className="w-16 shrink-0 font-mono text-faint text-xs"
      >
        {formatTime(event.at)}
      </time>
      <Dot tone={activityTone(event)} />
      {event.server !== null &&
        (server ? (
          <button
            type="button"
            onClick={show}
            className="w-44 shrink-0 truncate text-left font-[560] hover:underline"
          >
            {event.server}
          </button>
        ) : (
          <span className="w-44 shrink-0 truncate font-[560]">{event.server}</span>
        ))}
      <span title={sentence} className="min-w-0 flex-1 truncate text-muted">
        {sentence}
      </span>
    </li>
  )
}
