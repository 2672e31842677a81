import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilePreview } from '../../shared/contract/import'
import { Button } from '../ui/button'
import { TickBox } from '../ui/tick-box'
import { asksConsent, doesSomething, type Outcome, withMembers } from './choices'
import { ImportEntry } from './import-entry'
import { IssueLine } from './issue-line'
import type { Import } from './use-import'

/** Entries in view at first, and with each press for more. */
const pageSize = 50

interface FileReportProps {
  readonly file: FilePreview
  readonly only: Outcome | 'all'
  readonly work: Import
}

/** What one file would do, entry by entry, to be taken or left out. */
export function FileReport({ file, only, work }: FileReportProps) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(pageSize)
  const { choices, setChoices } = work
  const isWhole = work.watch && file.watchable
  const fitting = file.entries.filter((entry) => only === 'all' || entry.outcome === only)
  const inView = fitting.slice(0, shown)
  const prints = inView.filter(asksConsent).flatMap(({ command }) => command?.fingerprint ?? [])
  const allowed = prints.filter((print) => choices.approved.has(print)).length
  const allow = (some: readonly string[], on: boolean) =>
    setChoices({ ...choices, approved: withMembers(choices.approved, some, on) })
  const takeAll = (names: readonly string[], on: boolean) =>
    setChoices({ ...choices, leaveOut: withMembers(choices.leaveOut, names, !on) })
  const hidden = fitting.length - inView.length
  return (
    <section aria-label={file.name} className="overflow-hidden rounded-lg border border-line">
      <div className="flex flex-wrap items-center gap-2 border-line border-b bg-panel px-3 py-1.5">
        {!isWhole && <WholeFile file={file} leaveOut={choices.leaveOut} onTake={takeAll} />}
        <h3 className="min-w-0 truncate font-[560] font-mono text-sm" title={file.name}>
          <bdi>{file.name}</bdi>
        </h3>
        <span className="ml-auto shrink-0 text-faint text-xs tabular-nums">
          {t('import.entries', { count: file.entries.length })}
        </span>
        {prints.length > 1 && (
          <Button
            look="ghost"
            className="h-6 px-2 text-sm"
            onClick={() => allow(prints, allowed < prints.length)}
          >
            {allowed < prints.length
              ? t('importView.allowShown', { count: prints.length })
              : t('importView.allowNone')}
          </Button>
        )}
      </div>
      {isWhole && file.entries.some(doesSomething) && (
        <p className="border-line border-b px-3 py-1.5 text-faint text-sm">{t('importView.whole')}</p>
      )}
      {file.issues.length > 0 && (
        <div className="grid gap-2 border-line border-b px-3 py-2">
          {file.issues.map((issue) => (
            <IssueLine key={`${issue.code}${issue.line}${issue.field}`} issue={issue} />
          ))}
        </div>
      )}
      <ul>
        {inView.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names may come twice, and the list does not change.
          <li key={index} className="border-line border-b px-3 py-2 last:border-0">
            <ImportEntry
              entry={entry}
              isWhole={isWhole}
              isTaken={!choices.leaveOut.has(entry.name)}
              isAllowed={entry.command !== null && choices.approved.has(entry.command.fingerprint)}
              onTake={(on) => takeAll([entry.name], on)}
              onAllow={(on) => entry.command && allow([entry.command.fingerprint], on)}
            />
          </li>
        ))}
        {file.entries.length === 0 && <li className="px-3 py-2 text-faint">{t('import.noEntries')}</li>}
        {file.entries.length > 0 && fitting.length === 0 && (
          <li className="px-3 py-2 text-faint">{t('importView.noneFits')}</li>
        )}
      </ul>
      {hidden > 0 && (
        <Button look="ghost" className="m-1.5" onClick={() => setShown(shown + pageSize)}>
          {t('importView.more', { count: Math.min(hidden, pageSize), left: hidden })}
        </Button>
      )}
    </section>
  )
}

/** Takes or leaves everything of the file at once. */
function WholeFile({
  file,
  leaveOut,
  onTake,
}: {
  file: FilePreview
  leaveOut: ReadonlySet<string>
  onTake: (names: readonly string[], on: boolean) => void
}) {
  const { t } = useTranslation()
  const names = file.entries.filter(doesSomething).map(({ name }) => name)
  if (names.length < 2) return null
  const left = names.filter((name) => leaveOut.has(name)).length
  const state = left === 0 ? true : left === names.length ? false : 'mixed'
  return (
    <TickBox
      label={t('importView.takeAll', { name: file.name })}
      checked={state}
      onChange={() => onTake(names, state !== true)}
      className="relative -ml-1 size-6 shrink-0"
    />
  )
}
