import type { ReactNode } from 'react'
import { cn } from './class-names'

interface EmptyStateProps {
  readonly icon?: ReactNode
  readonly title: string
  readonly children?: ReactNode
  /** The first thing to do about it. */
  readonly action?: ReactNode
  readonly className?: string
}

export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={cn('grid place-items-center content-center gap-2 p-8 text-center', className)}>
      {icon && <div className="mb-1 text-faint [&>svg]:size-7 [&>svg]:stroke-[1.5]">{icon}</div>}
      <h2 className="font-[620] text-md">{title}</h2>
      {children && <div className="max-w-105 text-muted">{children}</div>}
      {action && <div className="mt-2 flex gap-2">{action}</div>}
    </div>
  )
}
