import { Download, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Source } from '../../shared/contract/discovery'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { useView } from '../shell/view'
import { formatAge, formatDateTime } from '../text/format'
import { Button, IconButton } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Dot, type Tone } from '../ui/dot'
import { saveFile } from '../ui/save-file'
import { useNow } from '../ui/use-now'
import { IssueLine } from './issue-line'

/** Problems shown before the rest is folded away. */
const issuesShown = 5

export function toneOfSource({ state, issues }: Pick<Source, 'state' | 'issues'>): Tone {
  if (state === 'reading') return 'busy'
  if (state === 'error') return 'down'
  if (state === 'missing') return 'off'
  return issues.length > 0 ? 'slow' : 'up'
}

export function SourceCard({ source }: { source: Source }) {
  const { t } = useTranslation()
  const now = useNow(5_000)
  const filter = useView((view) => view.filter)
  const [all, setAll] = useState(false)
  const hidden = source.issues.length - issuesShown
  return (
    <article aria-label={source.name} className="rounded-xl border border-line bg-raised p-3.5">
      <div className="flex items-center gap-2">
        <Dot tone={toneOfSource(source)} label={t(`source.state.${source.state}`)} />
        <h2 className="truncate font-[560] text-md">{source.name}</h2>
        <span className="flex-1" />
        <SourceActions source={source} />
      </div>
      <p className="ml-4.5 break-all font-mono text-faint text-xs">{source.address}</p>
      <p className="mt-1.5 ml-4.5 text-muted">
        {t(`source.state.${source.state}`)}
        {' · '}
        <button
          type="button"
          className="text-accent-text hover:underline"
          onClick={() => filter({ source: source.id })}
        >
          {t('source.servers', { count: source.servers })}
        </button>
        {source.lastReadAt !== null && (
          <span title={formatDateTime(source.lastReadAt)}>
            {' · '}
            {t('source.lastRead', { age: formatAge(source.lastReadAt, now) })}
          </span>
        )}
        {source.state === 'error' && source.servers > 0 && ` · ${t('source.keptLast')}`}
      </p>
      {source.issues.length > 0 && (
        <div className="mt-2.5 grid gap-2 border-line border-t pt-2.5">
          {source.issues.slice(0, all ? undefined : issuesShown).map((issue) => (
            <IssueLine key={`${issue.code}${issue.line}${issue.column}${issue.field}`} issue={issue} />
          ))}
          {hidden > 0 && !all && (
            <Button look="ghost" className="justify-self-start" onClick={() => setAll(true)}>
              {t('source.moreIssues', { count: hidden })}
            </Button>
          )}
        </div>
      )}
    </article>
  )
}

function SourceActions({ source }: { source: Source }) {
  const { t } = useTranslation()
  const client = useClient()
  const [asking, setAsking] = useState(false)
  const scan = useAction<void, Source>({ mutationFn: () => client.discovery.scan({ id: source.id }) })
  const save = useAction<void, void>({
    mutationFn: async () => {
      const written = await client.discovery.export({ source: source.id })
      saveFile(`${source.name}.json`, `${JSON.stringify(written, null, 2)}\n`)
    },
  })
  return (
    <>
      <Button busy={scan.isPending} onClick={() => scan.mutate()}>
        <RefreshCw aria-hidden className="size-3.5" />
        {t('source.readNow')}
      </Button>
      <IconButton label={t('action.export')} onClick={() => save.mutate()}>
        <Download />
      </IconButton>
      <IconButton label={t('source.remove')} onClick={() => setAsking(true)}>
        <Trash2 />
      </IconButton>
      {asking && <RemoveDialog source={source} onClose={() => setAsking(false)} />}
    </>
  )
}

/** Removing a source takes its servers along and cannot be undone, so it is asked. */
function RemoveDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useClient()
  const remove = useAction<void, { removed: string[] }>({
    mutationFn: () => client.discovery.removeSource({ id: source.id }),
    onSuccess: ({ removed }) => {
      toast(t('source.removed', { name: source.name, count: removed.length }))
      onClose()
    },
  })
  return (
    <Dialog
      title={t('source.removeTitle', { name: source.name })}
      closeLabel={t('action.close')}
      onClose={onClose}
      className="w-[min(440px,calc(100vw-48px))]"
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            {t('source.remove')}
          </Button>
        </>
      }
    >
      <p className="text-muted">{t('source.removeText', { count: source.servers })}</p>
    </Dialog>
  )
}
