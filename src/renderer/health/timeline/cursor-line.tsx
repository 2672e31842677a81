import { type Extent, placeOf } from './ranges'

/** Marks the cell that is read out, over its whole width. */
export function CursorLine({ extent, atMs }: { extent: Extent; atMs: number }) {
  const left = placeOf(extent, atMs)
  const right = placeOf(extent, atMs + extent.stepMs)
  return (
    <span
      aria-hidden
      style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
      className="pointer-events-none absolute inset-y-0 min-w-0.5 border-ink/60 border-x bg-ink/15"
    />
  )
}
