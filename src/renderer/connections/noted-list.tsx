import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectionError, ListState } from '../../shared/contract/connections'
import type { Server } from '../../shared/contract/registry'
import { useRpc } from '../bridge/bridge'
import { formatAge } from '../text/format'
import { connectionSentence, partialSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { useNow } from '../ui/use-now'
import { useReadLists } from './use-read-lists'

const everyMs = 15_000

interface NotedListProps {
  readonly server: Server
  readonly kind: ListState['kind']
  readonly children: ReactNode
}

/** A list of what a server offers, and above it what one must know of it: that it may not be whole, or could not be read. */
export function NotedList({ server, kind, children }: NotedListProps) {
  const rpc = useRpc()
  const { data, refetch } = useQuery({
    ...rpc.connections.details.queryOptions({ input: { server: server.name } }),
    refetchInterval: everyMs,
  })
  const { since } = server.connection
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection or count is what makes the old answer stale.
  useEffect(() => void refetch(), [refetch, since, server[kind]])
  const state = data?.kept.lists.find((list) => list.kind === kind)
  if (state?.failure && state.readAt === null) return <NeverRead server={server} failure={state.failure} />
  return (
    <div className="flex h-full flex-col">
      {state && <Note state={state} />}
      <div className="min-h-0 flex-1">{children}</div>
    </div>
  )
}

/** There is nothing to show: it could not be read so far. */
function NeverRead({ server, failure }: { server: Server; failure: ConnectionError }) {
  const { t } = useTranslation()
  const read = useReadLists(server)
  return (
    <EmptyState
      className="h-full"
      title={t('lists.failedTitle')}
      action={
        <Button busy={read.isPending} onClick={() => read.mutate()}>
          {t('lists.again')}
        </Button>
      }
    >
      {connectionSentence(failure)}
    </EmptyState>
  )
}

function Note({ state: { partial, failure, readAt } }: { state: ListState }) {
  const { t } = useTranslation()
  const now = useNow(10_000)
  if (partial === null && failure === null) return null
  return (
    <p
      role="status"
      className="flex shrink-0 gap-2 border-slow border-b bg-slow-soft px-4 py-1.5 text-sm wrap-anywhere"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-slow-text" />
      <span>
        {failure && t('lists.failed', { cause: connectionSentence(failure) })}
        {failure && readAt !== null && ` ${t('lists.asOf', { age: formatAge(readAt, now) })}`}
        {!failure && partial && partialSentence(partial)}
      </span>
    </p>
  )
}
