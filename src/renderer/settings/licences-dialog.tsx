import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { openLink } from '../bridge/open-link'
import { folded } from '../registry/filter'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { Dialog } from '../ui/dialog'
import { EmptyState } from '../ui/empty-state'
import { Input } from '../ui/field'
import { Skeleton } from '../ui/skeleton'
import { type Licence, readLicences } from './licences'

/** Whose work Rollcall is made with, and on what terms; read only when somebody looks. */
export function LicencesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const licences = useQuery({
    queryKey: ['licences'],
    queryFn: readLicences,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Dialog
      title={t('licences.title')}
      description={t('licences.text')}
      closeLabel={t('action.close')}
      onClose={onClose}
      className="h-[min(680px,calc(100vh-48px))] w-[min(860px,calc(100vw-48px))]"
      footer={<Button onClick={onClose}>{t('action.close')}</Button>}
    >
      {licences.isPending && (
        <div role="status" aria-label={t('licences.loading')} className="grid gap-3 py-2">
          <Skeleton className="w-1/3" />
          <Skeleton className="w-1/4" />
        </div>
      )}
      {licences.isError && (
        <EmptyState
          title={t('licences.failed')}
          action={<Button onClick={() => void licences.refetch()}>{t('action.retry')}</Button>}
        >
          {licences.error.message}
        </EmptyState>
      )}
      {licences.data && <Licences all={licences.data} />}
    </Dialog>
  )
}

function Licences({ all }: { all: readonly Licence[] }) {
  const { t } = useTranslation()
  const [sought, setSought] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const words = folded(sought.trim())
  const shown = all.filter(({ name, licence }) => folded(`${name} ${licence}`).includes(words))
  const current = shown.find(({ id }) => id === chosen) ?? shown.find(({ text }) => text !== '') ?? shown[0]
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(180px,260px)_minmax(0,1fr)] gap-4">
      <div className="flex min-h-0 flex-col gap-2">
        <Input
          type="search"
          aria-label={t('licences.search')}
          placeholder={t('licences.search')}
          value={sought}
          onChange={({ target }) => setSought(target.value)}
        />
        {shown.length === 0 && <p className="p-4 text-center text-muted">{t('licences.nothing')}</p>}
        <ul aria-label={t('licences.packages')} className="min-h-0 flex-1 overflow-y-auto">
          {shown.map((licence) => (
            <li key={licence.id}>
              <button
                type="button"
                aria-pressed={licence.id === current?.id}
                onClick={() => setChosen(licence.id)}
                className={cn(
                  'flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left hover:bg-line focus-visible:-outline-offset-2',
                  licence.id === current?.id && 'bg-accent-soft text-accent-text hover:bg-accent-soft',
                )}
              >
                <span className="min-w-0 flex-1 truncate">{licence.name}</span>
                <span className="max-w-20 shrink-0 truncate text-xs">{licence.licence}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      {current && <Text licence={current} />}
    </div>
  )
}

function Text({ licence }: { licence: Licence }) {
  const { t } = useTranslation()
  const { name, version, website, text } = licence
  return (
    <section aria-label={name} className="flex min-h-0 min-w-0 flex-col gap-2">
      <h3 className="flex min-h-7 flex-wrap items-center gap-x-2">
        <b className="font-[560]">{name}</b>
        <span className="text-faint tabular-nums">{version}</span>
        <span className="text-muted">{licence.licence}</span>
        {website && (
          <Button look="ghost" className="ml-auto" onClick={() => openLink(website)}>
            <ExternalLink aria-hidden className="size-3.5" />
            {t('licences.website')}
          </Button>
        )}
      </h3>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable with the keyboard.
        tabIndex={0}
        className="min-h-0 flex-1 select-text overflow-auto whitespace-pre-wrap rounded-lg border border-line bg-panel p-3 font-mono text-xs leading-[1.5]"
      >
        {text || t('licences.noText')}
      </pre>
    </section>
  )
}
