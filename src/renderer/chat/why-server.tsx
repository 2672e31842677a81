import { Ban, Pin } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { RankedServer } from '../../shared/contract/routing'
import { visibleLine } from '../../shared/visible-text'
import { formatMs, formatNumber } from '../text/format'
import { IconButton } from '../ui/button'
import { Dot } from '../ui/dot'
import { isExcluded, isPinned, toggleExcluded, togglePinned } from './scope'
import { rounded } from './score'
import { StrangerLine } from './stranger'
import { useScope } from './use-scope'

/** Words named of one server. */
const matchesMax = 6

const factorNames = ['priority', 'tags', 'health', 'latency', 'use'] as const

interface WhyServerProps {
  readonly conversation: string
  readonly server: RankedServer
  /** The highest score of all. */
  readonly best: number
}

/** One server's score in its parts, and the way to have it always or never in this chat. */
export function WhyServer({ conversation, server: ranked, best }: WhyServerProps) {
  const { t } = useTranslation()
  const { scope, change } = useScope(conversation)
  const { server, score, words, tools, factors, verdict, latencyMs } = ranked
  const name = visibleLine(server)
  const pinned = isPinned(scope, server)
  const excluded = isExcluded(scope, server)
  const changed = factorNames.filter((factor) => rounded(factors[factor]) !== 1)
  return (
    <li className="grid min-w-0 gap-1">
      <div className="flex min-w-0 items-center gap-1.5">
        <Dot
          tone={verdict === 'unknown' ? 'unknown' : verdict}
          label={t(`verdict.${verdict}`, { ns: 'shared' })}
        />
        <bdi title={name} className="min-w-0 truncate font-[550]">
          <StrangerLine text={server} />
        </bdi>
        {latencyMs !== null && (
          <span className="shrink-0 text-faint text-xs tabular-nums">{formatMs(latencyMs)}</span>
        )}
        <span className="flex-1" />
        <span className="shrink-0 font-[550] tabular-nums">{formatNumber(rounded(score))}</span>
        <span className="-my-1 -mr-1.5 flex shrink-0">
          <IconButton
            label={t(pinned ? 'chat.why.unpin' : 'chat.why.pin', { name })}
            aria-pressed={pinned}
            onClick={() => change(togglePinned(scope, server))}
            className="w-6.5 aria-pressed:text-accent-text [&>svg]:size-3.5"
          >
            <Pin />
          </IconButton>
          <IconButton
            label={t(excluded ? 'chat.why.include' : 'chat.why.exclude', { name })}
            aria-pressed={excluded}
            onClick={() => change(toggleExcluded(scope, server))}
            className="w-6.5 aria-pressed:text-down-text [&>svg]:size-3.5"
          >
            <Ban />
          </IconButton>
        </span>
      </div>
      <Bar words={words} tools={tools} score={score} best={best} />
      <p className="text-muted text-xs tabular-nums">
        {t(changed.length > 0 ? 'chat.why.sumOf' : 'chat.why.sum', {
          words: formatNumber(rounded(words)),
          tools: formatNumber(rounded(tools)),
        })}
        {changed.map((factor) => (
          <span key={factor}>
            {' × '}
            {formatNumber(rounded(factors[factor]))} {t(`chat.why.factor.${factor}`)}
          </span>
        ))}
      </p>
      <Matches matches={ranked.matches} />
    </li>
  )
}

/** As long as the score among all; in it, what came of its own words and what of its tools. */
function Bar({ words, tools, score, best }: { words: number; tools: number; score: number; best: number }) {
  const share = Math.max(0, Math.min(1, score / best))
  const all = words + tools
  const own = all > 0 ? words / all : 0
  return (
    <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-line">
      <div className="flex h-full gap-px" style={{ width: `${share * 100}%` }}>
        <span className="bg-accent" style={{ width: `${own * 100}%` }} />
        <span className="flex-1 bg-accent opacity-45" />
      </div>
    </div>
  )
}

function Matches({ matches }: Pick<RankedServer, 'matches'>) {
  const { t } = useTranslation()
  const shown = matches.toSorted((a, b) => b.score - a.score).slice(0, matchesMax)
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-0.5 text-faint text-xs">
      {shown.map(({ said, found, fields, score }) => (
        <li key={`${said} ${found}`} title={formatNumber(rounded(score))}>
          <span className="text-ink">
            <StrangerLine text={said} />
          </span>
          {found !== said && (
            <>
              {' → '}
              <StrangerLine text={found} />
            </>
          )}{' '}
          ({fields.map((field) => t(`chat.why.field.${field}`)).join(', ')})
        </li>
      ))}
    </ul>
  )
}
