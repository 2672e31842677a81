import { ChevronDown } from 'lucide-react'
import type { SelectHTMLAttributes } from 'react'
import { cn } from './class-names'
import { inputLook } from './field'

/** The system's own list of choices, in the look of the other fields. */
export function Select({ className, children, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <span className={cn('relative inline-block w-full', className)}>
      <select {...rest} className={cn(inputLook, 'h-7 appearance-none pr-7')}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2 size-3.5 text-faint"
      />
    </span>
  )
}
