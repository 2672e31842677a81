import { cn } from './class-names'

interface KbdProps {
  /** The caps of each press, one list after the other: `[['Ctrl', 'K']]`, `[['G'], ['S']]`. */
  readonly caps: readonly (readonly string[])[]
  readonly className?: string
}

/** Keys to press, drawn as caps. */
export function Kbd({ caps, className }: KbdProps) {
  return (
    <span className={cn('flex shrink-0 items-center gap-1.5', className)}>
      {caps.map((press) => (
        <span key={press.join('+')} className="flex gap-0.5">
          {press.map((cap) => (
            <kbd
              key={cap}
              className="grid h-[18px] min-w-[18px] place-items-center rounded-xs border border-line-strong bg-panel px-1 font-sans text-2xs text-muted"
            >
              {cap}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  )
}
