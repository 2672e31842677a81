import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LedgerProcess } from '../../shared/contract/processes'
import { formatBytes, formatShare } from '../text/format'
import { cn } from '../ui/class-names'
import { Grid, GridBody, GridHead, GridRow } from '../ui/grid'
import { useNow } from '../ui/use-now'
import { type Column, columns, keyOf, nextOrder, type Order, ordered, totalOf, usualOrder } from './order'
import { ProcessRow, shape, spare, spareToo } from './process-row'

const rowHeight = 48

/** What goes first where the list is narrow. */
const given: Partial<Record<Column, string>> = {
  pid: spareToo,
  age: spareToo,
  cpu: spareToo,
  children: spare,
  crashes: spare,
}

/** Processes in the order one likes, drawn only where one looks, and what they take together. */
export function ProcessList({ processes }: { processes: readonly LedgerProcess[] }) {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const scroll = useRef<HTMLDivElement>(null)
  const [order, setOrder] = useState(usualOrder)
  const shown = useSteady(processes, order)
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  return (
    <>
      <Grid
        aria-label={t('screen.processes')}
        aria-rowcount={shown.length + 1}
        onKeyDown={(event) => move(event, scroll.current)}
        className="@container/processes flex min-h-48 flex-1 flex-col outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]"
      >
        <GridRow
          aria-rowindex={1}
          className={cn(shape, 'h-8 shrink-0 overflow-y-auto border-line border-b [scrollbar-gutter:stable]')}
        >
          {columns.map((column) => (
            <Head key={column} column={column} order={order} onOrder={setOrder} />
          ))}
          <GridHead>
            <span className="sr-only">{t('processes.column.actions')}</span>
          </GridHead>
        </GridRow>
        <GridBody ref={scroll} className="min-h-0 flex-1 overflow-y-auto [scrollbar-gutter:stable]">
          <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const process = shown[index]
              return (
                process && (
                  <GridRow
                    key={keyOf(process)}
                    aria-rowindex={index + 2}
                    style={{ transform: `translateY(${start}px)`, height: rowHeight }}
                    className={cn(shape, 'absolute inset-x-0 top-0 border-line border-b hover:bg-panel')}
                  >
                    <ProcessRow process={process} now={now} />
                  </GridRow>
                )
              )
            })}
          </div>
        </GridBody>
      </Grid>
      <Total processes={processes} />
    </>
  )
}

/** In order, in which rows keep their place while their numbers change: it is made anew with each press and each process. */
function useSteady(processes: readonly LedgerProcess[], order: Order): readonly LedgerProcess[] {
  const byKey = new Map(processes.map((process) => [keyOf(process), process]))
  const all = [...byKey.keys()].sort().join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: which there are and how one wants them, not what they take.
  const places = useMemo(() => ordered(processes, order).map(keyOf), [all, order])
  return places.flatMap((key) => byKey.get(key) ?? [])
}

interface HeadProps {
  readonly column: Column
  readonly order: Order
  readonly onOrder: (order: Order) => void
}

function Head({ column, order, onOrder }: HeadProps) {
  const { t } = useTranslation()
  const isOn = order.by === column
  const isText = column === 'owner' || column === 'state'
  const Arrow = order.direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <GridHead
      aria-sort={isOn ? order.direction : 'none'}
      className={cn('flex min-w-0', !isText && 'justify-end', given[column])}
    >
      <button
        type="button"
        title={t(`processes.sort.${column}`)}
        onClick={() => onOrder(nextOrder(order, column))}
        className={cn(
          'flex h-7 min-w-6 items-center gap-0.5 rounded-sm font-medium text-xs hover:text-ink focus-visible:-outline-offset-2',
          isOn ? 'text-muted' : 'text-faint',
        )}
      >
        {isOn && !isText && <Arrow aria-hidden className="size-3 shrink-0" />}
        <span className="truncate">{t(`processes.column.${column}`)}</span>
        {isOn && isText && <Arrow aria-hidden className="size-3 shrink-0" />}
      </button>
    </GridHead>
  )
}

function Total({ processes }: { processes: readonly LedgerProcess[] }) {
  const { t } = useTranslation()
  const { count, memoryBytes, cpu } = totalOf(processes)
  return (
    <p className="flex shrink-0 items-baseline gap-1.5 border-line border-t bg-panel px-4 py-1.5 text-muted tabular-nums">
      <span className="font-[550] text-ink">{t('processes.total')}</span>
      {[
        t('processes.count', { count }),
        formatBytes(memoryBytes),
        ...(cpu === null ? [] : [t('processes.cpu', { share: formatShare(cpu) })]),
      ].join(' · ')}
    </p>
  )
}

/** Up and down go to the same button of the next row that has one; without a button at hand they scroll. */
function move(event: KeyboardEvent<HTMLElement>, body: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined || !body) return
  event.preventDefault()
  const rows = [...body.querySelectorAll('[role=row]')].sort((a, b) => placeOf(a) - placeOf(b))
  const row = document.activeElement?.closest('[role=row]')
  const at = row ? rows.indexOf(row) : -1
  if (!row || at < 0) {
    body.scrollBy(0, step * rowHeight)
    return
  }
  const place = event.target instanceof HTMLButtonElement ? buttonsOf(row).indexOf(event.target) : 0
  const next = (step > 0 ? rows.slice(at + 1) : rows.slice(0, at).reverse()).find(
    (one) => buttonsOf(one).length > 0,
  )
  if (next)
    buttonsOf(next)
      .at(Math.min(place, buttonsOf(next).length - 1))
      ?.focus()
}

const buttonsOf = (row: Element) => [...row.querySelectorAll('button')]
const placeOf = (row: Element): number => Number(row.getAttribute('aria-rowindex'))
