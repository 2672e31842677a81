import { cn } from './class-names'

/** Holds the place of something on its way. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('h-3 rounded-xs bg-line animate-breathe', className)} />
}
