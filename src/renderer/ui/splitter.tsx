import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { cn } from './class-names'

interface SplitterProps {
  readonly label: string
  /** Where the pane is whose size it sets: below the line, or at its right. */
  readonly pane?: 'below' | 'right'
  /** Of that pane: below in percent of both, at the right in pixels. */
  readonly size: number
  readonly min: number
  readonly max: number
  readonly onChange: (size: number) => void
}

const looks = {
  below:
    'relative z-10 h-px shrink-0 cursor-row-resize touch-none bg-line-strong before:absolute before:inset-x-0 before:-top-1 before:h-2.5',
  right:
    'absolute inset-y-0 left-0 z-10 w-px cursor-col-resize touch-none bg-line before:absolute before:inset-y-0 before:-left-1 before:w-2.5',
}

/** The line between two panes: dragged, or moved with the arrow keys. */
export function Splitter({ label, pane = 'below', size, min, max, onChange }: SplitterProps) {
  const bar = useRef<HTMLDivElement>(null)
  const isBelow = pane === 'below'
  const set = (next: number) => onChange(Math.round(Math.min(max, Math.max(min, next)) * 10) / 10)

  const drag = (event: PointerEvent) => {
    const frame = bar.current?.parentElement?.getBoundingClientRect()
    if (!frame || !bar.current?.hasPointerCapture(event.pointerId)) return
    set(isBelow ? ((frame.bottom - event.clientY) / frame.height) * 100 : frame.right - event.clientX)
  }
  const step = (event: KeyboardEvent) => {
    const [more, less, by] = isBelow ? ['ArrowUp', 'ArrowDown', 4] : ['ArrowLeft', 'ArrowRight', 24]
    const steps = { [more]: by, [less]: -by, Home: max - size, End: min - size }
    const change = steps[event.key]
    if (change === undefined) return
    event.preventDefault()
    set(size + change)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves has no element of its own.
    <div
      ref={bar}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={isBelow ? 'horizontal' : 'vertical'}
      aria-valuenow={Math.round(size)}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={step}
      className={cn(looks[pane], 'hover:bg-accent focus-visible:bg-accent')}
    />
  )
}
