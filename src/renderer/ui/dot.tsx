import { cn } from './class-names'

/** What a mark says; each tone has a colour and a shape of its own, so that neither is needed alone. */
export type Tone = 'up' | 'slow' | 'flapping' | 'down' | 'busy' | 'ask' | 'unknown' | 'off'

const shapes: Record<Tone, string> = {
  up: 'size-2 rounded-full bg-up',
  slow: 'size-[7px] rotate-45 rounded-[1.5px] bg-slow',
  flapping: 'size-2 rotate-45 rounded-[1.5px] border-2 border-slow border-r-down border-b-down',
  down: 'size-2 rounded-[2px] bg-down',
  busy: 'size-2.5 rounded-full border-2 border-busy border-r-transparent motion-safe:animate-turn',
  ask: 'h-0 w-0 border-x-[5px] border-b-[8px] border-x-transparent border-b-slow',
  unknown: 'size-2 rounded-full border-[1.5px] border-muted',
  off: 'size-2 rounded-full bg-idle',
}

/** With a `label` it is an image with that name; without, decoration beside a word. */
export function Dot({ tone, label, className }: { tone: Tone; label?: string; className?: string }) {
  const named = label
    ? ({ role: 'img', 'aria-label': label, title: label } as const)
    : ({ 'aria-hidden': true } as const)
  return (
    <span {...named} className={cn('inline-grid size-2.5 shrink-0 place-items-center', className)}>
      <span className={shapes[tone]} />
    </span>
  )
}

export function Spinner({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cn(
        'inline-block size-3.5 rounded-full border-2 border-busy border-r-transparent animate-turn',
        className,
      )}
    />
  )
}
