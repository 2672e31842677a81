import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Source } from '../../shared/contract/discovery'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { useView } from '../shell/view'
import { Button } from '../ui/button'
import { Chip } from '../ui/chip'
import { Dot, type Tone } from '../ui/dot'
import { HeldServers } from './held-servers'
import { IssueLine } from './issue-line'
import { SourceAddress } from './source-address'
import { SourceCounts } from './source-counts'
import { type ReadOutcome, readOutcome, SourceFacts } from './source-facts'
import { SourceKindIcon } from './source-kind'
import { SourceMenu } from './source-menu'
import { SourceName } from './source-name'
import { SourceServers } from './source-servers'
import { SourceTrial, useSourceTrial } from './source-trial'
import { useChangeSource } from './use-source-actions'

/** Problems shown before the rest is folded away. */
const issuesShown = 5

export function toneOfSource({ state, issues }: Pick<Source, 'state' | 'issues'>): Tone {
  if (state === 'reading') return 'busy'
  if (state === 'error') return 'down'
  if (state === 'missing' || state === 'paused') return 'off'
  return state === 'held' || issues.length > 0 ? 'slow' : 'up'
}

interface SourceCardProps {
  readonly source: Source
  /** Its place among the sources a person can put in order, from 0, and how many those are. */
  readonly order: number
  readonly of: number
  /** The source is being removed, and with it whatever had the focus. */
  readonly onRemove: () => void
}

/** One source: how it stands, what it found, what is wrong in it and where. */
export function SourceCard({ source, order, of, onRemove }: SourceCardProps) {
  const { t } = useTranslation()
  const { renaming, set } = useView()
  const [outcome, setOutcome] = useState<ReadOutcome | null>(null)
  const client = useClient()
  const change = useChangeSource(source)
  const trial = useSourceTrial(source)
  const scan = useAction<void, Source>({
    mutationFn: () => client.discovery.scan({ id: source.id }),
    onSuccess: (now) => setOutcome(readOutcome(source, now)),
  })
  const isPaused = source.state === 'paused'
  return (
    <article aria-label={source.name} className="rounded-xl border border-line bg-raised p-3.5">
      <div className="flex items-start gap-3">
        <span className="grid size-8 shrink-0 place-items-center rounded-lg bg-panel text-muted">
          <SourceKindIcon type={source.type} className="size-4" />
        </span>
        <div className="min-w-0 flex-1">
          <div className="flex min-h-7 flex-wrap items-center gap-x-2.5 gap-y-1">
            <SourceName
              source={source}
              isRenaming={renaming === source.id}
              onDone={() => set({ renaming: null })}
            />
            <span className="inline-flex shrink-0 items-center gap-1.5 text-muted text-sm">
              <Dot tone={toneOfSource(source)} />
              {t(`source.state.${source.state}`)}
            </span>
            <SourceServers source={source} />
            <SourceCounts source={source} />
            <IssueCounts source={source} />
            <PolicyChip source={source} />
            <span className="ml-auto flex shrink-0 gap-1.5">
              {isPaused ? (
                <Button busy={change.isPending} onClick={() => change.mutate({ paused: false })}>
                  {t('sourceCard.resume')}
                </Button>
              ) : (
                <Button busy={scan.isPending} onClick={() => scan.mutate()}>
                  {!scan.isPending && <RefreshCw aria-hidden className="size-3.5" />}
                  {t('source.readNow')}
                </Button>
              )}
              <SourceMenu
                source={source}
                order={order}
                of={of}
                onRead={() => scan.mutate()}
                onTest={trial.run}
                onRename={() => set({ renaming: source.id })}
                onRemove={onRemove}
              />
            </span>
          </div>
          <SourceAddress source={source} />
          <SourceFacts source={source} outcome={outcome} />
        </div>
      </div>
      <HeldServers source={source} />
      <SourceTrial trial={trial} />
      <Issues source={source} />
    </article>
  )
}

/** Only where it is not as most are. */
function PolicyChip({ source: { policy } }: { source: Source }) {
  const { t } = useTranslation()
  if (policy === 'connect') return null
  return <Chip title={t(`sourcePolicy.means.${policy}`)}>{t(`sourcePolicy.${policy}`)}</Chip>
}

function IssueCounts({ source: { issues } }: { source: Source }) {
  const { t } = useTranslation()
  const errors = issues.filter(({ severity }) => severity === 'error').length
  const warnings = issues.length - errors
  return (
    <>
      {errors > 0 && <Chip look="down">{t('sourceCard.errors', { count: errors })}</Chip>}
      {warnings > 0 && <Chip look="slow">{t('sourceCard.warnings', { count: warnings })}</Chip>}
    </>
  )
}

function Issues({ source }: { source: Source }) {
  const { t } = useTranslation()
  // That is said above, with the answer to it.
  const issues = source.issues.filter(({ code }) => code !== 'held')
  const [all, setAll] = useState(false)
  const hidden = issues.length - issuesShown
  if (issues.length === 0) return null
  return (
    <div className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-2 border-line border-t pt-3 sm:ml-11">
      {issues.slice(0, all ? undefined : issuesShown).map((issue) => (
        <IssueLine
          key={`${issue.code}${issue.file}${issue.line}${issue.column}${issue.field}`}
          issue={issue}
        />
      ))}
      {hidden > 0 && (
        <Button look="ghost" className="justify-self-start" onClick={() => setAll(!all)}>
          {all ? t('sourceCard.fewer') : t('source.moreIssues', { count: hidden })}
        </Button>
      )}
    </div>
  )
}
