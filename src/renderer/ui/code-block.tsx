import { cn } from './class-names'
import { ScrollFrame } from './scroll-frame'

interface CodeBlockProps {
  readonly label: string
  readonly className?: string
  readonly children: string
}

/** Text as it is, scrolled inside its own frame. */
export function CodeBlock({ label, className, children }: CodeBlockProps) {
  return (
    <ScrollFrame
      label={label}
      className={cn('overflow-auto rounded-md border border-line bg-bg px-2.5 py-2', className)}
    >
      <pre className="whitespace-pre-wrap break-words font-mono text-xs leading-[1.55]">{children}</pre>
    </ScrollFrame>
  )
}
