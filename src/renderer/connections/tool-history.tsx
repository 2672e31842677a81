import { useTranslation } from 'react-i18next'
import { formatMs, formatTime } from '../text/format'
import { Dot } from '../ui/dot'
import type { Run } from './call-history'

const tones = { ok: 'up', failed: 'down', stopped: 'off' } as const

interface ToolHistoryProps {
  readonly runs: readonly Run[]
  /** The arguments of a run are wanted again. */
  readonly onChoose: (run: Run) => void
}

/** What this tool was asked since the window opened; a press brings the arguments back. */
export function ToolHistory({ runs, onChoose }: ToolHistoryProps) {
  const { t } = useTranslation()
  if (runs.length === 0) return null
  return (
    <section className="mt-4">
      <h4 className="mb-1 font-[550] text-muted text-sm">{t('toolRuns.title')}</h4>
      <ul className="grid max-h-56 overflow-y-auto">
        {runs.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              onClick={() => onChoose(run)}
              className="flex w-full items-center gap-2 rounded-sm px-1 py-1 text-left text-sm hover:bg-line"
            >
              <Dot tone={tones[run.outcome]} />
              <span className="shrink-0">{t(`toolRuns.${run.outcome}`)}</span>
              <code className="min-w-0 flex-1 truncate font-mono text-xs">
                {JSON.stringify(run.args).slice(0, 300)}
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
