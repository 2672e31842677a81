import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tool } from '../../shared/contract/connections'
import type { Server } from '../../shared/contract/registry'
import { toRefusal } from '../bridge/fault'
import { useView } from '../shell/view'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Skeleton } from '../ui/skeleton'
import { ToolList } from './tool-list'
import { ToolRunner } from './tool-runner'

interface ToolsTabProps {
  readonly server: Server
  readonly tools: UseQueryResult<Tool[], Error>
}

/** The tools of a server: which there are at the left, the chosen one at the right. */
export function ToolsTab({ server, tools }: ToolsTabProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(() => useView.getState().tool)
  const { refetch } = tools
  const { since } = server.connection
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection or count is what makes the old list stale.
  useEffect(() => void refetch(), [refetch, since, server.tools])

  if (tools.isPending)
    return (
      <div role="status" aria-label={t('tools.loading')} className="grid gap-3 p-4">
        <Skeleton className="w-1/3" />
        <Skeleton className="w-1/4" />
      </div>
    )
  if (tools.isError)
    return (
      <EmptyState
        className="h-full"
        title={t('tools.failed')}
        action={<Button onClick={() => void refetch()}>{t('action.retry')}</Button>}
      >
        {refusalSentence(toRefusal(tools.error))}
      </EmptyState>
    )
  if (tools.data.length === 0)
    return (
      <EmptyState className="h-full" title={t('tools.none')}>
        {server.connection.state === 'connected' ? t('tools.noneOffered') : t('tools.notConnected')}
      </EmptyState>
    )
  const tool = tools.data.find((each) => each.name === chosen) ?? tools.data[0]
  return (
    <div className="grid h-full grid-cols-[minmax(190px,260px)_minmax(0,1fr)]">
      <ToolList tools={tools.data} chosen={tool?.name ?? null} onChoose={setChosen} />
      {tool && <ToolRunner key={tool.name} server={server} tool={tool} />}
    </div>
  )
}
