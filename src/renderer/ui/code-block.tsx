import { cn } from './class-names'

/** Text as it is, scrolled inside its own frame. Reachable by keyboard, because it may scroll. */
export function CodeBlock({
  label,
  wrap = true,
  className,
  children,
}: {
  label: string
  wrap?: boolean
  className?: string
  children: string
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls must be reachable by keyboard.
    <section
      tabIndex={0}
      aria-label={label}
      className={cn('overflow-auto rounded-md border border-line bg-bg px-2.5 py-2', className)}
    >
      <pre className={cn('font-mono text-xs leading-[1.55]', wrap && 'whitespace-pre-wrap break-words')}>
        {children}
      </pre>
    </section>
  )
}
