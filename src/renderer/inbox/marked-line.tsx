import type { Ref, UIEvent } from 'react'
import type { Mark } from '../../shared/contract/inbox'
import { cn } from '../ui/class-names'
import { ScrollFrame } from '../ui/scroll-frame'
import { reasonSentence } from './reason'

interface MarkedLineProps {
  readonly label: string
  readonly text: string
  readonly marks: readonly Mark[]
  readonly className?: string
  readonly ref?: Ref<HTMLElement>
  readonly onScroll?: (event: UIEvent<HTMLElement>) => void
}

/** A command line or an address, whole and scrolled in its own frame; what deserves a look is marked where it stands. */
export function MarkedLine({ text, marks, className, ...rest }: MarkedLineProps) {
  return (
    <ScrollFrame
      {...rest}
      className={cn('overflow-auto rounded-md border border-line bg-bg px-2.5 py-2', className)}
    >
      <pre className="whitespace-pre-wrap wrap-anywhere font-mono text-xs leading-[1.65]">
        <MarkedText text={text} marks={marks} />
      </pre>
    </ScrollFrame>
  )
}

export function MarkedText({ text, marks }: { text: string; marks: readonly Mark[] }) {
  const ends = [0, ...marks.map(({ end }) => end)]
  return (
    <bdi>
      {marks.map(({ start, end, reason }, index) => (
        <span key={start}>
          {text.slice(ends[index], start)}
          <mark
            title={reasonSentence(reason)}
            className="rounded-xs bg-slow-soft text-slow-text underline decoration-dotted underline-offset-3"
          >
            {text.slice(start, end)}
          </mark>
        </span>
      ))}
      {text.slice(ends.at(-1))}
    </bdi>
  )
}
