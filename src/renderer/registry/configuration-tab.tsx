import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useRpc } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Skeleton } from '../ui/skeleton'
import { ConfigurationEditor } from './configuration-editor'
import { ConfigurationSources } from './configuration-sources'

const refreshMs = 5_000

/** The registration in the original format, to read, change and compare with what its source says. */
export function ConfigurationTab({ server }: { server: Server }) {
  const { t } = useTranslation()
  const rpc = useRpc()
  const kept = useQuery({
    ...rpc.registry.document.queryOptions({ input: { server: server.name } }),
    refetchInterval: refreshMs,
  })
  const { refetch } = kept
  const { tags, priority, url, command, source } = server
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row that changed is what makes the old answer stale.
  useEffect(() => void refetch(), [refetch, tags, priority, url, command, source.id])

  if (kept.data === undefined && kept.isError)
    return (
      <EmptyState
        title={t('configuration.failed')}
        action={<Button onClick={() => void refetch()}>{t('action.retry')}</Button>}
      >
        {refusalSentence(toRefusal(kept.error))}
      </EmptyState>
    )
  if (kept.data === undefined)
    return (
      <div role="status" aria-label={t('configuration.loading')} className="p-4">
        <Skeleton className="h-40" />
      </div>
    )
  return (
    <div className="@container h-full">
      <div className="grid h-full @min-[760px]:grid-cols-[minmax(0,1fr)_minmax(280px,36%)] @min-[760px]:overflow-hidden overflow-y-auto">
        <ConfigurationEditor key={server.id} server={server} kept={kept.data} />
        <ConfigurationSources server={server} kept={kept.data} />
      </div>
    </div>
  )
}
