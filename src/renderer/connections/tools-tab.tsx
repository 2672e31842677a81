import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import type { Tool } from '../../shared/contract/tools'
import { toRefusal } from '../bridge/fault'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { EmptyState } from '../ui/empty-state'
import { Skeleton } from '../ui/skeleton'
import { keyOf } from './call-history'
import { useChosen, useWished } from './chosen'
import { ToolList } from './tool-list'
import { ToolRunner } from './tool-runner'
import { isUsable } from './usable'

interface ToolsTabProps {
  readonly server: Server
  readonly tools: UseQueryResult<Tool[], Error>
}

/** The tools of a server: which there are at the left, the chosen one at the right; one of the two where it is narrow. */
export function ToolsTab({ server, tools }: ToolsTabProps) {
  const { t } = useTranslation()
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
        {isUsable(server) ? t('tools.noneOffered') : t('tools.notConnected')}
      </EmptyState>
    )
  return <ToolBench key={server.id} server={server} tools={tools.data} />
}

function ToolBench({ server, tools }: { server: Server; tools: readonly Tool[] }) {
  const [chosen, choose] = useChosen(server.id, 'tools')
  useWished('tool', choose)
  const known = tools.find((each) => each.name === chosen)
  const tool = known ?? tools[0]
  return (
    <div className="@container/bench h-full">
      <div className="grid h-full grid-rows-[minmax(0,1fr)] @min-[640px]/bench:grid-cols-[minmax(190px,260px)_minmax(0,1fr)]">
        <ToolList
          tools={tools}
          chosen={tool?.name ?? null}
          className={cn(known && 'hidden @min-[640px]/bench:flex')}
          onChoose={choose}
        />
        {tool && (
          <ToolRunner
            key={keyOf(server.id, tool.name)}
            server={server}
            tool={tool}
            className={cn(!known && 'hidden @min-[640px]/bench:flex')}
            onBack={() => choose(null)}
          />
        )}
      </div>
    </div>
  )
}
