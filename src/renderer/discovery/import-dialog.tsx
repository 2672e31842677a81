import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toRefusal } from '../bridge/fault'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { Dialog } from '../ui/dialog'
import { Spinner } from '../ui/dot'
import { Segmented } from '../ui/segmented'
import { countsOf, type Outcome } from './choices'
import { FileReport } from './file-report'
import type { ReadFiles } from './read-files'
import { type Import, useImport } from './use-import'

interface ImportDialogProps {
  readonly read: () => Promise<ReadFiles>
  readonly onClose: () => void
}

/** Says what files would add, change and refuse, and does it only when told to. */
export function ImportDialog({ read, onClose }: ImportDialogProps) {
  const { t } = useTranslation()
  const work = useImport(read, '', onClose)
  return (
    <Dialog
      title={t('import.title')}
      description={<ImportTotals work={work} />}
      closeLabel={t('action.close')}
      onClose={onClose}
      onEnter={work.take}
      className={importDialogLook}
      footer={<ImportFooter work={work} onClose={onClose} />}
    >
      <ImportReport work={work} />
    </Dialog>
  )
}

export const importDialogLook = 'w-[min(760px,calc(100vw-48px))]'

function ImportTotals({ work }: { work: Import }) {
  const { t } = useTranslation()
  const { new: added, ...counts } = countsOf(work.previews)
  return work.previews.length > 0 ? t('import.totals', { added, ...counts }) : t('import.text')
}

interface ImportFooterProps {
  readonly work: Import
  /** What the button that does it says. */
  readonly label?: string
  readonly onClose: () => void
}

export function ImportFooter({ work, label, onClose }: ImportFooterProps) {
  const { t } = useTranslation()
  return (
    <>
      {work.watchable > 0 && (
        <Checkbox checked={work.watch} onChange={work.setWatch} className="mr-auto">
          {t('import.watch', { count: work.watchable })}
        </Checkbox>
      )}
      <Button onClick={onClose}>{t('action.cancel')}</Button>
      <Button look="primary" busy={work.isTaking} disabled={!work.canTake} onClick={work.take}>
        {label ?? t('action.importNow')}
      </Button>
    </>
  )
}

const outcomes = ['new', 'changed', 'unchanged', 'refused'] as const satisfies readonly Outcome[]

/** Everything the files would do, narrowed to one outcome where a person wants that. */
export function ImportReport({ work }: { work: Import }) {
  const { t } = useTranslation()
  const { previews, unread, otherFiles } = work
  const [only, setOnly] = useState<Outcome | 'all'>('all')
  const counts = countsOf(previews)
  const total = previews.reduce((sum, { entries }) => sum + entries.length, 0)
  const kinds = outcomes.filter((outcome) => counts[outcome] > 0)
  const shown = only !== 'all' && counts[only] > 0 ? only : 'all'
  return (
    <div className="grid gap-3">
      {work.isReading && (
        <p role="status" className="flex items-center gap-2 py-6 text-muted">
          <Spinner />
          {t('import.reading')}
        </p>
      )}
      {work.error && (
        <p role="alert" className="rounded-lg border border-down bg-down-soft p-3">
          {refusalSentence(toRefusal(work.error))}
        </p>
      )}
      {kinds.length > 1 && (
        <Segmented
          label={t('importView.only')}
          value={shown}
          onChange={setOnly}
          className="justify-self-start tabular-nums"
          options={[
            { value: 'all' as const, label: t('importView.all', { count: total }) },
            ...kinds.map((value) => ({ value, label: t(`importView.${value}`, { count: counts[value] }) })),
          ]}
        />
      )}
      {previews.map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and their order stays.
        <FileReport key={index} file={file} only={shown} work={work} />
      ))}
      {unread.map(({ name, why }) => (
        <p key={name} className="break-words text-down-text">
          <bdi className="font-[560]">{name}</bdi>: {t(`import.unread.${why}`)}
        </p>
      ))}
      {otherFiles > 0 && <p className="text-faint">{t('importView.otherFiles', { count: otherFiles })}</p>}
      {!work.isReading && !work.error && previews.length + unread.length + otherFiles === 0 && (
        <p className="py-4 text-muted">{t('importView.nothing')}</p>
      )}
    </div>
  )
}
