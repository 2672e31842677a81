import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Examination } from '../../../shared/contract/doctor'
import type { Server } from '../../../shared/contract/registry'
import { useClient } from '../../bridge/bridge'
import { formatAge } from '../../text/format'
import { refusalSentence } from '../../text/sentences'
import { Button } from '../../ui/button'
import { cn } from '../../ui/class-names'
import { EmptyState } from '../../ui/empty-state'
import { ScrollFrame } from '../../ui/scroll-frame'
import { useNow } from '../../ui/use-now'
import { stepName } from './doctor-sentences'
import { Step } from './doctor-step'
import { examinationText } from './doctor-text'
import { type Examined, examine, useExaminations } from './examinations'

/** Why a server does not connect: each step of a connection, as it is tried. */
export function DoctorTab({ server }: { server: Server }) {
  const { t } = useTranslation()
  const client = useClient()
  const examined = useExaminations((all) => all[server.id])
  const again = () => examine(client, server)
  if (examined) return <Examining key={server.id} server={server} examined={examined} onAgain={again} />
  return (
    <EmptyState
      className="h-full p-2"
      title={t('doctor.none')}
      action={
        <Button look="primary" onClick={again}>
          {t('doctor.run')}
        </Button>
      }
    >
      {t('doctor.noneHint')}
    </EmptyState>
  )
}

interface ExaminingProps {
  readonly server: Server
  readonly examined: Examined
  readonly onAgain: () => void
}

function Examining({ server, examined, onAgain }: ExaminingProps) {
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  const { examination, stop } = examined
  useEffect(() => {
    // What was pressed to come here is gone.
    if (document.activeElement === document.body) place.current?.focus()
  }, [])
  const copy = async () => {
    if (!examination) return
    await navigator.clipboard.writeText(examinationText(examination))
    toast.success(t('doctor.copied'))
  }
  return (
    <div ref={place} tabIndex={-1} className="@container flex h-full min-h-0 flex-col outline-none">
      <div className="flex items-center gap-1.5 border-line border-b px-4 py-1.5">
        <Headline examined={examined} />
        {examination && stop === null && (
          <Button onClick={() => void copy()} className="@max-[420px]:hidden">
            {t('doctor.copy')}
          </Button>
        )}
        {stop ? (
          <Button onClick={stop}>{t('action.stop')}</Button>
        ) : (
          <Button onClick={onAgain}>{t('doctor.again')}</Button>
        )}
      </div>
      <ScrollFrame
        label={t('doctor.label', { name: server.name })}
        className="min-h-0 flex-1 overflow-y-auto px-2 py-2 outline-offset-[-2px]"
      >
        <ol className="grid max-w-200 gap-0.5">
          {examination?.steps.map((step) => (
            <Step
              key={`${examination.startedAt} ${step.step}`}
              server={server}
              step={step}
              onAgain={onAgain}
            />
          ))}
        </ol>
      </ScrollFrame>
    </div>
  )
}

/** How it stands, in a sentence that is read out when it changes. */
function Headline({ examined: { examination, refusal, stop } }: { examined: Examined }) {
  const { t } = useTranslation()
  const now = useNow(10_000)
  const bad = examination?.outcome === 'failed' && refusal === null
  return (
    <p className="min-w-0 flex-1 truncate">
      <span role="status" className={cn('font-[560]', bad && 'text-down-text')}>
        {refusal ? refusalSentence(refusal) : stop || !examination ? t('doctor.running') : ended(examination)}
      </span>
      {examination && stop === null && (
        <span className="ml-2 text-muted text-xs tabular-nums @max-[480px]:hidden">
          {formatAge(examination.startedAt, now)}
        </span>
      )}
    </p>
  )

  function ended({ outcome, steps }: Examination): string {
    const failed = steps.find((step) => step.outcome === 'failed')
    if (failed) return t('doctor.failed', { step: stepName(failed.step) })
    return outcome === 'warned' ? t('doctor.warned') : t('doctor.well')
  }
}
