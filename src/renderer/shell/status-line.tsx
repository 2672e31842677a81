import { useTranslation } from 'react-i18next'
import { useActivity, useRoll, useSocketStatus, useSources } from '../bridge/bridge'
import { formatAge, formatNumber } from '../text/format'
import { Dot } from '../ui/dot'
import { useNow } from '../ui/use-now'

/** One quiet line: what is watched, how long ago something changed, how much is connected. */
export function StatusLine() {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const roll = useRoll()
  const watched =
    useSources()?.sources.filter(({ type, state }) => type !== 'manual' && state !== 'paused') ?? []
  const last = useActivity()?.at(-1)
  const status = useSocketStatus()
  const servers = roll?.servers ?? []
  const connected = servers.filter(({ connection }) => connection.state === 'connected').length
  const tools = servers.reduce(
    (sum, server) => sum + (server.connection.state === 'connected' ? server.tools : 0),
    0,
  )
  const watchedTone = status === 'open' ? (watched.length > 0 ? 'up' : 'off') : 'down'
  return (
    <footer className="col-span-full flex items-center gap-4 overflow-hidden border-line border-t bg-panel px-4 text-faint text-xs whitespace-nowrap tabular-nums">
      <span className="flex items-center gap-1.5">
        <Dot tone={watchedTone} />
        {t('status.watching', { count: watched.length })}
      </span>
      {last && <span>{t('status.lastChange', { age: formatAge(last.at, now) })}</span>}
      <span>
        {t('status.connected', { connected: formatNumber(connected), total: formatNumber(servers.length) })}
        {' · '}
        {t('status.tools', { count: tools })}
      </span>
    </footer>
  )
}
