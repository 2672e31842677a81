import { memo } from 'react'
import { cn } from '../../ui/class-names'
import { type StripPaths, space } from './stretches'

const fills = {
  blank: 'fill-panel',
  up: 'fill-up',
  slow: 'fill-slow',
  idle: 'fill-idle',
  down: 'fill-down',
} as const

/** A stretch of states as a drawing; what it says in words stands elsewhere. The hatched ground is what is unknown. */
export const Strip = memo(function Strip({ paths, className }: { paths: StripPaths; className?: string }) {
  return (
    <span aria-hidden className={cn('relative block', className)}>
      <span className="hatched absolute inset-x-0 top-0 h-4/5 rounded-xs" />
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${space.width} ${space.height}`}
        preserveAspectRatio="none"
        className="absolute inset-0 size-full"
      >
        {(['blank', 'up', 'slow', 'idle', 'down'] as const).map((fill) => (
          <path key={fill} d={paths[fill]} className={fills[fill]} />
        ))}
      </svg>
    </span>
  )
})
