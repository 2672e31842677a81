import { TriangleAlert } from 'lucide-react'
import { type ReactNode, type Ref, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApprovedDifference, Mark, WaitingServer } from '../../shared/contract/inbox'
import { cn } from '../ui/class-names'
import { MarkedLine, MarkedText } from './marked-line'
import { reasonSentence } from './reason'

interface WaitingBodyProps {
  readonly server: WaitingServer
  /** The frame of the line, and whether its end has been seen. */
  readonly line?: { readonly ref: Ref<HTMLElement>; readonly onScroll: () => void }
}

/** Everything that would run or be contacted, what of it deserves a second look, and what is new in it. */
export function WaitingBody({ server, line }: WaitingBodyProps) {
  const { t } = useTranslation()
  const { name, kind, marks, others, differences } = server
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2.5">
      {differences && differences.length > 0 && <Differences differences={differences} />}
      <MarkedLine
        label={t(`inbox.lineOf.${kind}`, { name })}
        text={server.line}
        marks={marks}
        className="max-h-48"
        {...line}
      />
      <Others others={others} />
      <Reasons
        texts={[{ text: server.line, marks }, ...others.map(({ text, marks: of }) => ({ text, marks: of }))]}
      />
    </div>
  )
}

/** What is another than a person approved, told by words as well as by colours. */
function Differences({ differences }: { differences: readonly ApprovedDifference[] }) {
  const { t } = useTranslation()
  const heading = useId()
  return (
    <section aria-labelledby={heading} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <h4 id={heading} className="font-[550] text-sm">
        {t('inbox.changed')}
      </h4>
      <ul className="grid gap-1.5">
        {differences.map(({ field, before, after }) => (
          <li
            key={field}
            className="grid grid-cols-[minmax(72px,auto)_minmax(0,1fr)] gap-x-3 gap-y-0.5 rounded-md border border-line bg-bg px-2.5 py-1.5 text-xs"
          >
            <span className="break-all font-mono text-muted">{field}</span>
            <span className="grid gap-0.5">
              <Side word={t('inbox.before')} sign="−" look="bg-down-soft text-down-text">
                {before}
              </Side>
              <Side word={t('inbox.after')} sign="+" look="bg-up-soft text-up-text">
                {after}
              </Side>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface SideProps {
  readonly word: string
  readonly sign: string
  readonly look: string
  /** Null where it was not there, or is no more. */
  readonly children: string | null
}

function Side({ word, sign, look, children }: SideProps) {
  const { t } = useTranslation()
  if (children === null) return null
  return (
    <span className={cn('flex gap-2 rounded-xs px-1.5', look)}>
      <span aria-hidden>{sign}</span>
      <span className="sr-only">{word}</span>
      <bdi className="min-w-0 whitespace-pre-wrap font-mono wrap-anywhere">
        {children === '' ? t('inbox.empty') : children}
      </bdi>
    </span>
  )
}

function Others({ others }: { others: WaitingServer['others'] }) {
  if (others.length === 0) return null
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-xs">
      {others.map(({ field, text, marks }) => (
        <div key={field} className="contents">
          <dt className="break-all font-mono text-muted">{field}</dt>
          <dd className="min-w-0 font-mono wrap-anywhere">
            <MarkedText text={text} marks={marks} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Each reason once, with what it is about. */
function Reasons({ texts }: { texts: readonly { text: string; marks: readonly Mark[] }[] }) {
  const { t } = useTranslation()
  const byReason = new Map<Mark['reason'], Set<string>>()
  for (const { text, marks } of texts)
    for (const { start, end, reason } of marks)
      byReason.set(reason, (byReason.get(reason) ?? new Set()).add(text.slice(start, end)))
  if (byReason.size === 0) return null
  return (
    <ul aria-label={t('inbox.reasons')} className="grid gap-1">
      {[...byReason].map(([reason, about]) => (
        <li key={reason} className="flex items-baseline gap-2 text-sm">
          <TriangleAlert aria-hidden className="size-3.5 shrink-0 translate-y-0.5 text-slow-text" />
          <span className="min-w-0">
            <About>{[...about]}</About> {reasonSentence(reason)}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** The first few; all of them are marked where they stand. */
function About({ children }: { children: readonly string[] }): ReactNode {
  return children.slice(0, 4).map((text) => (
    <bdi key={text} className="mr-1.5 font-mono text-slow-text text-xs wrap-anywhere">
      {text}
    </bdi>
  ))
}
