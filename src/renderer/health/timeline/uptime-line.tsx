import { useTranslation } from 'react-i18next'
import type { Uptime } from '../../../shared/contract/history'
import { formatShare } from '../../text/format'

/** Less of the time than this is not worth a word. */
const saidFrom = 0.001

/** How much of the time it worked; what nobody saw is said beside it, as it counts neither way. */
export function UptimeLine({ uptimes }: { uptimes: readonly Uptime[] }) {
  const { t } = useTranslation()
  return (
    <dl aria-label={t('timeline.uptime')} className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs tabular-nums">
      {uptimes.map(({ span, uptime, unknown }) => (
        <div key={span} className="flex items-baseline gap-1.5">
          <dt className="text-faint">{t('timeline.upIn', { span: t(`timeline.range.${span}`) })}</dt>
          <dd>
            <span className="font-[550]">{uptime === null ? '–' : formatShare(uptime)}</span>
            {unknown >= saidFrom && (
              <span className="text-faint">
                {' '}
                {t('timeline.unknownShare', { share: formatShare(unknown) })}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
