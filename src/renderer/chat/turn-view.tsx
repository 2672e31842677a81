import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Call, Turn, TurnPart } from '../../shared/contract/turns'
import { Answer } from './answer'
import { AsksCard } from './asks-card'
import { CallCard } from './call-card'
import { Proposals } from './proposals'
import { Reasoning } from './reasoning'
import { RouteLine } from './route-line'
import { StrangerText } from './stranger'
import { ToolSearch } from './tool-search'
import { TurnEnd } from './turn-end'

interface TurnViewProps {
  readonly conversation: string
  readonly turn: Turn
  readonly isLast: boolean
}

/** A question and all that came of it. Drawn again only when this turn changes, and only where one looks. */
export const TurnView = memo(function TurnView({ conversation, turn, isLast }: TurnViewProps) {
  const { t } = useTranslation()
  const isRunning = turn.state === 'running'
  return (
    <li
      className={
        isLast
          ? 'grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3'
          : 'grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 [contain-intrinsic-size:auto_320px] [content-visibility:auto]'
      }
    >
      <div
        dir="auto"
        className="max-w-[86%] justify-self-end whitespace-pre-wrap wrap-anywhere rounded-xl rounded-br-[3px] bg-accent-soft px-[11px] py-[7px]"
      >
        <span className="sr-only">{t('chat.asked')}</span>
        <StrangerText text={turn.question} />
      </div>
      {turn.route && <RouteLine conversation={conversation} route={turn.route} />}
      {grouped(turn.parts).map(({ index, asks, part }) =>
        asks ? (
          <AsksCard key={index} conversation={conversation} calls={asks} />
        ) : (
          <Part
            key={index}
            conversation={conversation}
            turn={turn}
            part={part}
            isGrowing={isRunning && index === turn.parts.length - 1}
          />
        ),
      )}
      <TurnEnd conversation={conversation} turn={turn} isLast={isLast} />
    </li>
  )
})

interface PartProps {
  readonly conversation: string
  readonly turn: Turn
  readonly part: TurnPart
  readonly isGrowing: boolean
}

function Part({ conversation, turn, part, isGrowing }: PartProps) {
  switch (part.kind) {
    case 'text':
      return <Answer text={part.text} isGrowing={isGrowing} />
    case 'reasoning':
      return <Reasoning text={part.text} isGrowing={isGrowing} />
    case 'call':
      return <CallCard conversation={conversation} turn={turn.id} call={part} />
    case 'search':
      return <ToolSearch search={part} />
    case 'proposals':
      return <Proposals conversation={conversation} turn={turn} proposals={part.proposals} />
  }
}

interface Group {
  readonly index: number
  readonly part: TurnPart
  /** Calls one after the other that ask at the same time, in one card. */
  readonly asks: readonly Call[] | null
}

function grouped(parts: readonly TurnPart[]): readonly Group[] {
  const groups: Group[] = []
  for (const [index, part] of parts.entries()) {
    const isAsk = part.kind === 'call' && part.state === 'asking' && part.ask !== null
    const last = groups.at(-1)
    if (!isAsk) groups.push({ index, part, asks: null })
    else if (last?.asks) groups[groups.length - 1] = { ...last, asks: [...last.asks, part] }
    else groups.push({ index, part, asks: [part] })
  }
  return groups
}
