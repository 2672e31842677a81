import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server, ServerChange } from '../../shared/contract/registry'
import { useRpc } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { useSourceLabel } from '../discovery/source-label'
import { formatAge, formatDateTime } from '../text/format'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { useNow } from '../ui/use-now'

/** At first; the rest with a press. */
const shownFirst = 5

/** What sources and people made of the server, the newest first. */
export function ChangeList({ server }: { server: Server }) {
  const { t } = useTranslation()
  const rpc = useRpc()
  const [isWhole, setWhole] = useState(false)
  const changes = useQuery(rpc.registry.changes.queryOptions({ input: { server: server.name } }))
  const { refetch } = changes
  // The row is another whenever anything of it is, so the list is asked for again when a field of it is.
  const { connection: _c, health: _h, tools: _t, ...said } = server
  const state = JSON.stringify(said)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a registration that changed is what makes the old answer stale.
  useEffect(() => void refetch(), [refetch, state])
  const all = changes.data ?? []
  const shown = isWhole ? all : all.slice(0, shownFirst)
  return (
    <section aria-label={t('provenance.changes')} className="grid gap-1.5">
      <h3 className="font-[550] text-sm">{t('provenance.changes')}</h3>
      {changes.isPending && <Skeleton className="h-8" />}
      {changes.isError && (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-down-text">
          {refusalSentence(toRefusal(changes.error))}
          <Button onClick={() => void refetch()}>{t('action.retry')}</Button>
        </p>
      )}
      {changes.data?.length === 0 && (
        <p className="text-muted">
          {t('provenance.noChanges', { date: formatDateTime(server.source.firstSeenAt) })}
        </p>
      )}
      <ol className="grid gap-1.5">
        {shown.map((change, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its head and nothing in a line has a state.
          <Change key={all.length - at} change={change} />
        ))}
      </ol>
      {all.length > shown.length && (
        <Button className="justify-self-start" onClick={() => setWhole(true)}>
          {t('provenance.all', { count: all.length })}
        </Button>
      )}
    </section>
  )
}

function Change({ change: { at, source, what, fields } }: { change: ServerChange }) {
  const { t } = useTranslation()
  const now = useNow(10_000)
  const sourceLabel = useSourceLabel()
  return (
    <li className="rounded-md border border-line p-2">
      <p className="flex flex-wrap gap-x-2 text-muted text-xs tabular-nums">
        <bdi>{sourceLabel(source)}</bdi>
        <span title={formatDateTime(at)}>{formatAge(at, now)}</span>
      </p>
      {what !== 'changed' && <p>{t(`provenance.what.${what}`)}</p>}
      {fields.map(({ field, from, to }) => (
        <p key={field} className="max-h-16 overflow-y-auto font-mono text-sm wrap-anywhere">
          {`${field}: ${shownValue(from)} → ${shownValue(to)}`}
        </p>
      ))}
    </li>
  )
}

/** `null` stands for a field that is not there. */
function shownValue(value: unknown): string {
  if (value === null) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
