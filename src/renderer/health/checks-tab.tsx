import { useMutationState, useQuery } from '@tanstack/react-query'
import { Activity } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Check } from '../../shared/contract/health'
import type { Server } from '../../shared/contract/registry'
import { Settings } from '../../shared/contract/settings'
import { useRpc, useSettings } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { keys } from '../bridge/keys'
import { formatMs } from '../text/format'
import { checkSentence, refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Segmented } from '../ui/segmented'
import { Skeleton } from '../ui/skeleton'
import { CheckList } from './check-list'
import { type CheckFilter, filterChecks, summaryOf } from './check-summary'

/** As many as the core keeps. */
const checksMax = 500

/** What was seen of a server's health: each check, and what they add up to. */
export function ChecksTab({ server }: { server: Server }) {
  const { t } = useTranslation()
  const rpc = useRpc()
  const checks = useQuery(
    rpc.health.checks.queryOptions({ input: { server: server.name, limit: checksMax } }),
  )
  const { refetch } = checks
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer check is what makes the old answer stale.
  useEffect(() => void refetch(), [refetch, server.health.checkedAt])

  if (checks.data) return <Checks server={server} checks={checks.data} />
  if (checks.isError)
    return (
      <EmptyState
        className="h-full"
        title={t('checks.failedToLoad')}
        action={<Button onClick={() => void refetch()}>{t('action.retry')}</Button>}
      >
        {refusalSentence(toRefusal(checks.error))}
      </EmptyState>
    )
  return (
    <div role="status" aria-label={t('checks.loading')} className="grid gap-3 p-4">
      <Skeleton className="w-2/3" />
      <Skeleton className="w-1/2" />
    </div>
  )
}

function Checks({ server, checks }: { server: Server; checks: readonly Check[] }) {
  const { t } = useTranslation()
  const [filter, setFilter] = useState<CheckFilter>('all')
  const { slowAfterMs } = useSettings() ?? Settings.parse({})
  const shown = useMemo(() => filterChecks(checks, filter, slowAfterMs), [checks, filter, slowAfterMs])
  const options = (['all', 'failed', 'slow'] as const).map((value) => ({
    value,
    label: t(`checks.${value}`),
  }))
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-line border-b px-4 py-1.5">
        <Segmented label={t('checks.show')} value={filter} options={options} onChange={setFilter} />
        <Summary checks={checks} />
        <Asked server={server} />
      </div>
      {shown.length > 0 && (
        <CheckList
          label={t('checks.label', { name: server.name })}
          checks={shown}
          slowAfterMs={slowAfterMs}
        />
      )}
      {checks.length === 0 && (
        <EmptyState className="flex-1" icon={<Activity />} title={t('checks.none')}>
          {t('checks.noneHint')}
        </EmptyState>
      )}
      {checks.length > 0 && shown.length === 0 && (
        <EmptyState
          className="flex-1"
          title={t('checks.nothing')}
          action={<Button onClick={() => setFilter('all')}>{t('filter.clear')}</Button>}
        />
      )}
    </div>
  )
}

function Summary({ checks }: { checks: readonly Check[] }) {
  const { t } = useTranslation()
  const { total, failures, medianMs, p95Ms } = useMemo(() => summaryOf(checks), [checks])
  if (total === 0) return null
  const parts = [
    t('checks.kept', { count: total }),
    t('checks.failures', { count: failures }),
    ...(medianMs === null ? [] : [t('checks.median', { time: formatMs(medianMs) })]),
    ...(p95Ms === null ? [] : [t('checks.p95', { time: formatMs(p95Ms) })]),
  ]
  return <span className="text-muted text-xs tabular-nums">{parts.join(' · ')}</span>
}

/** How the last check went that a person asked for. */
function Asked({ server }: { server: Server }) {
  const { t } = useTranslation()
  const last = useMutationState({
    filters: { mutationKey: keys.check, predicate: ({ state }) => state.variables === server.name },
    select: ({ state }) => ({
      pending: state.status === 'pending',
      answer: Check.safeParse(state.data).data,
    }),
  }).at(-1)
  if (!last?.pending && !last?.answer) return null
  return (
    <span role="status" className="ml-auto max-w-96 truncate text-muted text-xs tabular-nums">
      {last.answer ? <Answer check={last.answer} /> : t('checks.now')}
    </span>
  )
}

function Answer({ check: { error, latencyMs } }: { check: Check }) {
  const { t } = useTranslation()
  return error
    ? t('checks.nowBad', { cause: checkSentence(error) })
    : t('checks.nowGood', { time: latencyMs === null ? '–' : formatMs(latencyMs) })
}
