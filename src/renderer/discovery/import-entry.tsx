import { useTranslation } from 'react-i18next'
import type { PreviewEntry } from '../../shared/contract/import'
import { CommandView } from '../registry/command-view'
import { Checkbox } from '../ui/checkbox'
import { Chip } from '../ui/chip'
import { cn } from '../ui/class-names'
import { TickBox } from '../ui/tick-box'
import { asksConsent, doesSomething } from './choices'
import { IssueLine } from './issue-line'

const looks = { new: 'up', changed: 'on', unchanged: 'plain', refused: 'down' } as const

interface ImportEntryProps {
  readonly entry: PreviewEntry
  /** The file is taken whole, so that no entry of it can be left out. */
  readonly isWhole: boolean
  readonly isTaken: boolean
  readonly isAllowed: boolean
  readonly onTake: (on: boolean) => void
  readonly onAllow: (on: boolean) => void
}

/** What one entry would do: where it leads, what changes, what would run. */
export function ImportEntry({ entry, isWhole, isTaken, isAllowed, onTake, onAllow }: ImportEntryProps) {
  const { t } = useTranslation()
  const { command } = entry
  const isLeft = doesSomething(entry) && !isWhole && !isTaken
  return (
    <div className="grid gap-1.5">
      <div className="flex min-w-0 items-center gap-2">
        {doesSomething(entry) && !isWhole && (
          <TickBox
            label={t('importView.take', { name: entry.name })}
            checked={isTaken}
            onChange={() => onTake(!isTaken)}
            className="relative -ml-1 size-6 shrink-0"
          />
        )}
        <Chip look={isLeft ? 'plain' : looks[entry.outcome]} className="shrink-0">
          {isLeft ? t('importView.left') : t(`import.outcome.${entry.outcome}`)}
        </Chip>
        <bdi
          className={cn('max-w-[40%] shrink-0 truncate font-[560]', isLeft && 'text-faint')}
          title={entry.name}
        >
          {entry.name}
        </bdi>
        <span
          dir="ltr"
          className="min-w-0 flex-1 truncate font-mono text-faint text-xs"
          title={entry.address}
        >
          {entry.address}
        </span>
        {entry.tags.slice(0, 3).map((tag) => (
          <Chip key={tag} className="max-w-24 shrink-0 max-sm:hidden">
            {tag}
          </Chip>
        ))}
      </div>
      {entry.issue && <IssueLine issue={entry.issue} named={false} />}
      {entry.outcome === 'changed' && !isLeft && <Changes entry={entry} />}
      {command !== null && asksConsent(entry) && !isLeft && (
        <div className="grid gap-2 rounded-md border border-slow bg-slow-soft p-2.5">
          <p className="text-muted">{t('import.runs')}</p>
          <CommandView preview={command} />
          <Checkbox checked={isAllowed} onChange={onAllow}>
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
          <dd className="max-h-24 overflow-y-auto break-all">
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
