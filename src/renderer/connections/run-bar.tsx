import { ChevronLeft, Terminal } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Server } from '../../shared/contract/registry'
import { formatNumber } from '../text/format'
import { Button, IconButton } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { Segmented } from '../ui/segmented'
import type { Running } from './call-history'
import { callLine } from './command-line'
import { isRecord } from './is-record'
import { isUsable } from './usable'

/** What a tool's room is given to, where there is not room for all. */
export type RunnerView = 'arguments' | 'result' | 'runs'

interface RunBarProps {
  readonly server: Server
  readonly tool: string
  /** What would be sent now; null where what was typed is no object. */
  readonly args: unknown
  readonly running: Running | undefined
  readonly raw: boolean
  readonly view: RunnerView
  readonly runCount: number
  readonly onRun: () => void
  readonly onRaw: (on: boolean) => void
  readonly onView: (view: RunnerView) => void
  readonly onBack: () => void
}

/** Run, stop and what to look at: in sight however long the form or the answer is. */
export function RunBar(props: RunBarProps) {
  const { server, tool, args, running, raw, view, runCount, onRun, onRaw, onView, onBack } = props
  const { t } = useTranslation()
  const isConnected = isUsable(server)
  const result = { value: 'result', label: t('tools.result') } as const
  const history = {
    value: 'runs',
    label: (
      <>
        {t('toolRuns.title')}
        {runCount > 0 && <span className="text-faint tabular-nums"> {formatNumber(runCount)}</span>}
      </>
    ),
  } as const
  return (
    <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-1.5">
      <IconButton label={t('toolList.back')} className="-mx-1.5 @min-[640px]/bench:hidden" onClick={onBack}>
        <ChevronLeft />
      </IconButton>
      {/* One button, so that the focus stays on it; not one that submits, which it would do once stopped. */}
      <Button
        look={running ? 'plain' : 'primary'}
        disabled={!running && !isConnected}
        title={isConnected ? t('toolForm.runKeys') : t('tools.connectFirst')}
        className="min-w-16"
        onClick={running?.stop ?? onRun}
      >
        {running ? t('action.stop') : t('action.run')}
      </Button>
      <Checkbox checked={raw} onChange={onRaw} className="min-h-6 whitespace-nowrap text-muted">
        {t('tools.raw')}
      </Checkbox>
      <CopyLine server={server.name} tool={tool} args={isRecord(args) ? args : null} />
      {!isConnected && (
        <span className="hidden truncate text-faint @min-[560px]:inline">{t('tools.connectFirst')}</span>
      )}
      <span className="flex-1" />
      <Segmented
        label={t('toolForm.view')}
        value={view}
        options={[{ value: 'arguments', label: t('toolForm.arguments') }, result, history]}
        onChange={onView}
        className="@min-[720px]:hidden"
      />
      <Segmented
        label={t('toolForm.view')}
        value={view === 'runs' ? 'runs' : 'result'}
        options={[result, history]}
        onChange={onView}
        className="hidden @min-[720px]:flex"
      />
    </div>
  )
}

interface CopyLineProps {
  readonly server: string
  readonly tool: string
  /** Null where what was typed is not an object. */
  readonly args: Record<string, unknown> | null
}

function CopyLine({ server, tool, args }: CopyLineProps) {
  const { t } = useTranslation()
  const line = args === null ? undefined : callLine(server, tool, args)
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text)
    toast.success(t('toolRuns.lineCopied'))
  }
  return (
    <IconButton
      label={t('toolRuns.copyLine')}
      className="-ml-1"
      disabled={line === undefined}
      onClick={() => line !== undefined && void copy(line)}
    >
      <Terminal />
    </IconButton>
  )
}
