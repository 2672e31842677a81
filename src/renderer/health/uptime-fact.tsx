import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useRpc } from '../bridge/bridge'
import { formatShare } from '../text/format'
import { cn } from '../ui/class-names'
import { Fact } from '../ui/fact'

const refreshMs = 60_000
/** Less of the time than this is not worth a word. */
const saidFrom = 0.0005

/** How much of the time it worked, as one of its facts. */
export function UptimeFact({ server }: { server: Server }) {
  const { t } = useTranslation()
  return (
    <Fact name={t('uptimes.name')}>
      <Uptimes server={server} />
    </Fact>
  )
}

/** The last 24 hours, 7 and 30 days; what nobody saw is said beside each, as it counts neither way. */
export function Uptimes({ server, className }: { server: Server; className?: string }) {
  const { t } = useTranslation()
  const uptimes = useQuery({
    ...useRpc().health.uptime.queryOptions({ input: { server: server.name } }),
    refetchInterval: refreshMs,
  })
  // Its three lines have their room before they come.
  if (!uptimes.data)
    return <p className={cn('min-h-[4.35em] text-faint', className)}>{t('uptimes.loading')}</p>
  return (
    <table aria-label={t('timeline.uptime')} className={cn('tabular-nums', className)}>
      <tbody>
        {uptimes.data.map(({ span, uptime, unknown }) => (
          <tr key={span}>
            <th scope="row" className="pr-3 text-left font-normal text-faint whitespace-nowrap">
              {t(`timeline.range.${span}`)}
            </th>
            <td className="pr-3 text-right font-[550]">{uptime === null ? '–' : formatShare(uptime)}</td>
            <td className="text-muted text-xs">
              {uptime === null
                ? t('uptimes.none')
                : unknown < saidFrom
                  ? t('uptimes.known')
                  : t('uptimes.unknown', { share: formatShare(unknown) })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
