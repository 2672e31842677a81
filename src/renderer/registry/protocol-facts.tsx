import { useTranslation } from 'react-i18next'
import type { ConnectionDetails } from '../../shared/contract/connections'
import type { Server } from '../../shared/contract/registry'
import { ProcessFact } from '../processes/process-fact'
import { formatDateTime, formatMs } from '../text/format'
import { Fact } from '../ui/fact'
import { transportTried } from './address'
import { Capabilities } from './capabilities'
import { CertificateFact } from './certificate-end'
import { KeptFact } from './kept-fact'
import { latenciesOf } from './latencies'

interface ProtocolFactsProps {
  readonly server: Server
  readonly details: ConnectionDetails | undefined
}

/** How the server is spoken to, what it said of itself, and how fast it is. */
export function ProtocolFacts({ server, details }: ProtocolFactsProps) {
  const { t } = useTranslation()
  const { era, transport } = server.connection
  const capabilities = details?.capabilities ?? {}
  return (
    <>
      <Fact name={t('fact.transport')}>{t(`transport.${transport ?? transportTried(server)}`)}</Fact>
      {era !== null && (
        <Fact name={t('fact.protocol')}>
          {[details?.protocolVersion, t(`era.${era}`)].filter(Boolean).join(' · ')}
          <span className="block text-faint text-xs">
            {t(`eraHint.${era}`)}
            {details?.eraSince && ` (${t('fact.eraSince', { date: formatDateTime(details.eraSince) })})`}
          </span>
        </Fact>
      )}
      {details?.certificateEndsAt && <CertificateFact endsAt={details.certificateEndsAt} />}
      <Software info={details?.serverInfo ?? null} />
      {Object.keys(capabilities).length > 0 && (
        <Fact name={t('fact.capabilities')}>
          <Capabilities capabilities={capabilities} />
        </Fact>
      )}
      {details && <KeptFact server={server} details={details} />}
      <Timings server={server} details={details} />
      {details !== undefined && details.violations > 0 && (
        <Fact name={t('fact.violations')}>
          <span className="tabular-nums">{t('fact.violationsTimes', { count: details.violations })}</span>
          <span className="block text-faint text-xs">{t('fact.violationsHint')}</span>
        </Fact>
      )}
      {details?.pid != null && <ProcessFact server={server} />}
    </>
  )
}

function Software({ info }: { info: ConnectionDetails['serverInfo'] }) {
  const { t } = useTranslation()
  if (!info) return null
  const { websiteUrl } = info
  return (
    <>
      <Fact name={t('fact.software')}>
        <bdi>{`${info.title ?? info.name} ${info.version}`}</bdi>
        {info.title !== undefined && info.title !== info.name && (
          <span className="block font-mono text-faint text-xs">
            <bdi>{info.name}</bdi>
          </span>
        )}
      </Fact>
      {websiteUrl !== undefined && (
        <Fact name={t('fact.website')}>
          {/^https:\/\//iu.test(websiteUrl) && URL.canParse(websiteUrl) ? (
            <a
              href={websiteUrl}
              target="_blank"
              rel="noreferrer"
              className="text-accent-text underline decoration-1 underline-offset-2"
            >
              {websiteUrl}
            </a>
          ) : (
            websiteUrl
          )}
        </Fact>
      )}
    </>
  )
}

function Timings({ server, details }: ProtocolFactsProps) {
  const { t } = useTranslation()
  const { latencyMs, beats } = server.health
  const latencies = latenciesOf(beats)
  const connectMs = details?.connectMs ?? null
  return (
    <>
      {latencies && (
        <Fact name={t('fact.latency')}>
          <span className="tabular-nums" title={t('fact.ofChecks', { count: latencies.answers })}>
            {[
              latencyMs !== null && formatMs(latencyMs),
              t('fact.median', { time: formatMs(latencies.median) }),
              t('fact.slowest', { time: formatMs(latencies.slowest) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </Fact>
      )}
      {connectMs !== null && <Fact name={t('fact.connectTime')}>{formatMs(connectMs)}</Fact>}
      {server.timeout !== undefined && (
        <Fact name={t('fact.timeout')}>{t('fact.seconds', { count: server.timeout })}</Fact>
      )}
    </>
  )
}
