import { Check, Minus } from 'lucide-react'
import { cn } from './class-names'

interface TickBoxProps {
  readonly label: string
  /** `mixed` where some of what it stands for is ticked. */
  readonly checked: boolean | 'mixed'
  /** `range` when Shift was held. */
  readonly onChange: (range: boolean) => void
  readonly tabIndex?: number
  /** Its press area; the box sits in the middle of it. */
  readonly className?: string
}

/** A bare box for selecting rows; a press leaves the focus where it is. */
export function TickBox({ label, checked, onChange, tabIndex, className }: TickBoxProps) {
  const Mark = checked === 'mixed' ? Minus : Check
  return (
    <span className={cn('grid place-items-center', className)}>
      <input
        type="checkbox"
        aria-label={label}
        checked={checked === true}
        ref={(input) => {
          if (input) input.indeterminate = checked === 'mixed'
        }}
        tabIndex={tabIndex}
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => event.stopPropagation()}
        onChange={({ nativeEvent }) => onChange('shiftKey' in nativeEvent && nativeEvent.shiftKey === true)}
        className="peer absolute inset-0 m-0 cursor-default opacity-0"
      />
      <span
        aria-hidden
        className={cn(
          'pointer-events-none grid size-3.5 place-items-center rounded-xs border text-white peer-focus-visible:outline-2 peer-focus-visible:outline-accent peer-focus-visible:outline-offset-1',
          checked
            ? 'border-accent-fill bg-accent-fill'
            : 'border-control-edge bg-raised peer-hover:border-ink',
        )}
      >
        {checked && <Mark className="size-2.5" strokeWidth={3} />}
      </span>
    </span>
  )
}
