import { useTranslation } from 'react-i18next'
import type { FilePreview, PreviewEntry } from '../../shared/contract/discovery'
import { CommandView } from '../registry/command-view'
import { Checkbox } from '../ui/checkbox'
import { Chip } from '../ui/chip'
import { IssueLine } from './issue-line'

interface FileReportProps {
  readonly file: FilePreview
  /** Fingerprints of the commands the person has allowed. */
  readonly approved: ReadonlySet<string>
  readonly onAllow: (fingerprint: string, on: boolean) => void
}

/** What one file would do, entry by entry. */
export function FileReport({ file, approved, onAllow }: FileReportProps) {
  const { t } = useTranslation()
  return (
    <section aria-label={file.name} className="overflow-hidden rounded-lg border border-line">
      <h3 className="flex items-center gap-2 border-line border-b bg-panel px-3 py-1.5 font-[560]">
        <span className="truncate font-mono text-sm">{file.name}</span>
        <span className="ml-auto shrink-0 font-normal text-faint text-xs">
          {t('import.entries', { count: file.entries.length })}
        </span>
      </h3>
      {file.issues.length > 0 && (
        <div className="grid gap-2 border-line border-b px-3 py-2">
          {file.issues.map((issue) => (
            <IssueLine key={`${issue.code}${issue.line}${issue.field}`} issue={issue} />
          ))}
        </div>
      )}
      <ul>
        {file.entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names may come twice, and the list does not change.
          <li key={index} className="border-line border-b px-3 py-2 last:border-0">
            <Entry entry={entry} approved={approved} onAllow={onAllow} />
          </li>
        ))}
        {file.entries.length === 0 && <li className="px-3 py-2 text-faint">{t('import.noEntries')}</li>}
      </ul>
    </section>
  )
}

const looks = { new: 'up', changed: 'on', unchanged: 'plain', refused: 'down' } as const

function Entry({ entry, approved, onAllow }: Omit<FileReportProps, 'file'> & { entry: PreviewEntry }) {
  const { t } = useTranslation()
  const { command } = entry
  const asks = command !== null && entry.outcome !== 'unchanged' && entry.outcome !== 'refused'
  return (
    <div className="grid gap-1.5">
      <div className="flex min-w-0 items-center gap-2">
        <Chip look={looks[entry.outcome]} className="shrink-0">
          {t(`import.outcome.${entry.outcome}`)}
        </Chip>
        <bdi className="max-w-[40%] shrink-0 truncate font-[560]" title={entry.name}>
          {entry.name}
        </bdi>
        <span className="min-w-0 flex-1 truncate font-mono text-faint text-xs" title={entry.address}>
          {entry.address}
        </span>
        {entry.tags.slice(0, 3).map((tag) => (
          <Chip key={tag}>{tag}</Chip>
        ))}
      </div>
      {entry.issue && <IssueLine issue={entry.issue} named={false} />}
      {entry.outcome === 'changed' && <Changes entry={entry} />}
      {asks && (
        <div className="grid gap-2 rounded-md border border-slow bg-slow-soft p-2.5">
          <p className="text-muted">{t('import.runs')}</p>
          <CommandView preview={command} />
          <Checkbox
            checked={approved.has(command.fingerprint)}
            onChange={(on) => onAllow(command.fingerprint, on)}
          >
            {t('import.allow')}
          </Checkbox>
        </div>
      )}
    </div>
  )
}

function Changes({ entry }: { entry: PreviewEntry }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 font-mono text-xs">
      {entry.changes.map((change) => (
        <div key={change.field} className="contents">
          <dt className="text-muted">{change.field}</dt>
          <dd className="break-all">
            <del className="text-down-text">{written(change.from)}</del>
            {' → '}
            <ins className="text-up-text no-underline">{written(change.to)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}

const written = (value: unknown) => (value === undefined || value === null ? '–' : JSON.stringify(value))
