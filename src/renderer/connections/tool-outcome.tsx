import { ArrowRight, Copy, Download } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Server } from '../../shared/contract/registry'
import type { ToolResult } from '../../shared/contract/tools'
import type { Refusal } from '../bridge/fault'
import { formatMs, formatTime } from '../text/format'
import { refusalSentence } from '../text/sentences'
import { IconButton } from '../ui/button'
import { Chip } from '../ui/chip'
import { Dot, type Tone } from '../ui/dot'
import { EmptyState } from '../ui/empty-state'
import { saveFile } from '../ui/save-file'
import { ScrollFrame } from '../ui/scroll-frame'
import { type Run, useCallHistory } from './call-history'
import { asText } from './result-text'
import { ToolAnswer } from './tool-answer'
import { ToolProgressView } from './tool-progress'

interface ToolOutcomeProps {
  readonly server: Server
  readonly tool: string
  /** Of the tool, see `keyOf`. */
  readonly callKey: string
  readonly ref: Ref<HTMLElement>
}

/** How a call stands, or what came of it. While one runs, the answer before stays where it was, paler. */
export function ToolOutcome({ server, tool, callKey, ref }: ToolOutcomeProps) {
  const { t } = useTranslation()
  const running = useCallHistory((history) => history.running[callKey])
  const run = useCallHistory((history) => history.shown[callKey])
  const latest = useCallHistory((history) => history.runs[callKey]?.[0])
  if (!running && !run)
    return (
      <EmptyState className="flex-1 p-4" icon={<ArrowRight />} title={t('toolResult.none')}>
        {t('toolResult.noneHint')}
      </EmptyState>
    )
  return (
    <section aria-label={t('tools.result')} className="flex min-h-0 flex-1 flex-col">
      {running ? (
        <ToolProgressView running={running} />
      ) : (
        run && <Header run={run} tool={tool} old={run !== latest} />
      )}
      <ScrollFrame
        ref={ref}
        label={t('toolResult.content')}
        className={
          running
            ? 'min-h-0 flex-1 overflow-y-auto px-4 pb-4 opacity-50 outline-offset-[-2px]'
            : 'min-h-0 flex-1 overflow-y-auto px-4 pb-4 outline-offset-[-2px]'
        }
      >
        {run && <Came key={`${run.id} ${run.at}`} run={run} server={server} />}
      </ScrollFrame>
    </section>
  )
}

function Header({ run, tool, old }: { run: Run; tool: string; old: boolean }) {
  const { t } = useTranslation()
  const { tone, title } = standing(run)
  const { outcome } = run
  return (
    <header className="flex h-9 shrink-0 items-center gap-2 px-4">
      <Dot tone={tone} />
      <h4 className="min-w-0 truncate font-[550]">{t(`toolResult.${title}`)}</h4>
      <span role="status" className="sr-only">
        {t(`toolResult.${title}`)}
      </span>
      {old && <Chip>{t('toolResult.from', { time: formatTime(run.at) })}</Chip>}
      <span className="flex-1" />
      <span className="shrink-0 text-muted text-sm tabular-nums">{formatMs(run.durationMs)}</span>
      {outcome.kind === 'answered' && <ResultActions result={outcome.result} tool={tool} />}
    </header>
  )
}

function standing({ outcome }: Run): {
  tone: Tone
  title: 'ok' | 'error' | 'refused' | 'stopped' | 'dropped'
} {
  if (outcome.kind === 'stopped') return { tone: 'off', title: 'stopped' }
  if (outcome.kind === 'refused') return { tone: 'down', title: 'refused' }
  if (outcome.kind === 'dropped') return { tone: 'off', title: 'dropped' }
  return outcome.result.isError ? { tone: 'down', title: 'error' } : { tone: 'up', title: 'ok' }
}

function ResultActions({ result, tool }: { result: ToolResult; tool: string }) {
  const { t } = useTranslation()
  const { content, structuredContent } = result
  const json = () => JSON.stringify({ content, structuredContent }, null, 2)
  const copy = async () => {
    await navigator.clipboard.writeText(asText(result) ?? json())
    toast.success(t('tools.copied'))
  }
  return (
    <span className="-mr-1.5 -ml-1 flex">
      <IconButton label={t('tools.copy')} onClick={() => void copy()}>
        <Copy />
      </IconButton>
      <IconButton label={t('toolResult.save')} onClick={() => saveFile(`${tool}.json`, json())}>
        <Download />
      </IconButton>
    </span>
  )
}

function Came({ run, server }: { run: Run; server: Server }) {
  const { t } = useTranslation()
  const { outcome } = run
  if (outcome.kind === 'answered') return <ToolAnswer result={outcome.result} server={server.name} />
  if (outcome.kind === 'refused') return <Refused refusal={outcome.refusal} />
  return <Quiet>{t(outcome.kind === 'stopped' ? 'toolResult.stoppedText' : 'toolResult.droppedText')}</Quiet>
}

const advices = [
  'not-connected',
  'needs-sign-in',
  'not-found',
  'server-refused',
  'server-unreachable',
  'server-timeout',
  'offline',
  'invalid',
] as const

/** Cause and what to do about it. */
function Refused({ refusal }: { refusal: Refusal }) {
  const { t } = useTranslation()
  const advised = advices.find((code) => code === refusal.code)
  return (
    <div className="rounded-lg border border-down bg-down-soft p-3">
      <p dir="auto" className="whitespace-pre-wrap break-words">
        {refusalSentence(refusal)}
      </p>
      {advised && <p className="mt-1 text-muted">{t(`toolAdvice.${advised}`)}</p>}
    </div>
  )
}

function Quiet({ children }: { children: ReactNode }) {
  return <p className="max-w-prose text-muted">{children}</p>
}
