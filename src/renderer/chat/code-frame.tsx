import type { ReactNode } from 'react'
import { ScrollFrame } from '../ui/scroll-frame'

/** Exact text in a frame of its own. */
export function CodeFrame({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ScrollFrame
      label={label}
      className="max-h-56 min-w-0 overflow-auto rounded-md border border-line bg-bg px-2.5 py-2"
    >
      <pre className="whitespace-pre-wrap wrap-anywhere font-mono text-xs leading-[1.55]">{children}</pre>
    </ScrollFrame>
  )
}
