import { type Extent, placeOf } from './ranges'

/** Marks a stretch of time: the cell that is read out, or what is about to be looked at more closely. */
export function CursorLine({ extent, fromMs, toMs }: { extent: Extent; fromMs: number; toMs: number }) {
  const left = placeOf(extent, fromMs)
  const right = placeOf(extent, toMs)
  return (
    <span
      aria-hidden
      style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
      className="pointer-events-none absolute inset-y-0 min-w-0.5 border-ink/60 border-x bg-ink/15"
    />
  )
}
