import { FolderSearch, Plus } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSources } from '../bridge/bridge'
import { NoLink } from '../shell/no-link'
import { useView } from '../shell/view'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { ScrollFrame } from '../ui/scroll-frame'
import { Skeleton } from '../ui/skeleton'
import { AddSource } from './add-source'
import { ClientsCard } from './clients-card'
import { ImportButton } from './import-button'
import { ManualCard } from './manual-card'
import { SamplesCard } from './samples-card'
import { SourceCard } from './source-card'

/** Where servers come from, and how each source stands. */
export function DiscoveryScreen() {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-2 border-line border-b px-4 py-2.5">
        <h1 className="mr-1.5 font-[620] text-lg tracking-[-0.01em]">{t('screen.discovery')}</h1>
        <span className="flex-1" />
        <ImportButton look="ghost" />
        <Button look="primary" onClick={() => set({ overlay: { kind: 'source' } })}>
          <Plus aria-hidden className="size-3.5" />
          {t('sourceDialog.open')}
        </Button>
      </div>
      <Sources />
    </div>
  )
}

function Sources() {
  const { t } = useTranslation()
  const state = useSources()
  const frame = useRef<HTMLElement>(null)
  if (!state) return <Waiting />
  const manual = state.sources.find((source) => source.type === 'manual')
  const watched = state.sources.filter((source) => source.type !== 'manual')
  return (
    <ScrollFrame ref={frame} label={t('nav.sources')} className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-215 grid-cols-[minmax(0,1fr)] gap-3 p-4">
        <AddSource />
        {watched.map((source, order) => (
          <SourceCard
            key={source.id}
            source={source}
            order={order}
            of={watched.length}
            onRemove={() => frame.current?.focus()}
          />
        ))}
        {watched.length === 0 && (
          <EmptyState icon={<FolderSearch />} title={t('discovery.none')} action={<ImportButton />}>
            {t('discovery.noneHint')}
          </EmptyState>
        )}
        <ClientsCard />
        {manual && <ManualCard source={manual} />}
        <SamplesCard samples={state.samples} />
      </div>
    </ScrollFrame>
  )
}

/** The shape of what comes. */
function Waiting() {
  const { t } = useTranslation()
  return (
    <NoLink>
      <div
        role="status"
        aria-label={t('discovery.loading')}
        className="mx-auto grid w-full max-w-215 content-start gap-3 p-4"
      >
        <Skeleton className="h-7" />
        <Skeleton className="h-22" />
        <Skeleton className="h-22" />
      </div>
    </NoLink>
  )
}
