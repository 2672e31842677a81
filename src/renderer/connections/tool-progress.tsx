import { useTranslation } from 'react-i18next'
import { formatMs, formatNumber, formatShare } from '../text/format'
import { Spinner } from '../ui/dot'
import { ProgressBar } from '../ui/progress-bar'
import { useNow } from '../ui/use-now'
import type { Running } from './call-history'

/** A call under way: for how long, and how far the tool says it is. */
export function ToolProgressView({ running }: { running: Running }) {
  const { t } = useTranslation()
  const now = useNow(200)
  const { startedAtMs, progress, others } = running
  const time = formatMs(Math.max(0, Math.floor((now - startedAtMs) / 100) * 100))
  const share = progress?.total ? Math.min(1, Math.max(0, progress.progress / progress.total)) : null
  return (
    <div className="shrink-0 px-4">
      <div className="flex h-9 items-center gap-2 text-muted tabular-nums">
        <Spinner />
        <span role="status" className="sr-only">
          {t('toolResult.running')}
        </span>
        <span className="min-w-0 truncate">
          {others === null ? t('tools.running', { time }) : t('lists.waiting', { count: others })}
        </span>
        <span className="flex-1" />
        {progress && (
          <span className="shrink-0 text-sm">
            {share === null || progress.total === null
              ? formatNumber(progress.progress)
              : `${t('toolResult.progressOf', { done: formatNumber(progress.progress), all: formatNumber(progress.total) })} · ${formatShare(share)}`}
          </span>
        )}
      </div>
      <ProgressBar label={t('toolResult.progress')} share={share} />
      <p dir="auto" title={progress?.message ?? undefined} className="mt-1 mb-2 h-5 truncate text-sm">
        {progress?.message}
      </p>
    </div>
  )
}
