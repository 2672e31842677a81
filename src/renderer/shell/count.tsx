import { memo } from 'react'
import { formatNumber } from '../text/format'
import { cn } from '../ui/class-names'

/** A number at the end of a line of the navigation; beside the button, so that it is no part of the button's name. */
export const Count = memo(function Count({ value, className }: { value: number; className?: string }) {
  return (
    <span
      className={cn(
        '-translate-y-1/2 pointer-events-none absolute top-1/2 right-[9px] font-mono text-2xs text-faint',
        className,
      )}
    >
      {formatNumber(value)}
    </span>
  )
})
