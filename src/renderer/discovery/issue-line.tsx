import { useTranslation } from 'react-i18next'
import type { SourceIssue } from '../../shared/contract/discovery'
import { issueSentence } from '../text/sentences'
import { cn } from '../ui/class-names'
import { Dot } from '../ui/dot'
import { ScrollFrame } from '../ui/scroll-frame'

/** What is wrong in a file, where, and the line itself; `named` where the entry's name does not stand above already. */
export function IssueLine({ issue, named = true }: { issue: SourceIssue; named?: boolean }) {
  const { t } = useTranslation()
  const isError = issue.severity === 'error'
  const where = [
    issue.file,
    issue.line !== null && t('issue.at', { line: issue.line, column: issue.column ?? 1 }),
    issue.field,
  ].filter(Boolean)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <div className="flex items-baseline gap-2">
        <Dot tone={isError ? 'down' : 'slow'} label={isError ? t('issue.error') : t('issue.warning')} />
        <p className="min-w-0 break-words">
          {named && issue.server !== null && <bdi className="font-[560]">{issue.server}: </bdi>}
          {issueSentence(issue)}
          {where.length > 0 && (
            <span className="ml-1.5 font-mono text-faint text-xs">{where.join(' · ')}</span>
          )}
        </p>
      </div>
      {issue.excerpt && <Excerpt excerpt={issue.excerpt} issue={issue} />}
    </div>
  )
}

/** The line, and a mark below what offends in it. */
function Excerpt({ excerpt, issue }: { excerpt: string; issue: SourceIssue }) {
  const { t } = useTranslation()
  // The indentation tells nothing and takes room.
  const indent = excerpt.length - excerpt.trimStart().length
  const mark = issue.mark === null ? null : Math.max(0, issue.mark - indent)
  return (
    <ScrollFrame
      label={issue.line === null ? t('sourceCard.line') : t('sourceCard.lineNumber', { line: issue.line })}
      className={cn(
        'ml-4.5 flex overflow-x-auto rounded-sm border-l-2 bg-bg py-1 font-mono text-xs leading-[1.35]',
        issue.severity === 'error' ? 'border-down' : 'border-slow',
      )}
    >
      {issue.line !== null && (
        <span aria-hidden className="shrink-0 select-none px-2 text-faint tabular-nums">
          {issue.line}
        </span>
      )}
      <pre dir="ltr" className={cn('pr-2', issue.line === null && 'pl-2')}>
        {excerpt.trimStart()}
        {mark !== null && (
          <span
            aria-hidden
            className={cn('block select-none', issue.severity === 'error' ? 'text-down' : 'text-slow-text')}
          >
            {`${' '.repeat(mark)}^`}
          </span>
        )}
      </pre>
    </ScrollFrame>
  )
}
