import { useTranslation } from 'react-i18next'
import type { Call } from '../../shared/contract/turns'
import { visibleLine } from '../../shared/visible-text'
import { formatNumber } from '../text/format'
import { ProgressBar } from '../ui/progress-bar'
import { StrangerLine } from './stranger'

/** How far a running call says it is. */
export function CallUnderWay({ call: { state, progress } }: { call: Call }) {
  const { t } = useTranslation()
  if (state !== 'running' || !progress) return null
  const { total, message } = progress
  const share = total ? Math.min(1, Math.max(0, progress.progress / total)) : null
  return (
    <div className="grid gap-1 border-line border-t px-2.5 py-2">
      <ProgressBar label={t('toolResult.progress')} share={share} />
      <p className="flex gap-2 text-muted text-xs tabular-nums">
        <span title={visibleLine(message ?? '')} className="min-w-0 flex-1 truncate">
          <StrangerLine text={message ?? ''} />
        </span>
        <span className="shrink-0">
          {total === null
            ? formatNumber(progress.progress)
            : t('toolResult.progressOf', {
                done: formatNumber(progress.progress),
                all: formatNumber(total),
              })}
        </span>
      </p>
    </div>
  )
}
