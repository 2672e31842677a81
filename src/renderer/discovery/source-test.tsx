import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { SourceStep, SourceTest } from '../../shared/contract/discovery'
import { visibleLine } from '../../shared/visible-text'
import { formatBytes, formatList, formatMs } from '../text/format'
import { stepSentence } from '../text/sentences'
import { Dot } from '../ui/dot'
import { IssueLine } from './issue-line'

const tones = { passed: 'up', failed: 'down', skipped: 'off' } as const
/** Problems shown of a test; the source itself shows them all once it is added. */
const issuesShown = 5
const namesShown = 6

/** True where it can be read and names servers. */
export function isGood({ steps }: SourceTest): boolean {
  return steps.length > 0 && steps.every(({ outcome }) => outcome !== 'failed')
}

/** How trying a source went: each step with what it found, then what it names and what is wrong in it. */
export function SourceTestReport({ test }: { test: SourceTest }) {
  const { t } = useTranslation()
  const { steps, servers, issues } = test
  const names = servers.names.slice(0, namesShown).map(visibleLine)
  const more = servers.count - names.length
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <ol aria-label={t('sourceTest.steps')} className="grid gap-1">
        {steps.map((step) => (
          <Step key={step.code} step={step} />
        ))}
      </ol>
      {isGood(test) && servers.count > 0 && (
        <p className="wrap-anywhere">
          {t('sourceTest.names', { count: servers.count })}{' '}
          <span className="text-muted">
            {formatList(more > 0 ? [...names, t('sourceTest.more', { count: more })] : names)}
          </span>
        </p>
      )}
      {issues.slice(0, issuesShown).map((issue) => (
        <IssueLine
          key={`${issue.code}${issue.file}${issue.line}${issue.column}${issue.field}`}
          issue={issue}
        />
      ))}
      {issues.length > issuesShown && (
        <p className="text-muted">{t('sourceTest.moreIssues', { count: issues.length - issuesShown })}</p>
      )}
    </div>
  )
}

function Step({ step }: { step: SourceStep }) {
  const { t } = useTranslation()
  const { outcome, tookMs, detail } = step
  return (
    <li className="flex flex-wrap items-baseline gap-x-2">
      <Dot tone={tones[outcome]} label={t(`sourceTest.outcome.${outcome}`)} />
      <span className={outcome === 'skipped' ? 'text-faint' : undefined}>{stepSentence(step)}</span>
      <span dir="auto" className="min-w-0 break-words text-muted text-sm">
        {foundText(t, detail)}
      </span>
      {outcome !== 'skipped' && (
        <span className="ml-auto text-faint text-sm tabular-nums">{formatMs(tookMs)}</span>
      )}
    </li>
  )
}

/** What a step found, in the order a person asks for it; values the window has no words for stay away. */
function foundText(t: TFunction, detail: SourceStep['detail']): string {
  const { address, protocol, status, contentType, bytes, servers, reason } = detail
  const parts = [
    address,
    protocol,
    status,
    contentType,
    typeof bytes === 'number' ? formatBytes(bytes) : undefined,
    typeof servers === 'number' ? t('source.servers', { count: servers }) : undefined,
    reason,
  ]
  return parts.filter((part) => part !== undefined && part !== '').join(' · ')
}
