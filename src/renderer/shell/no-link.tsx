import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSocketStatus } from '../bridge/bridge'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'

/** Until the first word of the core: `children`, the shape of what comes, or why nothing comes. */
export function NoLink({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const status = useSocketStatus()
  if (status === 'refused')
    return (
      <EmptyState className="flex-1" title={t('link.refusedTitle')}>
        {t('fault.unauthorized', { ns: 'shared' })}
      </EmptyState>
    )
  if (status === 'lost')
    return (
      <EmptyState
        className="flex-1"
        title={t('link.lostTitle')}
        action={<Button onClick={() => location.reload()}>{t('action.retry')}</Button>}
      >
        {t('link.lost')}
      </EmptyState>
    )
  return children
}
