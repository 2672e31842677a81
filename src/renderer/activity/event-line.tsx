import { useTranslation } from 'react-i18next'
import type { ActivityEvent } from '../../shared/contract/activity'
import { useRoll, useSources } from '../bridge/bridge'
import { useView } from '../shell/view'
import { formatDateTime, formatTime } from '../text/format'
import { Dot } from '../ui/dot'
import { activitySentence, activityTone } from './activity-sentence'

/** One event: when, of which server, what. */
export function EventLine({ event }: { event: ActivityEvent }) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const server = useRoll()?.servers.find((each) => each.name === event.server)
  const sources = useSources()?.sources
  const source = sources?.find(({ id, type }) => id === event.source && type !== 'manual')
  const sentence = activitySentence(event, source?.name)
  const show = () => server && set({ screen: 'servers', cursor: server.id, open: server.id })
  const tool =
    event.kind === 'tool-called' && typeof event.detail.tool === 'string' ? event.detail.tool : null
  const showTool = () => {
    show()
    set({ tab: 'tools', tool })
  }
  return (
    <div className="group/event flex h-full items-center gap-3 border-line border-b px-4">
      <time
        dateTime={event.at}
        title={formatDateTime(event.at)}
        className="w-16 shrink-0 font-mono text-faint text-xs tabular-nums"
      >
        {formatTime(event.at)}
      </time>
      <Dot tone={activityTone(event)} />
      <span className="flex w-44 shrink-0 max-[1000px]:w-36">
        {server ? (
          <button
            type="button"
            onClick={show}
            title={event.server ?? ''}
            className="h-6 max-w-full truncate rounded-xs text-left font-[560] hover:underline"
          >
            <bdi>{event.server}</bdi>
          </button>
        ) : (
          <span title={event.server ?? ''} className="truncate font-[560] text-muted">
            <bdi>{event.server ?? '–'}</bdi>
          </span>
        )}
      </span>
      <span title={sentence} className="min-w-0 flex-1 truncate text-muted">
        <bdi>{sentence}</bdi>
      </span>
      {server && tool !== null && (
        <button
          type="button"
          onClick={showTool}
          aria-label={t('events.showToolNamed', { tool })}
          className="h-6 shrink-0 rounded-xs px-1.5 text-faint text-xs hover:underline focus-visible:text-accent-text group-hover/event:text-accent-text"
        >
          {t('events.showTool')}
        </button>
      )}
    </div>
  )
}
