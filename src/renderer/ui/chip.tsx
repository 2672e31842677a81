import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './class-names'

const looks = {
  plain: 'bg-line text-muted',
  on: 'bg-accent-soft text-accent-text',
  up: 'bg-up-soft text-up-text',
  slow: 'bg-slow-soft text-slow-text',
  down: 'bg-down-soft text-down-text',
}

const shape = 'inline-flex h-5 max-w-48 items-center gap-[5px] rounded-sm px-[7px] text-xs whitespace-nowrap'

interface ChipProps {
  readonly look?: keyof typeof looks
  readonly title?: string
  readonly className?: string
  readonly children: ReactNode
}

export function Chip({ look = 'plain', title, className, children }: ChipProps) {
  return (
    <span title={title} className={cn(shape, looks[look], className)}>
      <span className="truncate">{children}</span>
    </span>
  )
}

/** A chip that can be taken away. */
export function RemovableChip({
  label,
  onRemove,
  children,
}: {
  label: string
  onRemove: () => void
  children: ReactNode
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onRemove}
      className={cn(shape, looks.on, 'hover:brightness-95')}
    >
      <span className="truncate">{children}</span>
      <X aria-hidden className="size-3 shrink-0" />
    </button>
  )
}
