import { useTranslation } from 'react-i18next'
import { formatDateTime, formatUntil } from '../text/format'
import { Fact } from '../ui/fact'
import { useNow } from '../ui/use-now'

/** An owner who hears of it now can still renew it in time. */
const warnMs = 14 * 86_400_000

/** Until when an https server's certificate is good. */
export function CertificateFact({ endsAt }: { endsAt: string }) {
  const { t } = useTranslation()
  return (
    <Fact name={t('fact.certificate')}>
      <span className="tabular-nums">{formatDateTime(endsAt)}</span>
    </Fact>
  )
}

/** The same as a warning, while there is still time to do something about it. */
export function CertificateWarning({ endsAt }: { endsAt: string }) {
  const { t } = useTranslation()
  const now = useNow(60_000)
  if (new Date(endsAt).getTime() - now >= warnMs) return null
  return (
    <p className="rounded-lg border border-slow bg-slow-soft p-3">
      {t('overview.certificateEnds', { when: formatUntil(endsAt, now) })}
    </p>
  )
}
