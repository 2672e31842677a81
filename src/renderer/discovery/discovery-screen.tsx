import { FolderSearch } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Source } from '../../shared/contract/discovery'
import { useClient, useSources } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Input } from '../ui/field'
import { Skeleton } from '../ui/skeleton'
import { ImportButton } from './import-button'
import { SamplesCard } from './samples-card'
import { SourceCard } from './source-card'

/** Where servers come from, and how each source stands. */
export function DiscoveryScreen() {
  const { t } = useTranslation()
  const state = useSources()
  const watched = state?.sources.filter((source) => source.type !== 'manual') ?? []
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-2 border-line border-b px-4 py-2.5">
        <h1 className="mr-1.5 font-[620] text-lg tracking-[-0.01em]">{t('screen.discovery')}</h1>
        <span className="flex-1" />
        <ImportButton look="ghost" />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid max-w-215 gap-3 p-4">
          <AddSource />
          {!state && (
            <div role="status" aria-label={t('discovery.loading')} className="grid gap-3">
              <Skeleton className="h-20" />
              <Skeleton className="h-20" />
            </div>
          )}
          {watched.map((source) => (
            <SourceCard key={source.id} source={source} />
          ))}
          {state && watched.length === 0 && (
            <EmptyState icon={<FolderSearch />} title={t('discovery.none')} action={<ImportButton />}>
              {t('discovery.noneHint')}
            </EmptyState>
          )}
          {state && <SamplesCard samples={state.samples} />}
        </div>
      </div>
    </div>
  )
}

function AddSource() {
  const { t } = useTranslation()
  const client = useClient()
  const [path, setPath] = useState('')
  const add = useAction<string, Source>({
    mutationFn: (file) => client.discovery.addSource({ type: 'file_watch', path: file }),
    onSuccess: () => setPath(''),
  })
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (path.trim() !== '') add.mutate(path.trim())
      }}
    >
      <Input
        aria-label={t('discovery.path')}
        placeholder={t('discovery.pathHint')}
        className="font-mono text-sm"
        value={path}
        onChange={({ target }) => setPath(target.value)}
      />
      <Button look="primary" type="submit" busy={add.isPending} disabled={path.trim() === ''}>
        {t('discovery.watchFile')}
      </Button>
    </form>
  )
}
