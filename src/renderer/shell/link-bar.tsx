import { useTranslation } from 'react-i18next'
import { useRoll, useSocketStatus } from '../bridge/bridge'
import { Spinner } from '../ui/dot'

/** Says so while the core cannot be reached: what is on screen may be old. Where nothing is on screen yet, the list says it. */
export function LinkBar() {
  const { t } = useTranslation()
  const status = useSocketStatus()
  const roll = useRoll()
  if (status === 'open' || status === 'opening' || roll === undefined) return null
  return (
    <div
      role="alert"
      className="flex items-center justify-center gap-2 border-slow border-b bg-slow-soft px-4 py-1.5"
    >
      {status === 'lost' && <Spinner className="border-slow-text border-r-transparent" />}
      {status === 'lost' ? t('link.lost') : t('fault.unauthorized', { ns: 'shared' })}
    </div>
  )
}
