import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { cn } from './class-names'

interface DisclosureProps {
  readonly label: string
  readonly open: boolean
  readonly onToggle: (open: boolean) => void
  readonly children: ReactNode
}

/** Keeps away what is seldom wanted; one press shows it. */
export function Disclosure({ label, open, onToggle, children }: DisclosureProps) {
  const id = useId()
  return (
    <div className="grid gap-3">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => onToggle(!open)}
        className="-ml-1 flex h-7 items-center gap-1 justify-self-start rounded-md px-1 font-[550] text-muted text-sm hover:text-ink"
      >
        <ChevronRight
          aria-hidden
          className={cn('size-3.5 transition-transform duration-100', open && 'rotate-90')}
        />
        {label}
      </button>
      {open && (
        <div id={id} className="grid gap-3.5">
          {children}
        </div>
      )}
    </div>
  )
}
