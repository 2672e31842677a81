import { History } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMs, formatTime } from '../text/format'
import { Button } from '../ui/button'
import { Dot } from '../ui/dot'
import { EmptyState } from '../ui/empty-state'
import type { Run } from './call-history'

const tones = { ok: 'up', failed: 'down', stopped: 'off' } as const

/** How a run ended, in one word. */
function endOf({ outcome }: Run): keyof typeof tones {
  if (outcome.kind === 'stopped') return 'stopped'
  if (outcome.kind === 'refused') return 'failed'
  const failed = outcome.kind === 'dropped' ? outcome.failed : outcome.result.isError
  return failed ? 'failed' : 'ok'
}

interface ToolHistoryProps {
  readonly runs: readonly Run[]
  /** The arguments and the answer of a run are wanted again. */
  readonly onChoose: (run: Run) => void
  readonly onClear: () => void
}

/** What this tool was asked since the window opened; a press brings back what was asked and what it answered. */
export function ToolHistory({ runs, onChoose, onClear }: ToolHistoryProps) {
  const { t } = useTranslation()
  if (runs.length === 0)
    return (
      <EmptyState className="flex-1 p-4" icon={<History />} title={t('toolRuns.none')}>
        {t('toolRuns.noneHint')}
      </EmptyState>
    )
  return (
    <section aria-label={t('toolRuns.title')} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-9 shrink-0 items-center gap-2 pr-2 pl-4">
        <h4 className="flex-1 truncate text-muted text-sm">{t('toolRuns.kept')}</h4>
        <Button look="ghost" onClick={onClear}>
          {t('toolRuns.clear')}
        </Button>
      </header>
      <ul onKeyDown={moveAmongRuns} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {runs.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              onClick={() => onChoose(run)}
              className="flex min-h-7 w-full items-center gap-2 rounded-sm px-2 py-1 text-left text-sm outline-offset-[-2px] hover:bg-line"
            >
              <Dot tone={tones[endOf(run)]} />
              <span className="shrink-0">{t(`toolRuns.${endOf(run)}`)}</span>
              <code className="min-w-0 flex-1 truncate font-mono text-muted text-xs">
                <bdi>{JSON.stringify(run.args).slice(0, 300)}</bdi>
              </code>
              <span className="shrink-0 text-muted tabular-nums">
                {formatMs(run.durationMs)} · {formatTime(run.at)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function moveAmongRuns(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const at = buttons.findIndex((button) => button.matches(':focus'))
  const last = buttons.length - 1
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last }[event.key]
  if (next === undefined) return
  event.preventDefault()
  buttons[Math.min(last, Math.max(0, next))]?.focus()
}
