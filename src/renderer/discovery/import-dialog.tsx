import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { FilePreview, ImportResult } from '../../shared/contract/discovery'
import { useClient } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { useAction } from '../bridge/use-action'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { Dialog } from '../ui/dialog'
import { Spinner } from '../ui/dot'
import { FileReport } from './file-report'
import { readFiles } from './read-files'

/** Says what files would add, change and refuse, and does it only when told to. */
export function ImportDialog({ dropped, onClose }: { dropped: readonly File[]; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useClient()
  const nonce = useId()
  const [wantsWatch, setWatch] = useState(true)
  const [approved, setApproved] = useState<ReadonlySet<string>>(new Set())
  const read = useQuery({
    queryKey: ['import', nonce, dropped],
    queryFn: () => readFiles(dropped),
    gcTime: 0,
  })
  const files = read.data?.files ?? []
  const watch = wantsWatch && files.some((file) => file.path !== undefined)
  const preview = useQuery({
    queryKey: ['import', nonce, dropped, watch],
    queryFn: () => client.discovery.preview({ files: [...files], watch }),
    enabled: files.length > 0,
    gcTime: 0,
    placeholderData: (before) => before,
  })
  const report = useReport()
  const take = useAction<void, ImportResult>({
    mutationFn: () =>
      client.discovery.import({ files: [...files], watch, approve: [...approved], leaveOut: [] }),
    onSuccess: (result) => {
      report(result)
      onClose()
    },
  })
  const previews = preview.data ?? []
  const watchable = previews.some((file) => file.watchable)
  const reading = read.isPending || (files.length > 0 && preview.isPending)
  const allow = (fingerprint: string, on: boolean) =>
    setApproved(
      new Set(on ? [...approved, fingerprint] : [...approved].filter((each) => each !== fingerprint)),
    )

  return (
    <Dialog
      title={t('import.title')}
      description={previews.length > 0 ? <Totals previews={previews} /> : t('import.text')}
      closeLabel={t('action.close')}
      onClose={onClose}
      className="w-[min(760px,calc(100vw-48px))]"
      footer={
        <>
          {watchable && (
            <Checkbox checked={wantsWatch} onChange={setWatch} className="mr-auto">
              {t('import.watch', { count: previews.filter((file) => file.watchable).length })}
            </Checkbox>
          )}
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            busy={take.isPending}
            disabled={!canImport(previews, watch)}
            onClick={() => take.mutate()}
          >
            {t('action.importNow')}
          </Button>
        </>
      }
    >
      {reading && (
        <p role="status" className="flex items-center gap-2 py-6 text-muted">
          <Spinner />
          {t('import.reading')}
        </p>
      )}
      {preview.isError && (
        <p role="alert" className="rounded-lg border border-down bg-down-soft p-3">
          {refusalSentence(toRefusal(preview.error))}
        </p>
      )}
      <div className="grid gap-4">
        {previews.map((file) => (
          <FileReport key={file.name} file={file} approved={approved} onAllow={allow} />
        ))}
        {read.data?.unread.map(({ name, why }) => (
          <p key={name} className="break-words text-down-text">
            <b className="font-[560]">{name}</b>: {t(`import.unread.${why}`)}
          </p>
        ))}
      </div>
    </Dialog>
  )
}

function Totals({ previews }: { previews: readonly FilePreview[] }) {
  const { t } = useTranslation()
  const entries = previews.flatMap((file) => file.entries)
  const count = (outcome: string) => entries.filter((entry) => entry.outcome === outcome).length
  return t('import.totals', {
    added: count('new'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: count('refused'),
  })
}

/** Watching alone is worth doing, too: the file may name servers later. */
function canImport(previews: readonly FilePreview[], watch: boolean): boolean {
  const changes = previews.some((file) =>
    file.entries.some(({ outcome }) => outcome === 'new' || outcome === 'changed'),
  )
  return changes || (watch && previews.some((file) => file.watchable))
}

function useReport(): (result: ImportResult) => void {
  const { t } = useTranslation()
  return ({ added, changed, refused, sources }) => {
    const parts = [
      t('import.done', { added: added.length, changed: changed.length }),
      refused.length > 0 && t('import.doneRefused', { count: refused.length }),
      sources.length > 0 && t('import.doneWatching', { count: sources.length }),
    ].filter(Boolean)
    toast.success(parts.join(' '))
  }
}
