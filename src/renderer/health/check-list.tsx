import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Check } from '../../shared/contract/health'
import { formatAge, formatDateTime, formatMs, formatTime } from '../text/format'
import { checkSentence } from '../text/sentences'
import { cn } from '../ui/class-names'
import { Dot, type Tone } from '../ui/dot'
import { Grid, GridBody, GridCell, GridHead, GridRow } from '../ui/grid'
import { useNow } from '../ui/use-now'
import { type Mark, markOf } from './check-summary'

const lineHeight = 28
const barMax = 56

const tones: Record<Mark, Tone> = { u: 'up', s: 'slow', d: 'down' }
const words = { u: 'good', s: 'goodSlow', d: 'bad' } as const
const fills: Record<Mark, string> = { u: 'bg-up', s: 'bg-slow', d: 'bg-down' }

const columns =
  'grid grid-cols-[150px_92px_112px_150px_minmax(0,1fr)] items-center gap-3 px-4 @max-[720px]/checks:grid-cols-[124px_84px_104px_132px_minmax(0,1fr)] @max-[720px]/checks:gap-2 @max-[560px]/checks:grid-cols-[64px_84px_80px_minmax(0,1fr)]'
/** What a narrow list has no room for. */
const spare = '@max-[560px]/checks:hidden'

interface CheckListProps {
  readonly label: string
  readonly checks: readonly Check[]
  readonly slowAfterMs: number
}

/** The checks, newest first, drawn only where one looks. */
export function CheckList({ label, checks, slowAfterMs }: CheckListProps) {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: checks.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => lineHeight,
    overscan: 10,
  })
  const slowest = Math.max(slowAfterMs, ...checks.map(({ latencyMs }) => latencyMs ?? 0))
  return (
    <Grid
      aria-label={label}
      aria-rowcount={checks.length + 1}
      onKeyDown={({ key }) => {
        const page = scroll.current?.clientHeight ?? 0
        const by = { ArrowDown: lineHeight, ArrowUp: -lineHeight, PageDown: page, PageUp: -page }[key]
        if (by !== undefined) scroll.current?.scrollBy(0, by)
        if (key === 'Home' || key === 'End') virtual.scrollToIndex(key === 'Home' ? 0 : checks.length - 1)
      }}
      className="@container/checks flex min-h-0 flex-1 flex-col outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]"
    >
      <GridRow className={cn(columns, 'h-7 shrink-0 border-line border-b text-faint text-xs')}>
        {(['time', 'outcome', 'kind', 'latency', 'why'] as const).map((column) => (
          <GridHead key={column} className={cn(column === 'kind' && spare)}>
            {t(`checks.column.${column}`)}
          </GridHead>
        ))}
      </GridRow>
      <GridBody ref={scroll} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]">
        <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const check = checks[index]
            return (
              check && (
                <GridRow
                  key={index}
                  aria-rowindex={index + 2}
                  style={{ transform: `translateY(${start}px)`, height: lineHeight }}
                  className={cn(columns, 'absolute inset-x-0 top-0 border-line border-b')}
                >
                  <CheckCells check={check} now={now} slowAfterMs={slowAfterMs} slowest={slowest} />
                </GridRow>
              )
            )
          })}
        </div>
      </GridBody>
    </Grid>
  )
}

/** By ratio, not by difference: most checks are fast, and one that is not would leave nothing to see of them. */
function barWidth(latencyMs: number, slowestMs: number): number {
  return (barMax * Math.log1p(latencyMs)) / Math.log1p(slowestMs)
}

interface CheckCellsProps {
  readonly check: Check
  readonly now: number
  readonly slowAfterMs: number
  /** What the longest bar stands for, in milliseconds. */
  readonly slowest: number
}

function CheckCells({ check, now, slowAfterMs, slowest }: CheckCellsProps) {
  const { t } = useTranslation()
  const { at, kind, latencyMs, error } = check
  const mark = markOf(check, slowAfterMs)
  const why = error ? checkSentence(error) : ''
  return (
    <>
      <GridCell title={formatDateTime(at)} className="truncate tabular-nums">
        <span className="font-mono text-xs">{formatTime(at)}</span>{' '}
        <span className={cn('text-faint text-xs', spare)}>{formatAge(at, now)}</span>
      </GridCell>
      <GridCell className="flex items-center gap-1.5">
        <Dot tone={tones[mark]} />
        {t(`checks.${words[mark]}`)}
      </GridCell>
      <GridCell className={cn('truncate text-muted', spare)}>{t(`checks.kind.${kind}`)}</GridCell>
      <GridCell className="flex items-center gap-2 tabular-nums">
        <span
          aria-hidden
          className={cn('h-1.5 shrink-0 rounded-full bg-line', spare)}
          style={{ width: barMax }}
        >
          {latencyMs !== null && (
            <span
              className={cn('block h-full min-w-1 rounded-full', fills[mark])}
              style={{ width: barWidth(latencyMs, slowest) }}
            />
          )}
        </span>
        <span className="truncate">{latencyMs === null ? '–' : formatMs(latencyMs)}</span>
      </GridCell>
      <GridCell title={why} className="truncate text-down-text">
        <bdi>{why}</bdi>
      </GridCell>
    </>
  )
}
