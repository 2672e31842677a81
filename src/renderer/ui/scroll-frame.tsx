// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a frame that scrolls must be reachable by keyboard.
import type { ReactNode, Ref, UIEvent } from 'react'

interface ScrollFrameProps {
  readonly label: string
  readonly className?: string
  readonly ref?: Ref<HTMLElement>
  readonly onScroll?: (event: UIEvent<HTMLElement>) => void
  readonly children: ReactNode
}

/** A named part of the screen that scrolls by itself, by pointer and by keyboard. */
export function ScrollFrame({ label, children, ...rest }: ScrollFrameProps) {
  return (
    <section tabIndex={0} aria-label={label} {...rest}>
      {children}
    </section>
  )
}
