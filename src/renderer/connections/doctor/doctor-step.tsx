import { ChevronRight, CircleCheck, CircleDashed, CircleX, Minus, TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DoctorFact, type DoctorStep, doctorFacts } from '../../../shared/contract/doctor'
import type { Server } from '../../../shared/contract/registry'
import { formatMs } from '../../text/format'
import { cn } from '../../ui/class-names'
import { CodeBlock } from '../../ui/code-block'
import { Spinner } from '../../ui/dot'
import { Finding } from './doctor-finding'
import { factName, factText, foundSentence, outcomeWord, stepName } from './doctor-sentences'

const marks: Record<DoctorStep['outcome'], ReactNode> = {
  pending: <CircleDashed className="text-faint" />,
  running: <Spinner className="m-px" />,
  ok: <CircleCheck className="text-up" />,
  warning: <TriangleAlert className="text-slow-text" />,
  failed: <CircleX className="text-down" />,
  'not-reached': <Minus className="text-faint" />,
}

const edges: Partial<Record<DoctorStep['outcome'], string>> = {
  warning: 'border-slow bg-raised',
  failed: 'border-down bg-raised',
}

interface StepProps {
  readonly server: Server
  readonly step: DoctorStep
  readonly onAgain: () => void
}

/** One step: a line, and below it what was found wrong and, unfolded, all that is known. */
export function Step({ server, step, onAgain }: StepProps) {
  const { t } = useTranslation()
  const id = useId()
  const place = useRef<HTMLLIElement>(null)
  const { finding, lines, outcome } = step
  const [wanted, setWanted] = useState<boolean>()
  const open = wanted ?? outcome === 'failed'
  useEffect(() => {
    // A low pane shows few steps at a time: the one under way, and then the one that matters.
    if (outcome === 'running') place.current?.scrollIntoView({ block: 'nearest' })
    if (outcome === 'failed') place.current?.scrollIntoView({ block: 'start' })
  }, [outcome])
  const known = doctorFacts.filter((fact) => step.facts[fact] !== undefined)
  const hasMore = known.length > 0 || lines.length > 0
  return (
    <li ref={place} className={cn('scroll-mt-9 rounded-lg border border-transparent', edges[outcome])}>
      {hasMore ? (
        <button
          type="button"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setWanted(!open)}
          className="w-full rounded-lg text-left hover:bg-line/60"
        >
          <Line step={step} open={open} />
        </button>
      ) : (
        <Line step={step} />
      )}
      {(finding || open) && (
        <div className="grid gap-2 pr-3 pb-2.5 pl-9">
          {finding && <Finding server={server} finding={finding} onAgain={onAgain} />}
          {open && (
            <div id={id} className="grid gap-2">
              {lines.length > 0 && (
                <CodeBlock label={t('overview.stderr')} className="max-h-40">
                  {lines.join('\n')}
                </CodeBlock>
              )}
              {known.length > 0 && (
                <dl className="max-w-160 text-sm">
                  {known.map((fact) => (
                    <FactLine key={fact} fact={fact} value={step.facts[fact] ?? ''} />
                  ))}
                </dl>
              )}
            </div>
          )}
        </div>
      )}
    </li>
  )
}

/** Shown whole, however long: it is only there once it was asked for. */
function FactLine({ fact, value }: { fact: DoctorFact; value: string | number }) {
  return (
    <div className="grid grid-cols-[clamp(96px,28%,148px)_minmax(0,1fr)] gap-3 border-line border-b py-1 last:border-0">
      <dt className="text-faint">{factName(fact)}</dt>
      <dd className={cn('wrap-anywhere', isCode(fact) && 'font-mono text-xs leading-[1.6]')}>
        <bdi>{factText(fact, value)}</bdi>
      </dd>
    </div>
  )
}

function Line({ step, open }: { step: DoctorStep; open?: boolean }) {
  const { outcome, durationMs } = step
  const isLater = outcome === 'pending' || outcome === 'not-reached'
  const found = foundSentence(step)
  return (
    <span className="grid min-h-7 grid-cols-[16px_minmax(84px,148px)_minmax(0,1fr)_auto] items-center gap-x-2.5 px-2.5 py-0.5">
      <span aria-hidden className="grid place-items-center [&>svg]:size-4">
        {marks[outcome]}
      </span>
      <span className={cn('min-w-0', isLater ? 'text-faint' : 'font-[550]')}>
        {stepName(step.step)}
        <span className="sr-only">{`, ${outcomeWord(outcome)}`}</span>
      </span>
      <span title={found || undefined} className="min-w-0 truncate text-muted">
        {outcome === 'not-reached' ? (
          <span aria-hidden className="text-faint">
            {outcomeWord(outcome)}
          </span>
        ) : (
          <bdi>{found}</bdi>
        )}
      </span>
      <span className="flex items-center gap-1.5 text-muted text-sm tabular-nums">
        {durationMs !== null && formatMs(durationMs)}
        <ChevronRight
          aria-hidden
          className={cn(
            'size-3.5 transition-transform duration-100',
            open === undefined && 'invisible',
            open && 'rotate-90',
          )}
        />
      </span>
    </span>
  )
}

const written: ReadonlySet<string> = new Set([
  'cwd',
  'path',
  'searched',
  'url',
  'addresses',
  'address',
  'names',
  'contentType',
  'location',
  'metadata',
  'headers',
])

/** Whether it is read letter by letter. */
const isCode = (fact: string) => written.has(fact)
