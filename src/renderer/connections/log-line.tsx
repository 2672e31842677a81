import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogEntry, LogLevel } from '../../shared/contract/log'
import { formatDateTime, formatTime } from '../text/format'
import { cn } from '../ui/class-names'
import { Dot, type Tone } from '../ui/dot'
import { GridCell, GridRow } from '../ui/grid'
import { lineText, marked } from './log-filter'

export const lineHeight = 24

/** Longest text drawn while a line is folded; its column shows far less. */
const foldedMax = 600

const tones: Record<LogLevel, Tone> = {
  debug: 'off',
  info: 'unknown',
  notice: 'unknown',
  warning: 'slow',
  error: 'down',
  critical: 'down',
  alert: 'down',
  emergency: 'down',
}

const colours: Partial<Record<Tone, string>> = { slow: 'text-slow-text', down: 'text-down-text' }

interface LogLineProps {
  readonly entry: LogEntry
  readonly id: string
  readonly index: number
  readonly top: number
  readonly search: string
  readonly atCursor: boolean
  readonly isOpen: boolean
  readonly onPress: (entry: LogEntry) => void
  readonly measure: (row: HTMLElement | null) => void
}

/** One line: when, how severe, from where, what. A press unfolds what does not fit. */
export const LogLine = memo(function LogLine(props: LogLineProps) {
  const { entry, id, index, top, search, atCursor, isOpen, onPress, measure } = props
  const { t } = useTranslation()
  const { level, origin } = entry
  const tone = level && tones[level]
  const press = () => {
    // A press that ends a selection was meant for copying.
    if (getSelection()?.isCollapsed !== false) onPress(entry)
  }
  return (
    <GridRow
      ref={measure}
      id={id}
      data-index={index}
      aria-rowindex={index + 1}
      aria-expanded={isOpen}
      onClick={press}
      style={{ transform: `translateY(${top}px)`, minHeight: lineHeight }}
      className={cn(
        'absolute inset-x-0 top-0 flex items-start gap-2.5 px-4 py-[3px] font-mono text-xs leading-[18px] hover:bg-raised',
        isOpen && 'bg-raised',
        atCursor && 'group-focus-visible/log:bg-accent-soft group-focus-visible/log:hover:bg-accent-soft',
      )}
    >
      <GridCell className="shrink-0 text-faint tabular-nums" title={formatDateTime(entry.at)}>
        {formatTime(entry.at)}
      </GridCell>
      <GridCell className={cn('flex w-20 shrink-0 items-center gap-1.5', tone && colours[tone])}>
        {tone && <Dot tone={tone} />}
        {level && t(`log.level.${level}`)}
      </GridCell>
      <GridCell className="w-20 shrink-0 truncate text-faint @max-[560px]/log:hidden">
        {t(`log.origin.${origin}`)}
      </GridCell>
      <GridCell
        className={cn(
          'min-w-0 flex-1 select-text',
          isOpen ? 'whitespace-pre-wrap wrap-anywhere' : 'truncate whitespace-pre',
          entry.code !== null && 'text-muted',
          tone && colours[tone],
        )}
      >
        <bdi>
          <Marked text={isOpen ? lineText(entry) : lineText(entry).slice(0, foldedMax)} search={search} />
        </bdi>
      </GridCell>
    </GridRow>
  )
})

function Marked({ text, search }: { text: string; search: string }) {
  return marked(text, search).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other identity.
      <mark key={index} className="rounded-[2px] bg-slow-soft text-slow-text">
        {part}
      </mark>
    ),
  )
}
