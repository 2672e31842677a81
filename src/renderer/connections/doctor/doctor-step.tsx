import { ChevronRight, CircleCheck, CircleDashed, CircleX, Minus, TriangleAlert } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DoctorStep, doctorFacts } from '../../../shared/contract/doctor'
import type { Server } from '../../../shared/contract/registry'
import { formatMs } from '../../text/format'
import { cn } from '../../ui/class-names'
import { CodeBlock } from '../../ui/code-block'
import { Spinner } from '../../ui/dot'
import { Fact } from '../../ui/fact'
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
  warning: 'border-slow bg-slow-soft',
  failed: 'border-down bg-down-soft',
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
  const { finding, lines, outcome } = step
  const [wanted, setWanted] = useState<boolean>()
  const open = wanted ?? outcome === 'failed'
  const known = doctorFacts.filter((fact) => step.facts[fact] !== undefined)
  const hasMore = known.length > 0 || lines.length > 0
  return (
    <li className={cn('rounded-lg border border-transparent', edges[outcome])}>
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
                    <Fact key={fact} name={factName(fact)} mono={isCode(fact)}>
                      <bdi>{factText(fact, step.facts[fact] ?? '')}</bdi>
                    </Fact>
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

function Line({ step, open }: { step: DoctorStep; open?: boolean }) {
  const { outcome, durationMs } = step
  const isLater = outcome === 'pending' || outcome === 'not-reached'
  const found = foundSentence(step)
  return (
    <span className="grid min-h-8 grid-cols-[16px_minmax(84px,148px)_minmax(0,1fr)_auto] items-center gap-x-2.5 px-2.5 py-1">
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
