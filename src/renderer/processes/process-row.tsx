import { Power, RotateCw } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { LedgerProcess } from '../../shared/contract/processes'
import { formatBytes, formatDateTime, formatLasting, formatNumber, formatShare } from '../text/format'
import { IconButton } from '../ui/button'
import { cn } from '../ui/class-names'
import { Dot, type Tone } from '../ui/dot'
import { GridCell } from '../ui/grid'
import { Owner } from './owner'
import { useEndProcess, useRestart } from './use-process-actions'

/** One width for the head and every row; what a narrow list has no room for goes, the least telling first. */
export const shape =
  'grid grid-cols-[minmax(0,1fr)_72px_104px_72px_88px_72px_72px_84px_64px] items-center gap-3 px-4 @max-[860px]/processes:grid-cols-[minmax(0,1fr)_64px_96px_64px_80px_64px_64px] @max-[860px]/processes:gap-2 @max-[640px]/processes:grid-cols-[minmax(0,1fr)_92px_80px_64px]'
/** Given up where the list is narrow, and where it is very narrow. */
export const spare = '@max-[860px]/processes:hidden'
export const spareToo = '@max-[640px]/processes:hidden'

const tones: Record<LedgerProcess['state'], Tone> = { starting: 'busy', running: 'up', ending: 'busy' }
const number = 'truncate text-right tabular-nums'

interface ProcessRowProps {
  readonly process: LedgerProcess
  readonly now: number
}

/** The cells of one process. */
export const ProcessRow = memo(function ProcessRow({ process, now }: ProcessRowProps) {
  const { t } = useTranslation()
  const { pid, state, startedAt, memoryBytes, cpu, children, crashes } = process
  return (
    <>
      <GridCell className="min-w-0">
        <Owner process={process} />
      </GridCell>
      <GridCell className={cn(number, 'font-mono text-muted text-xs', spareToo)}>{String(pid)}</GridCell>
      <GridCell className="flex min-w-0 items-center gap-1.5">
        <Dot tone={tones[state]} />
        <span className="truncate">{t(`processes.state.${state}`)}</span>
      </GridCell>
      <GridCell className={cn(number, spareToo)} title={formatDateTime(startedAt)}>
        {formatLasting(startedAt, now)}
      </GridCell>
      <GridCell className={number}>{memoryBytes === null ? '–' : formatBytes(memoryBytes)}</GridCell>
      <GridCell className={cn(number, spareToo)}>{cpu === null ? '–' : formatShare(cpu)}</GridCell>
      <GridCell className={cn(number, spare, children === 0 && 'text-faint')}>
        {formatNumber(children)}
      </GridCell>
      <GridCell className={cn(number, spare, !crashes && 'text-faint', Boolean(crashes) && 'text-down-text')}>
        {crashes === null ? '–' : formatNumber(crashes)}
      </GridCell>
      <GridCell className="flex justify-end">
        {process.owner.kind === 'server' && (
          <Actions id={process.owner.id} name={process.owner.name} ending={state === 'ending'} />
        )}
      </GridCell>
    </>
  )
})

function Actions({ id, name, ending }: { id: string; name: string; ending: boolean }) {
  const { t } = useTranslation()
  const end = useEndProcess(id)
  const restart = useRestart()
  return (
    <>
      <IconButton
        label={t('processes.restart', { name })}
        title={t('processes.restartHint')}
        disabled={ending || restart.isPending}
        onClick={() => restart.mutate(name)}
      >
        <RotateCw />
      </IconButton>
      <IconButton
        label={t('processes.end', { name })}
        title={t('processes.endHint')}
        disabled={ending || !end}
        onClick={end}
      >
        <Power />
      </IconButton>
    </>
  )
}
