import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { WaitingServer } from '../../shared/contract/inbox'
import { useSourceLabel } from '../discovery/source-label'
import { Button } from '../ui/button'
import { Chip } from '../ui/chip'
import { useApproveAll } from './use-decide'
import { WaitingCard } from './waiting-card'

interface SourceGroupProps {
  /** All of one source; at least one. */
  readonly servers: readonly WaitingServer[]
  readonly isRefused: boolean
}

/** Where they come from, and one answer for all its addresses; commands are read one by one. */
export function SourceGroup({ servers, isRefused }: SourceGroupProps) {
  const { t } = useTranslation()
  const label = useSourceLabel()
  const heading = useId()
  const approveAll = useApproveAll()
  const source = servers[0]?.source
  const addresses = servers.filter(({ kind }) => kind === 'address')
  if (!source) return null
  const byHand = source.type === 'manual'
  return (
    <section aria-labelledby={heading} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex min-h-7 flex-wrap items-center gap-x-2.5 gap-y-1">
        <h2 id={heading} className="min-w-0 max-w-80 truncate font-[620]">
          {byHand ? t('inbox.sourceKind.manual') : t('inbox.from', { source: label(source) })}
        </h2>
        {!byHand && (
          <Chip>
            {t([`inbox.sourceKind.${source.type}` as 'inbox.sourceKind.file_watch', source.type as never])}
          </Chip>
        )}
        {source.address !== '' && (
          <span className="min-w-0 flex-1 truncate font-mono text-faint text-xs" title={source.address}>
            <bdi>{source.address}</bdi>
          </span>
        )}
        {addresses.length > 1 && !isRefused && (
          <Button
            className="ml-auto"
            busy={approveAll.isPending}
            title={t('inbox.approveAllHint')}
            onClick={() => approveAll.mutate({ source: source.id, servers: addresses })}
          >
            {t('inbox.approveAll', { count: addresses.length })}
          </Button>
        )}
      </div>
      <div role="feed" aria-labelledby={heading} className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
        {servers.map((server, index) => (
          <WaitingCard
            key={`${server.id} ${server.fingerprint}`}
            server={server}
            isRefused={isRefused}
            place={index + 1}
            of={servers.length}
          />
        ))}
      </div>
    </section>
  )
}
