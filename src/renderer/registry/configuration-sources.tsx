import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Sighting } from '../../shared/contract/discovery'
import type { Server } from '../../shared/contract/registry'
import { useClient, useRpc, useSources } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { useAction } from '../bridge/use-action'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { undoMs } from './actions'
import { type Document, patchBetween } from './patch'

/** What each source says of the server now, and where that is not what is kept here. */
export function ConfigurationSources({ server, kept }: { server: Server; kept: Document }) {
  const { t } = useTranslation()
  const rpc = useRpc()
  const sources = useSources()?.sources
  const sightings = useQuery(rpc.discovery.sightings.queryOptions({ input: { server: server.name } }))
  const { refetch } = sightings
  // biome-ignore lint/correctness/useExhaustiveDependencies: a source that was read, or a registration that changed, is what makes the old answer stale.
  useEffect(() => void refetch(), [refetch, sources, kept])
  return (
    <aside
      aria-label={t('sighting.title')}
      className="min-h-0 @min-[760px]:overflow-y-auto @min-[760px]:border-line @min-[760px]:border-l px-4 py-3"
    >
      <h3 className="mb-2 font-[560]">{t('sighting.title')}</h3>
      {sightings.isPending && <Skeleton className="h-16" />}
      {sightings.isError && (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-down-text">
          {refusalSentence(toRefusal(sightings.error))}
          <Button onClick={() => void refetch()}>{t('action.retry')}</Button>
        </p>
      )}
      {sightings.data?.length === 0 && <p className="text-muted">{t('sighting.none')}</p>}
      <div className="grid gap-4">
        {sightings.data?.map((sighting) => (
          <OneSource key={sighting.source.id} server={server} sighting={sighting} kept={kept} />
        ))}
      </div>
    </aside>
  )
}

interface OneSourceProps {
  readonly server: Server
  readonly sighting: Sighting
  readonly kept: Document
}

function OneSource({ server, sighting, kept }: OneSourceProps) {
  const { t } = useTranslation()
  const { source, line, file, differences } = sighting
  const adopt = useAdopt(server, sighting, kept)
  const same = differences.length === 0
  // One that a source names follows it anyway, in all that nobody changed.
  const isByHand = server.source.type === 'manual'
  return (
    <section aria-label={source.name} className="grid gap-2">
      <p className="break-words">
        {same
          ? t('sighting.same', { source: source.name })
          : t('sighting.differs', { source: source.name, count: differences.length })}
        <span title={source.address} className="block truncate font-mono text-faint text-xs">
          <bdi>{fileOf(file ?? source.address)}</bdi>
          {line !== null && `:${line}`}
        </span>
      </p>
      {!same && (
        <ul className="grid gap-1.5">
          {differences.map((difference) => (
            <Difference
              key={difference.field}
              difference={difference}
              busy={adopt.isPending}
              onUse={() => adopt.mutate([difference.field])}
            />
          ))}
        </ul>
      )}
      {(isByHand || !same) && (
        <div className="grid justify-items-start gap-1">
          <Button busy={adopt.isPending} onClick={() => adopt.mutate(undefined)}>
            {same ? t('sighting.follow') : t('sighting.useAll')}
          </Button>
          {isByHand && (
            <p className="text-faint text-xs">{t('sighting.useAllHint', { source: source.name })}</p>
          )}
        </div>
      )}
    </section>
  )
}

interface DifferenceProps {
  readonly difference: Sighting['differences'][number]
  readonly busy: boolean
  readonly onUse: () => void
}

function Difference({ difference: { field, here, there }, busy, onUse }: DifferenceProps) {
  const { t } = useTranslation()
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-2 rounded-md border border-line bg-raised p-2">
      <p className="truncate font-mono text-sm" title={field}>
        {field}
      </p>
      <Button
        className="row-span-2 h-6 px-2 text-sm"
        aria-label={t('sighting.useField', { field })}
        disabled={busy}
        onClick={onUse}
      >
        {t('sighting.use')}
      </Button>
      <dl className="mt-0.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-sm">
        <dt className="text-faint">{t('sighting.here')}</dt>
        <dd className="max-h-16 overflow-y-auto font-mono wrap-anywhere">{shown(here)}</dd>
        <dt className="text-faint">{t('sighting.there')}</dt>
        <dd className="max-h-16 overflow-y-auto font-mono wrap-anywhere">{shown(there)}</dd>
      </dl>
    </li>
  )
}

/** The end of a path, which tells files apart; the whole stands in the title. */
function fileOf(path: string): string {
  return path.split(/[\\/]/u).at(-1) ?? path
}

/** `null` stands for a field that is not there. */
function shown(value: unknown): string {
  if (value === null) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Takes what the source says; what was here before comes back with a press. */
function useAdopt(server: Server, { source }: Sighting, kept: Document) {
  const { t } = useTranslation()
  const client = useClient()
  const rpc = useRpc()
  const queries = useQueryClient()
  const params = { server: server.name }
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: rpc.registry.document.key() }),
      queries.invalidateQueries({ queryKey: rpc.discovery.sightings.key() }),
    ])
  const undo = useAction<Document, void>({
    mutationFn: async (before) => {
      const body = patchBetween(await client.registry.document(params), before)
      await client.registry.update({ params, body })
      await refresh()
    },
  })
  return useAction<readonly string[] | undefined, Document>({
    mutationFn: async (fields) => {
      const before = kept
      const wanted = fields && { fields: [...fields] }
      await client.discovery.adopt({ ...params, source: source.id, ...wanted })
      await refresh()
      return before
    },
    onSuccess: (before) => {
      const action = { label: t('action.undo'), onClick: () => undo.mutate(before) }
      toast(t('sighting.used', { name: server.name, source: source.name }), { duration: undoMs, action })
    },
  })
}
