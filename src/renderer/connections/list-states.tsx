import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { toRefusal } from '../bridge/fault'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Skeleton } from '../ui/skeleton'
import { isUsable } from './usable'

export function ListLoading({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="grid gap-3 p-4">
      <Skeleton className="w-1/3" />
      <Skeleton className="w-1/4" />
    </div>
  )
}

interface ListFailedProps {
  readonly title: string
  readonly error: Error
  readonly onRetry: () => void
}

export function ListFailed({ title, error, onRetry }: ListFailedProps) {
  const { t } = useTranslation()
  return (
    <EmptyState
      className="h-full"
      title={title}
      action={<Button onClick={onRetry}>{t('action.retry')}</Button>}
    >
      {refusalSentence(toRefusal(error))}
    </EmptyState>
  )
}

interface ListEmptyProps {
  readonly server: Server
  readonly icon: ReactNode
  readonly title: string
  /** Of a server that is connected, and still offers none. */
  readonly noneOffered: string
  readonly onConnect: () => void
}

/** Nothing there: the server offers nothing, or is not asked yet. */
export function ListEmpty({ server, icon, title, noneOffered, onConnect }: ListEmptyProps) {
  const { t } = useTranslation()
  const { state } = server.connection
  return (
    <EmptyState
      className="h-full"
      icon={icon}
      title={title}
      action={state === 'off' && <Button onClick={onConnect}>{t('action.connect')}</Button>}
    >
      {isUsable(server) ? noneOffered : t('tools.notConnected')}
    </EmptyState>
  )
}
