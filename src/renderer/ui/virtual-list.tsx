import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { cn } from './class-names'

interface VirtualListProps<Row> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** In pixels. */
  readonly heightOf: (row: Row) => number
  /** The row to begin at, where it would be out of sight. */
  readonly startAt?: number
  readonly className?: string
  /** What stands in a row. */
  readonly children: (row: Row) => ReactNode
}

/** A list drawn only where one looks. The arrow keys move among the buttons in it. */
export function VirtualList<Row>({
  label,
  rows,
  keyOf,
  heightOf,
  startAt = -1,
  className,
  children,
}: VirtualListProps<Row>) {
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => {
      const row = rows[index]
      return row === undefined ? 0 : heightOf(row)
    },
    getItemKey: (index) => {
      const row = rows[index]
      return row === undefined ? index : keyOf(row)
    },
    overscan: 8,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the beginning; from then on the person scrolls.
  useEffect(() => {
    if (startAt >= 0) virtual.scrollToIndex(startAt)
  }, [])
  return (
    <div ref={scroll} className={cn('overflow-y-auto', className)}>
      <ul
        aria-label={label}
        onKeyDown={moveAmongButtons}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]
          return (
            row !== undefined && (
              <li
                key={item.key}
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
                className="absolute inset-x-0 top-0"
              >
                {children(row)}
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}

function moveAmongButtons(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const buttons: Element[] = [...event.currentTarget.querySelectorAll('button')]
  const at = document.activeElement ? buttons.indexOf(document.activeElement) : -1
  const next = buttons[at + step]
  if (at < 0 || !(next instanceof HTMLElement)) return
  event.preventDefault()
  next.focus()
}
