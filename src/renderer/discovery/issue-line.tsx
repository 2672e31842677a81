import { useTranslation } from 'react-i18next'
import type { SourceIssue } from '../../shared/contract/discovery'
import { issueSentence } from '../text/sentences'
import { cn } from '../ui/class-names'
import { Dot } from '../ui/dot'

/** What is wrong in a file, where, and the line itself; `named` where the entry's name does not stand above already. */
export function IssueLine({ issue, named = true }: { issue: SourceIssue; named?: boolean }) {
  const { t } = useTranslation()
  const isError = issue.severity === 'error'
  const where = [
    issue.line !== null && t('issue.at', { line: issue.line, column: issue.column ?? 1 }),
    issue.field,
  ].filter(Boolean)
  return (
    <div className="grid gap-1">
      <div className="flex items-baseline gap-2">
        <Dot tone={isError ? 'down' : 'slow'} label={isError ? t('issue.error') : t('issue.warning')} />
        <p className="min-w-0 break-words">
          {named && issue.server !== null && <b className="font-[560]">{issue.server}: </b>}
          {issueSentence(issue)}
          {where.length > 0 && (
            <span className="ml-1.5 font-mono text-faint text-xs">{where.join(' · ')}</span>
          )}
        </p>
      </div>
      {issue.excerpt && (
        <pre
          className={cn(
            'ml-4.5 overflow-x-auto rounded-sm border-l-2 bg-bg px-2 py-1 font-mono text-xs',
            isError ? 'border-down' : 'border-slow',
          )}
        >
          {issue.excerpt}
        </pre>
      )}
    </div>
  )
}
