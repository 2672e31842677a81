import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { type KeyboardEvent, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogEntry } from '../../shared/contract/log'
import { Button } from '../ui/button'
import { Grid } from '../ui/grid'
import { LogLine, lineHeight } from './log-line'

/** Nearer to the end than this is at the end, in pixels. */
const nearMax = 8

const rowId = (entry: LogEntry) => `log-${entry.id}`

interface LogListProps {
  readonly label: string
  readonly entries: readonly LogEntry[]
  readonly search: string
  /** Stays at the end as lines come. */
  readonly following: boolean
  /** Lines that came since it stopped. */
  readonly newer: number
  readonly onFollow: (following: boolean) => void
}

/** The lines, drawn only where one looks. Arrows move, Enter and Space unfold, End goes back to following. */
export function LogList({ label, entries, search, following, newer, onFollow }: LogListProps) {
  const { t } = useTranslation()
  const scroll = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState<number | null>(null)
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => entries[index]?.id ?? index,
    overscan: 12,
  })
  const height = virtual.getTotalSize()
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines and their measured heights are what moves the end.
  useLayoutEffect(() => {
    if (following && scroll.current) scroll.current.scrollTop = scroll.current.scrollHeight
  }, [following, entries, height])

  const onScroll = () => {
    const frame = scroll.current
    if (!frame) return
    const atEnd = frame.scrollHeight - frame.scrollTop - frame.clientHeight < nearMax
    if (atEnd !== following) onFollow(atEnd)
  }
  const unfold = useCallback(
    (entry: LogEntry) => {
      setCursor(entry.id)
      setOpen((ids) =>
        ids.has(entry.id) ? ids.difference(new Set([entry.id])) : new Set([...ids, entry.id]),
      )
      onFollow(false)
    },
    [onFollow],
  )
  const at = cursor === null ? entries.length - 1 : entries.findIndex(({ id }) => id === cursor)
  const onKeyDown = useKeys(at, entries, scroll, {
    move: (to) => {
      setCursor(entries[to]?.id ?? null)
      onFollow(to === entries.length - 1)
      virtual.scrollToIndex(to)
    },
    unfold,
  })
  const drawn = virtual.getVirtualItems()
  const current = entries[at]
  return (
    <div className="@container/log relative min-h-0 flex-1">
      <Grid
        // Rows of a plain grid do not unfold.
        role="treegrid"
        ref={scroll}
        aria-label={label}
        aria-rowcount={entries.length}
        aria-activedescendant={
          current && drawn.some(({ index }) => index === at) ? rowId(current) : undefined
        }
        onKeyDown={onKeyDown}
        onScroll={onScroll}
        className="group/log absolute inset-0 overflow-y-auto outline-none [overflow-anchor:none] focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]"
      >
        <div role="presentation" className="relative" style={{ height }}>
          {drawn.map((item) => {
            const entry = entries[item.index]
            return (
              entry && (
                <LogLine
                  key={entry.id}
                  entry={entry}
                  id={rowId(entry)}
                  index={item.index}
                  top={item.start}
                  search={search}
                  atCursor={item.index === at}
                  isOpen={open.has(entry.id)}
                  onPress={unfold}
                  measure={virtual.measureElement}
                />
              )
            )
          })}
        </div>
      </Grid>
      {!following && (
        <Button
          onClick={() => {
            setCursor(null)
            onFollow(true)
          }}
          className="-translate-x-1/2 absolute bottom-3 left-1/2 rounded-full shadow-float tabular-nums"
        >
          <ArrowDown aria-hidden className="size-3.5" />
          {newer > 0 ? t('log.jumpNew', { count: newer }) : t('log.jump')}
        </Button>
      )}
    </div>
  )
}

interface Acts {
  readonly move: (to: number) => void
  readonly unfold: (entry: LogEntry) => void
}

function useKeys(
  at: number,
  entries: readonly LogEntry[],
  scroll: { readonly current: HTMLElement | null },
  { move, unfold }: Acts,
) {
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / lineHeight) - 1)
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: entries.length - 1,
    }
    const to = moves[event.key]
    const entry = entries[at]
    if (to !== undefined) move(Math.max(0, Math.min(entries.length - 1, to)))
    else if (entry && (event.key === 'Enter' || event.key === ' ')) unfold(entry)
    else return
    event.preventDefault()
  }
}
