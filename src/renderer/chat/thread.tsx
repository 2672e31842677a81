import { ArrowDown } from 'lucide-react'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../shared/contract/chat'
import { NoLink } from '../shell/no-link'
import { Button } from '../ui/button'
import { ScrollFrame } from '../ui/scroll-frame'
import { Skeleton } from '../ui/skeleton'
import { ChatStart } from './chat-start'
import { TurnView } from './turn-view'

/** This near to the end counts as being there, in pixels. */
const nearPx = 48

interface ThreadProps {
  readonly id: string | null
  /** Undefined while it is on its way. */
  readonly conversation: Conversation | null | undefined
}

/** All turns. It stays at the end while one is there, and stays where one reads otherwise. */
export function Thread({ id, conversation }: ThreadProps) {
  if (id === null || conversation?.turns.length === 0) return <ChatStart id={id} />
  return <Turns conversation={conversation} />
}

function Turns({ conversation }: Pick<ThreadProps, 'conversation'>) {
  const { t } = useTranslation()
  const frame = useRef<HTMLElement>(null)
  const content = useRef<HTMLOListElement>(null)
  const { away, toEnd, onScroll } = useStayAtEnd(frame, content, conversation?.turns.length ?? 0)
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <ScrollFrame
        ref={frame}
        label={t('chat.turns')}
        onScroll={onScroll}
        className="@container relative min-h-0 flex-1 overflow-y-auto overscroll-contain px-3.5 pt-3.5 outline-offset-[-2px]"
      >
        {!conversation && (
          <NoLink>
            <div role="status" aria-label={t('chat.loading')} className="grid gap-3">
              <Skeleton className="ml-auto h-8 w-2/3" />
              <Skeleton className="h-4 w-1/2" />
              <Skeleton className="h-16" />
            </div>
          </NoLink>
        )}
        {conversation && conversation.earlier > 0 && (
          <p className="mb-3 text-center text-faint text-xs">
            {t('chat.earlier', { count: conversation.earlier })}
          </p>
        )}
        <ol ref={content} className="mx-auto grid max-w-[760px] grid-cols-[minmax(0,1fr)] gap-5 pb-4">
          {conversation?.turns.map((turn, index) => (
            <TurnView
              key={turn.id}
              conversation={conversation.id}
              turn={turn}
              isLast={index === conversation.turns.length - 1}
            />
          ))}
        </ol>
      </ScrollFrame>
      {away && (
        <Button
          onClick={toEnd}
          className="-translate-x-1/2 absolute bottom-2.5 left-1/2 rounded-full shadow-float animate-arrive"
        >
          <ArrowDown aria-hidden className="size-3.5" />
          {t('chat.toLatest')}
        </Button>
      )}
    </div>
  )
}

function useStayAtEnd(
  frame: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  turns: number,
) {
  const [away, setAway] = useState(false)
  const atEnd = useRef(true)
  const toEnd = useCallback(() => {
    const element = frame.current
    if (!element) return
    atEnd.current = true
    setAway(false)
    element.scrollTop = element.scrollHeight
  }, [frame])
  // A question of one's own is always looked at.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number of turns is not read, its change is the news.
  useEffect(toEnd, [toEnd, turns])
  useEffect(() => {
    const element = content.current
    if (!element) return
    const grown = new ResizeObserver(() => {
      if (atEnd.current) toEnd()
    })
    grown.observe(element)
    if (frame.current) grown.observe(frame.current)
    return () => grown.disconnect()
  }, [content, frame, toEnd])
  const onScroll = () => {
    const element = frame.current
    if (!element) return
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx
    setAway(!atEnd.current)
  }
  return { away, toEnd, onScroll }
}
