import type { TFunction } from 'i18next'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../shared/contract/chat'
import type { Turn } from '../../shared/contract/turns'
import { visibleLine } from '../../shared/visible-text'

/** Tells screen readers how the last turn stands when that changes, and never reads what streams in. */
export function ChatAnnouncer({ conversation }: { conversation: Conversation | null }) {
  const { t } = useTranslation()
  const [said, say] = useState('')
  const turn = conversation?.turns.at(-1)
  const mark = turn && `${turn.id} ${standing(turn)}`
  const before = useRef<string | undefined>(undefined)
  useEffect(() => {
    const known = before.current
    before.current = mark
    // What had happened before one came to look is no news.
    if (turn && known !== undefined && known !== mark) say(sentence(turn, t))
  }, [mark, turn, t])
  return (
    <div aria-live="polite" className="sr-only">
      {said}
    </div>
  )
}

/** What of a turn is worth a word when it changes. */
function standing({ state, parts }: Turn): string {
  const open = parts.filter((part) => part.kind === 'call' && (part.ask ?? part.elicitation))
  return `${state} ${open.length}`
}

function sentence({ state, parts }: Turn, t: TFunction): string {
  if (state === 'running') return t('chat.said.running')
  if (state !== 'waiting') return t(`chat.said.${state}`)
  const calls = parts.flatMap((part) => (part.kind === 'call' ? [part] : []))
  const asking = calls.filter(({ ask }) => ask !== null)
  const [first] = asking
  if (asking.length > 1) return t('chat.said.asks', { count: asking.length })
  if (first) return t('chat.said.ask', { tool: visibleLine(`${first.server}.${first.tool}`) })
  const asked = calls.find(({ elicitation }) => elicitation !== null)
  return t('chat.said.elicitation', { server: visibleLine(asked?.server ?? '') })
}
