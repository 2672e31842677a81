import { Download, Hand } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Source } from '../../shared/contract/discovery'
import { useView } from '../shell/view'
import { Button, IconButton } from '../ui/button'
import { ExportMenu } from './export-menu'
import { SourceServers } from './source-servers'

/** What a person registered by hand: a source that is always there and never read. */
export function ManualCard({ source }: { source: Source }) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  return (
    <article
      aria-label={t('manualCard.title')}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-xl border border-line bg-raised p-3.5"
    >
      <span className="grid size-8 shrink-0 place-items-center rounded-lg bg-panel text-muted">
        <Hand aria-hidden className="size-4" />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2.5">
          <h2 className="font-[560] text-md">{t('manualCard.title')}</h2>
          <SourceServers source={source} />
        </div>
        <p className="text-muted text-sm">{t('manualCard.text')}</p>
      </div>
      <span className="ml-auto flex shrink-0 gap-1.5">
        <Button onClick={() => set({ overlay: { kind: 'add' } })}>{t('action.add')}</Button>
        <ExportMenu
          source={source.id}
          trigger={
            <IconButton label={t('action.export')}>
              <Download />
            </IconButton>
          }
        />
      </span>
    </article>
  )
}
