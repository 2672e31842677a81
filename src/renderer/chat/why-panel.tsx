import { X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TurnRoute } from '../../shared/contract/turns'
import { visibleLine } from '../../shared/visible-text'
import { formatMs, formatNumber } from '../text/format'
import { Button, IconButton } from '../ui/button'
import { rounded } from './score'
import { StrangerLine } from './stranger'
import { WhyServer } from './why-server'

/** Tools named at first. */
const toolsShown = 8

interface WhyPanelProps {
  readonly conversation: string
  readonly route: TurnRoute
  readonly onClose: () => void
}

/** Why these servers and tools, as numbers: what counted for each, what was left out, what the model was given. */
export function WhyPanel({ conversation, route, onClose }: WhyPanelProps) {
  const { t } = useTranslation()
  const best = Math.max(...route.servers.map(({ score }) => score), Number.MIN_VALUE)
  return (
    <section
      aria-label={t('chat.why.title')}
      className="grid min-w-0 gap-3 rounded-lg border border-line bg-raised p-3"
    >
      <header className="-mb-1 flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h3 className="font-[600]">{t('chat.why.title')}</h3>
          <p className="text-faint text-xs wrap-anywhere">
            {route.words.length > 0
              ? t('chat.why.words', { words: [...new Set(route.words.map(visibleLine))].join(' · ') })
              : t('chat.why.noWords')}{' '}
            {t('chat.why.took', { time: formatMs(route.tookMs) })}
          </p>
        </div>
        <IconButton label={t('action.close')} onClick={onClose} className="-mt-1 -mr-1.5">
          <X />
        </IconButton>
      </header>
      {route.servers.length > 0 && (
        <ol className="grid min-w-0 gap-3">
          {route.servers.map((server) => (
            <WhyServer key={server.server} conversation={conversation} server={server} best={best} />
          ))}
        </ol>
      )}
      {route.leftOut.length > 0 && (
        <Part title={t('chat.why.leftOut')}>
          <ul className="grid gap-1">
            {route.leftOut.map(({ server, score, reason }) => (
              <Line key={server} name={server} end={formatNumber(rounded(score))}>
                {t(`leftOut.${reason}`, { ns: 'shared' })}
              </Line>
            ))}
          </ul>
        </Part>
      )}
      <Offered route={route} />
      {route.held.length > 0 && (
        <Part title={t('chat.why.held')}>
          <ul className="grid gap-1">
            {route.held.map(({ server, tool }) => (
              <Line key={`${server} ${tool}`} name={`${server}.${tool}`} end="">
                {t('chat.why.heldReason')}
              </Line>
            ))}
          </ul>
        </Part>
      )}
    </section>
  )
}

function Offered({ route: { offered, offeredTokens, searchable } }: { route: TurnRoute }) {
  const { t } = useTranslation()
  const [whole, setWhole] = useState(false)
  if (offered.length === 0) return null
  const shown = whole ? offered : offered.slice(0, toolsShown)
  return (
    <Part title={t('chat.why.offered', { count: offered.length, tokens: formatNumber(offeredTokens) })}>
      <ul className="grid gap-1">
        {shown.map(({ server, tool, score }) => (
          <Line key={`${server} ${tool}`} name={`${server}.${tool}`} end={formatNumber(rounded(score))} />
        ))}
      </ul>
      {shown.length < offered.length && (
        <Button look="ghost" className="h-6 justify-self-start px-1.5 text-xs" onClick={() => setWhole(true)}>
          {t('tools.more', { count: offered.length - shown.length })}
        </Button>
      )}
      {searchable > 0 && (
        <p className="text-faint text-xs">{t('chat.why.searchable', { count: searchable })}</p>
      )}
    </Part>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 gap-1 border-line border-t pt-2.5">
      <h4 className="font-[550] text-sm">{title}</h4>
      {children}
    </div>
  )
}

function Line({ name, end, children }: { name: string; end: string; children?: ReactNode }) {
  return (
    <li className="flex min-w-0 items-baseline gap-2 text-sm">
      <code title={visibleLine(name)} className="min-w-0 truncate font-mono text-xs">
        <StrangerLine text={name} />
      </code>
      {children && <span className="shrink-0 text-muted text-xs">{children}</span>}
      <span className="ml-auto shrink-0 text-faint text-xs tabular-nums">{end}</span>
    </li>
  )
}
