import { useTranslation } from 'react-i18next'
import type { Incident } from '../../../shared/contract/history'
import { formatDateTime, formatDayShort, formatDuration, formatTime } from '../../text/format'
import { causeSentence } from '../../text/sentences'
import { Dot } from '../../ui/dot'
import { useNow } from '../../ui/use-now'
import { incidentsMax } from './use-history'

/** When it was down or flapping, how long, why, and what ended it; newest first. */
export function IncidentList({ name, incidents }: { name: string; incidents: readonly Incident[] }) {
  const { t } = useTranslation()
  return (
    <section aria-label={t('timeline.incidents.label', { name })}>
      <h3 className="font-[550] text-sm">{t('timeline.incidents.title')}</h3>
      {incidents.length === 0 && (
        <p className="flex items-center gap-2 py-1.5 text-muted">
          <Dot tone="up" />
          {t('timeline.incidents.none')}
        </p>
      )}
      <ul>
        {incidents.map((incident) => (
          <Line key={incident.id} incident={incident} />
        ))}
      </ul>
      {incidents.length >= incidentsMax && (
        <p className="py-1.5 text-faint text-xs">{t('timeline.incidents.more', { count: incidentsMax })}</p>
      )}
    </section>
  )
}

function Line({ incident }: { incident: Incident }) {
  const { t } = useTranslation()
  const { beganAt, worst, cause } = incident
  return (
    <li className="grid grid-cols-[140px_auto_minmax(0,1fr)] items-baseline gap-x-2.5 border-line border-b py-1.5 last:border-0">
      <time
        dateTime={beganAt}
        title={formatDateTime(beganAt)}
        className="truncate font-mono text-faint text-xs tabular-nums"
      >
        {formatDayShort(Date.parse(beganAt))} {formatTime(beganAt)}
      </time>
      <Dot tone={worst} />
      <p className="min-w-0 wrap-anywhere">
        <span className="tabular-nums">
          {t(`verdict.${worst}`, { ns: 'shared' })}
          <Lasting incident={incident} />
        </span>
        {cause && (
          <>
            {' '}
            <bdi className="text-muted">{causeSentence(cause)}</bdi>
          </>
        )}
      </p>
    </li>
  )
}

/** How long it was, and what ended it; while it lasts, how long so far. */
function Lasting({ incident: { beganAt, durationMs, endedBy } }: { incident: Incident }) {
  const { t } = useTranslation()
  const now = useNow(1_000)
  if (endedBy === null)
    return t('timeline.incidents.lasting', {
      duration: formatDuration(Math.max(0, now - Date.parse(beganAt))),
    })
  return t('timeline.incidents.lasted', {
    duration: formatDuration(durationMs),
    end: t(`incident.${endedBy}`, { ns: 'shared' }),
  })
}
