import type { ReactNode } from 'react'
import { cn } from './class-names'

interface FactProps {
  readonly name: string
  readonly mono?: boolean
  readonly children: ReactNode
}

/** A name and a value, one line of a `dl`. Long values scroll inside their line. */
export function Fact({ name, mono = false, children }: FactProps) {
  return (
    <div className="grid grid-cols-[clamp(96px,28%,132px)_minmax(0,1fr)] gap-3 border-line border-b py-1.5 last:border-0">
      <dt className="text-faint">{name}</dt>
      <dd className={cn('max-h-24 overflow-y-auto wrap-anywhere', mono && 'font-mono text-sm')}>
        {children}
      </dd>
    </div>
  )
}
