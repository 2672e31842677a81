import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActivityEvent } from '../../shared/contract/activity'
import { formatDay } from '../text/format'
import { Button } from '../ui/button'
import { Spinner } from '../ui/dot'
import { ScrollFrame } from '../ui/scroll-frame'
import { useNow } from '../ui/use-now'
import { itemsOf } from './event-items'
import { EventLine } from './event-line'

const lineHeight = 32
/** Older events are asked for when so few lines below are left. */
const aheadMin = 30

interface EventListProps {
  /** Newest first. */
  readonly events: readonly ActivityEvent[]
  readonly older: {
    readonly there: boolean
    readonly loading: boolean
    readonly failed: boolean
    readonly load: () => void
  }
}

/** Events by day. What happens while one reads further down waits above, so that nothing moves. */
export function EventList({ events, older }: EventListProps) {
  const { t } = useTranslation()
  const now = useNow(60_000)
  const scroll = useRef<HTMLElement>(null)
  /** The newest event when the person scrolled down; null at the top. */
  const [held, hold] = useState<number | null>(null)
  const shown = useMemo(
    () => (held === null ? events : events.filter(({ id }) => id <= held)),
    [events, held],
  )
  const items = useMemo(() => itemsOf(shown), [shown])
  const virtual = useVirtualizer({
    count: items.length + (older.there ? 1 : 0),
    getScrollElement: () => scroll.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => items[index]?.key ?? 'older',
    overscan: 12,
  })
  const drawn = virtual.getVirtualItems()
  const lowest = drawn.at(-1)?.index ?? 0
  const { there, loading, failed, load } = older
  useEffect(() => {
    if (there && !loading && !failed && lowest >= items.length - aheadMin) load()
  }, [there, loading, failed, load, lowest, items.length])

  const fresh = events.length - shown.length
  return (
    <div className="relative min-h-0 flex-1">
      <ScrollFrame
        ref={scroll}
        label={t('screen.activity')}
        onScroll={({ currentTarget }) => {
          const atTop = currentTarget.scrollTop < lineHeight / 2
          if (atTop !== (held === null)) hold(atTop ? null : (events[0]?.id ?? null))
        }}
        className="absolute inset-0 overflow-y-auto [overflow-anchor:none]"
      >
        <ul className="relative" style={{ height: virtual.getTotalSize() }}>
          {drawn.map(({ index, key, start }) => {
            const item = items[index]
            return (
              <li
                key={key}
                style={{ transform: `translateY(${start}px)`, height: lineHeight }}
                className="absolute inset-x-0 top-0"
              >
                {item?.event && <EventLine event={item.event} />}
                {item && !item.event && (
                  <h2 className="flex h-full items-end border-line border-b px-4 pb-1 font-semibold text-faint text-xs">
                    {formatDay(item.day, now)}
                  </h2>
                )}
                {!item && <Older failed={failed} onRetry={load} />}
              </li>
            )
          })}
        </ul>
      </ScrollFrame>
      {fresh > 0 && (
        <Button
          onClick={() => scroll.current?.scrollTo({ top: 0 })}
          className="-translate-x-1/2 absolute top-3 left-1/2 rounded-full shadow-float tabular-nums"
        >
          <ArrowUp aria-hidden className="size-3.5" />
          {t('events.fresh', { count: fresh })}
        </Button>
      )}
    </div>
  )
}

function Older({ failed, onRetry }: { failed: boolean; onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="flex h-full items-center justify-center gap-2 text-faint text-xs">
      {failed ? (
        <Button look="ghost" onClick={onRetry}>
          {t('events.olderFailed')}
        </Button>
      ) : (
        <>
          <Spinner />
          {t('events.older')}
        </>
      )}
    </div>
  )
}
