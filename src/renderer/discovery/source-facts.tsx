import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Source } from '../../shared/contract/discovery'
import { formatAge, formatDateTime, formatList, formatSpan, formatUntil } from '../text/format'
import { useNow } from '../ui/use-now'

/** What a read a person asked for came to; it holds until the source is read again. */
export interface ReadOutcome {
  readonly readAt: string | null
  readonly change: Source['lastChange']
}

/** Compares the source before a read with what the read answered. */
export function readOutcome(before: Source, now: Source): ReadOutcome {
  const isNews = now.lastChange !== null && now.lastChange.at !== before.lastChange?.at
  return { readAt: now.lastReadAt, change: isNews ? now.lastChange : null }
}

/** `2 added, 1 removed`; the sentence for nothing where nothing changed. */
function changeText(t: TFunction, change: Source['lastChange']): string {
  if (change === null) return t('sourceCard.noNews')
  const parts = (['added', 'changed', 'removed'] as const)
    .filter((part) => change[part] > 0)
    .map((part) => t(`sourceCard.${part}`, { count: change[part] }))
  return formatList(parts)
}

/** When it was read and will be, and what that brought. */
export function SourceFacts({ source, outcome }: { source: Source; outcome: ReadOutcome | null }) {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const { lastReadAt, lastSeenAt, lastChange, state, intervalMs } = source
  const isTold = outcome !== null && outcome.readAt === lastReadAt
  const isGood = state === 'ok' || lastSeenAt === lastReadAt
  const next = nextLook(source, now)
  const told = isTold && (isGood ? changeText(t, outcome.change) : t(`source.state.${state}`))
  return (
    <div className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-muted text-sm tabular-nums">
      {/* Heard once; the ages beside it change every second. */}
      <span role="status" className="sr-only">
        {told}
      </span>
      {lastReadAt !== null && (
        <Moment iso={lastReadAt}>
          {told
            ? t('sourceCard.readOutcome', { age: formatAge(lastReadAt, now), outcome: told })
            : t('sourceCard.read', { age: formatAge(lastReadAt, now) })}
        </Moment>
      )}
      {!isGood && lastSeenAt !== null && (
        <Moment iso={lastSeenAt}>{t('sourceCard.lastGood', { age: formatAge(lastSeenAt, now) })}</Moment>
      )}
      {(state === 'error' || state === 'missing' || state === 'paused') && source.servers > 0 && (
        <span>{t('sourceCard.kept')}</span>
      )}
      {lastChange !== null && !isTold && (
        <Moment iso={lastChange.at}>
          {t('sourceCard.lastChange', {
            age: formatAge(lastChange.at, now),
            change: changeText(t, lastChange),
          })}
        </Moment>
      )}
      {next !== null && (
        <span title={t('sourceCard.everyHint')}>
          {t('sourceCard.nextLook', { age: formatUntil(next, now), interval: formatSpan(intervalMs) })}
        </span>
      )}
    </div>
  )
}

function Moment({ iso, children }: { iso: string; children: ReactNode }) {
  return (
    <time dateTime={iso} title={formatDateTime(iso)}>
      {children}
    </time>
  )
}

/** A look that finds nothing new is not told, so the next one follows from the interval. */
function nextLook({ nextLookAt, intervalMs }: Source, now: number): string | null {
  if (nextLookAt === null) return null
  const at = Date.parse(nextLookAt)
  const missed = at > now ? 0 : Math.ceil((now - at) / intervalMs)
  return new Date(at + missed * intervalMs).toISOString()
}
