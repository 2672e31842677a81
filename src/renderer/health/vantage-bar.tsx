import { useTranslation } from 'react-i18next'
import { useSocketStatus, useVantage } from '../bridge/bridge'
import { formatLasting, formatNumber } from '../text/format'
import { Dot } from '../ui/dot'
import { useNow } from '../ui/use-now'

/** Says so while it is this machine rather than the servers, and since when. While the core is away, nobody knows. */
export function VantageBar() {
  const { t } = useTranslation()
  const vantage = useVantage()
  const status = useSocketStatus()
  if (vantage === undefined || vantage.state === 'clear' || status !== 'open') return null
  const { state, since, failing, of } = vantage
  const values = { failing: formatNumber(failing), of: formatNumber(of) }
  return (
    <div
      role="status"
      className="flex items-baseline justify-center gap-2 border-line-strong border-b bg-panel px-4 py-1.5"
    >
      <Dot tone="unknown" />
      <p>
        {t(`vantage.${state}`, { ns: 'shared', ...values })} {since !== null && <Since since={since} />}
      </p>
    </div>
  )
}

function Since({ since }: { since: string }) {
  const { t } = useTranslation()
  const now = useNow(1_000)
  return (
    <span aria-live="off" className="ml-1 whitespace-nowrap text-faint text-xs tabular-nums">
      {t('overview.lasting', { duration: formatLasting(since, now) })}
    </span>
  )
}
