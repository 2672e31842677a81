import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectionDetails } from '../../shared/contract/connections'
import type { Server } from '../../shared/contract/registry'
import { useSourceLabel } from '../discovery/source-label'
import { useView } from '../shell/view'
import { formatAge, formatDateTime, formatList, formatMs, formatNumber, formatShare } from '../text/format'
import { Chip } from '../ui/chip'
import { useNow } from '../ui/use-now'
import { addressOf, commandLine } from './address'

/** Identity, provenance and protocol, as pairs of a name and a value. */
export function ServerFacts({ server, details }: { server: Server; details: ConnectionDetails | undefined }) {
  const { t } = useTranslation()
  return (
    <dl className="grid content-start">
      <Fact name={server.command === undefined ? t('fact.address') : t('fact.command')} mono>
        {server.command === undefined ? addressOf(server) : commandLine(server.command, server.args ?? [])}
      </Fact>
      {details?.address && details.address !== server.url && (
        <Fact name={t('fact.answered')} mono>
          {details.address}
        </Fact>
      )}
      {server.description !== '' && <Fact name={t('fact.description')}>{server.description}</Fact>}
      <Fact name={t('fact.tags')}>
        <TagLinks server={server} />
      </Fact>
      <Provenance server={server} />
      <Protocol server={server} details={details} />
    </dl>
  )
}

function TagLinks({ server }: { server: Server }) {
  const { t } = useTranslation()
  const filter = useView((view) => view.filter)
  return (
    <span className="flex flex-wrap items-center gap-1">
      {server.tags.map((tag) => (
        <button
          key={tag}
          type="button"
          title={t('filter.show', { name: tag })}
          onClick={() => filter({ tags: [tag] })}
        >
          <Chip className="hover:text-ink">{tag}</Chip>
        </button>
      ))}
      <span className="text-muted">{t('fact.priority', { priority: formatNumber(server.priority) })}</span>
    </span>
  )
}

function Provenance({ server }: { server: Server }) {
  const { t } = useTranslation()
  const now = useNow(10_000)
  const sourceLabel = useSourceLabel()
  const { source, health } = server
  return (
    <>
      <Fact name={t('fact.source')}>
        {sourceLabel(source)}
        <span className="text-muted" title={formatDateTime(source.lastSeenAt)}>
          {' · '}
          {t('fact.lastSeen', { age: formatAge(source.lastSeenAt, now) })}
        </span>
      </Fact>
      <Fact name={t('fact.firstSeen')}>{formatDateTime(source.firstSeenAt)}</Fact>
      {health.uptime24h !== null && <Fact name={t('fact.uptime')}>{formatShare(health.uptime24h)}</Fact>}
      {server.health_check_url !== null && (
        <Fact name={t('fact.healthUrl')} mono>
          {server.health_check_url}
        </Fact>
      )}
    </>
  )
}

function Protocol({ server, details }: { server: Server; details: ConnectionDetails | undefined }) {
  const { t } = useTranslation()
  const { era } = server.connection
  const info = details?.serverInfo
  const capabilities = Object.keys(details?.capabilities ?? {})
  return (
    <>
      {era !== null && (
        <Fact name={t('fact.protocol')}>
          {[details?.protocolVersion, t(`era.${era}`)].filter(Boolean).join(' · ')}
        </Fact>
      )}
      {info && <Fact name={t('fact.software')}>{`${info.title ?? info.name} ${info.version}`}</Fact>}
      {capabilities.length > 0 && (
        <Fact name={t('fact.capabilities')}>
          <span className="flex flex-wrap gap-1">
            {capabilities.map((capability) => (
              <Chip key={capability} className="font-mono">
                {capability}
              </Chip>
            ))}
          </span>
        </Fact>
      )}
      <Fact name={t('fact.offers')}>
        {formatList([
          t('fact.tools', { count: server.tools }),
          t('fact.resources', { count: server.resources }),
          t('fact.prompts', { count: server.prompts }),
        ])}
      </Fact>
      {details?.connectMs != null && <Fact name={t('fact.connectTime')}>{formatMs(details.connectMs)}</Fact>}
      {details?.pid != null && <Fact name={t('fact.process')}>{String(details.pid)}</Fact>}
    </>
  )
}

function Fact({ name, mono = false, children }: { name: string; mono?: boolean; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[132px_minmax(0,1fr)] gap-3 border-line border-b py-1.5 last:border-0">
      <dt className="text-faint">{name}</dt>
      <dd className={mono ? 'max-h-24 overflow-y-auto font-mono text-sm wrap-anywhere' : 'break-words'}>
        {children}
      </dd>
    </div>
  )
}
