import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Trial, TrialStep } from '../../shared/contract/connections'
import { formatMs } from '../text/format'
import { connectionAdvice, connectionSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { CodeBlock } from '../ui/code-block'
import { Dot, Spinner } from '../ui/dot'
import type { TrialState } from './use-trial'

const tones = { ok: 'up', failed: 'down', skipped: 'off' } as const

interface TrialCardProps {
  readonly state: TrialState
  readonly kind: 'http' | 'command'
  readonly onStop: () => void
}

/** What a test of the draft came to, step by step: how far, how fast, and why no further. */
export function TrialCard({ state, kind, onStop }: TrialCardProps) {
  const { t } = useTranslation()
  const place = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown changes with the state; it stands below the fold.
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [state.kind])
  if (state.kind === 'idle') return null
  return (
    <section
      ref={place}
      role="status"
      aria-label={t('trial.title')}
      className="mt-4 rounded-lg border border-line p-3"
    >
      {state.kind === 'running' && (
        <p className="flex items-center gap-2 text-muted">
          <Spinner />
          {t('trial.running')}
          <Button className="ml-auto" onClick={onStop}>
            {t('action.stop')}
          </Button>
        </p>
      )}
      {state.kind === 'refused' && <p className="break-words text-down-text">{state.sentence}</p>}
      {state.kind === 'done' && <Steps trial={state.trial} kind={kind} />}
    </section>
  )
}

function Steps({ trial, kind }: { trial: Trial; kind: 'http' | 'command' }) {
  const { t } = useTranslation()
  const { steps, error, stderr } = trial
  return (
    <div className="grid gap-2">
      <ol className="grid gap-1">
        {steps.map((step) => (
          <Step key={step.step} step={step} label={t(`trial.step.${stepText(step, kind)}`)} trial={trial} />
        ))}
      </ol>
      {error && (
        <div className="rounded-md border border-down bg-down-soft p-2.5">
          <p className="break-words">{connectionSentence(error)}</p>
          <p className="mt-0.5 text-muted">{connectionAdvice(error)}</p>
        </div>
      )}
      {stderr.length > 0 && (
        <CodeBlock label={t('overview.stderr')} className="max-h-40">
          {stderr.join('\n')}
        </CodeBlock>
      )}
    </div>
  )
}

function Step({ step, label, trial }: { step: TrialStep; label: string; trial: Trial }) {
  const { t } = useTranslation()
  const { outcome, durationMs } = step
  const found = outcome === 'ok' ? findingOf(step, trial) : undefined
  return (
    <li className="flex items-center gap-2">
      <Dot tone={tones[outcome]} />
      <span className={outcome === 'skipped' ? 'text-faint' : undefined}>{label}</span>
      <span className="min-w-0 truncate text-muted text-sm">
        {found?.era && t(`era.${found.era}`)}
        {found?.tools !== undefined && t('trial.tools', { count: found.tools })}
      </span>
      <span className="ml-auto text-muted text-sm tabular-nums">
        {t(`trial.outcome.${outcome}`)}
        {durationMs !== null && ` · ${formatMs(durationMs)}`}
      </span>
    </li>
  )
}

function stepText({ step }: TrialStep, kind: 'http' | 'command') {
  return step === 'reach' && kind === 'command' ? 'start' : step
}

function findingOf({ step }: TrialStep, { era, toolCount }: Trial) {
  if (step === 'speak') return { era }
  return step === 'list' ? { tools: toolCount } : undefined
}
