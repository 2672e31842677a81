import { type KeyboardEvent, type PointerEvent, useRef } from 'react'

interface SplitterProps {
  readonly label: string
  /** Height of the pane below, as a share of both in percent. */
  readonly percent: number
  readonly min: number
  readonly max: number
  readonly onChange: (percent: number) => void
}

/** The line between two panes, one above the other: dragged, or moved with the arrow keys. */
export function Splitter({ label, percent, min, max, onChange }: SplitterProps) {
  const bar = useRef<HTMLDivElement>(null)
  const set = (next: number) => onChange(Math.round(Math.min(max, Math.max(min, next)) * 10) / 10)

  const drag = (event: PointerEvent) => {
    const frame = bar.current?.parentElement?.getBoundingClientRect()
    if (!frame || !bar.current?.hasPointerCapture(event.pointerId)) return
    set(((frame.bottom - event.clientY) / frame.height) * 100)
  }
  const step = (event: KeyboardEvent) => {
    const by = { ArrowUp: 4, ArrowDown: -4, Home: max - percent, End: min - percent }[event.key]
    if (by === undefined) return
    event.preventDefault()
    set(percent + by)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves has no element of its own.
    <div
      ref={bar}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuenow={Math.round(percent)}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={step}
      className="relative z-10 h-px shrink-0 cursor-row-resize touch-none bg-line-strong before:absolute before:inset-x-0 before:-top-1 before:h-2.5 hover:bg-accent focus-visible:bg-accent"
    />
  )
}
