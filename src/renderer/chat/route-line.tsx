import type { TFunction } from 'i18next'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import type { RankedServer } from '../../shared/contract/routing'
import type { TurnRoute } from '../../shared/contract/turns'
import { visibleLine } from '../../shared/visible-text'
import { useRoll } from '../bridge/bridge'
import { formatList, formatNumber } from '../text/format'
import { Chip } from '../ui/chip'
import { StrangerLine } from './stranger'
import { WhyPanel } from './why-panel'

/** Servers named on the line; the panel has them all. */
const namedMax = 3
const wordsMax = 2

/** Where the question went and what decided it; a press on the reason shows all of it. */
export function RouteLine({ conversation, route }: { conversation: string; route: TurnRoute }) {
  const { t } = useTranslation()
  const id = useId()
  const [open, setOpen] = useState(false)
  const roll = useRoll()
  const [best] = route.servers
  const reason = best
    ? reasonOf(
        best,
        roll?.servers.find(({ name }) => name === best.server),
        t,
      )
    : t('chat.route.why')
  return (
    <div className="grid min-w-0 gap-2">
      <p className="flex flex-wrap items-center gap-1.5 text-muted text-sm">
        {best ? t('chat.route.to') : t('chat.route.nowhere')}
        {route.servers.slice(0, namedMax).map(({ server }, index) => (
          <Chip key={server} look={index === 0 ? 'on' : 'plain'} title={visibleLine(server)}>
            <StrangerLine text={server} />
          </Chip>
        ))}
        {route.servers.length > namedMax && (
          <span>{t('chat.route.more', { number: formatNumber(route.servers.length - namedMax) })}</span>
        )}
        {best && t('chat.route.by')}
        <button
          type="button"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          {...(best && { 'aria-label': t('chat.route.whyOf', { reason }) })}
          title={t('chat.route.why')}
          onClick={() => setOpen(!open)}
          className="min-h-6 text-left underline underline-offset-2 wrap-anywhere hover:text-ink"
        >
          {reason}
        </button>
      </p>
      {open && (
        <div id={id}>
          <WhyPanel conversation={conversation} route={route} onClose={() => setOpen(false)} />
        </div>
      )}
    </div>
  )
}

/** What decided for the best server, the strongest first: its tags, else its words; and its priority where that helped. */
function reasonOf(best: RankedServer, server: Server | undefined, t: TFunction): string {
  const strongest = best.matches.toSorted((a, b) => b.score - a.score)
  const tags = strongest.filter(({ fields }) => fields.includes('tags')).map(({ found }) => found)
  const said = strongest.map(({ said: word }) => word)
  const named = (words: readonly string[]) =>
    formatList([...new Set(words)].slice(0, wordsMax).map(visibleLine))
  const by =
    tags.length > 0 ? t('chat.route.tag', { tag: named(tags) }) : t('chat.route.word', { word: named(said) })
  const priority =
    server && best.factors.priority > 1
      ? [t('chat.route.priority', { number: formatNumber(server.priority) })]
      : []
  return [...(said.length > 0 ? [by] : [t('chat.route.use')]), ...priority].join(t('chat.route.and'))
}
