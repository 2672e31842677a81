import { useTranslation } from 'react-i18next'
import type { ConnectionDetails } from '../../shared/contract/connections'
import type { Server } from '../../shared/contract/registry'
import { PolicyFact } from '../consents/policy-fact'
import { AnnouncedFact } from '../discovery/announced-fact'
import { useSourceLabel } from '../discovery/source-label'
import { UptimeFact } from '../health/uptime-fact'
import { useView } from '../shell/view'
import { formatAge, formatDateTime, formatNumber, formatShare } from '../text/format'
import { Chip } from '../ui/chip'
import { Fact } from '../ui/fact'
import { useNow } from '../ui/use-now'
import { addressOf, commandLine } from './address'
import { ProtocolFacts } from './protocol-facts'

/** Identity, provenance and protocol, as pairs of a name and a value. */
export function ServerFacts({ server, details }: { server: Server; details: ConnectionDetails | undefined }) {
  return (
    <dl className="grid content-start">
      <Identity server={server} answered={details?.address} />
      <Provenance server={server} />
      <AnnouncedFact server={server} />
      <PolicyFact server={server} />
      <ProtocolFacts server={server} details={details} />
    </dl>
  )
}

function Identity({ server, answered }: { server: Server; answered: string | null | undefined }) {
  const { t } = useTranslation()
  const { command, args = [], cwd, description } = server
  return (
    <>
      <Fact name={command === undefined ? t('fact.address') : t('fact.command')} mono>
        {command === undefined ? addressOf(server) : commandLine(command, args)}
      </Fact>
      {command === undefined && answered && answered !== server.url && (
        <Fact name={t('fact.answered')} mono>
          {answered}
        </Fact>
      )}
      {cwd !== undefined && (
        <Fact name={t('fact.cwd')} mono>
          {cwd}
        </Fact>
      )}
      <Pairs name={t('fact.env')} values={server.env} joint="=" />
      <Pairs name={t('fact.headers')} values={server.headers} joint=": " />
      {description !== '' && <Fact name={t('fact.description')}>{description}</Fact>}
      <Fact name={t('fact.tags')}>
        <TagLinks server={server} />
      </Fact>
    </>
  )
}

/** Masked by the core where they are secrets. */
function Pairs({
  name,
  values = {},
  joint,
}: {
  name: string
  values: Readonly<Record<string, string>> | undefined
  joint: string
}) {
  const entries = Object.entries(values)
  if (entries.length === 0) return null
  return (
    <Fact name={name} mono>
      {entries.map(([key, value]) => (
        <div key={key}>{`${key}${joint}${value}`}</div>
      ))}
    </Fact>
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
          className="inline-flex min-h-6 items-center"
        >
          <Chip className="hover:text-ink">
            <bdi>{tag}</bdi>
          </Chip>
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
  const { source, health, sightings, edited } = server
  // By hand is none of them.
  const others = source.type === 'manual' ? sightings : sightings - 1
  return (
    <>
      <Fact name={t('fact.source')}>
        <bdi>{sourceLabel(source)}</bdi>
        {others > 0 && ` ${t('provenance.also', { count: others })}`}
        <span className="text-muted tabular-nums" title={formatDateTime(source.lastSeenAt)}>
          {' · '}
          {t('fact.lastSeen', { age: formatAge(source.lastSeenAt, now) })}
        </span>
      </Fact>
      {edited && (
        <Fact name={t('provenance.edited')} mono>
          {edited.join(', ')}
        </Fact>
      )}
      <Fact name={t('fact.firstSeen')}>{formatDateTime(source.firstSeenAt)}</Fact>
      {health.uptime24h !== null && <Fact name={t('fact.uptime')}>{formatShare(health.uptime24h)}</Fact>}
      <UptimeFact server={server} />
      {server.health_check_url !== null && (
        <Fact name={t('fact.healthUrl')} mono>
          {server.health_check_url}
        </Fact>
      )}
    </>
  )
}
