import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { formatBytes, formatDateTime, formatLasting } from '../text/format'
import { Fact } from '../ui/fact'
import { useNow } from '../ui/use-now'
import { useLedger } from './use-ledger'

/** The process of a server: its pid, what it takes and how long it runs. */
export function ProcessFact({ server }: { server: Server }) {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const { ledger } = useLedger()
  const process = ledger?.processes.find(
    ({ owner, state }) => owner.kind === 'server' && owner.id === server.id && state !== 'ending',
  )
  if (!process) return null
  const { pid, memoryBytes, children, startedAt } = process
  return (
    <Fact name={t('fact.process')}>
      <span className="tabular-nums" title={formatDateTime(startedAt)}>
        {[
          t('processes.pid', { pid: String(pid) }),
          ...(memoryBytes === null ? [] : [formatBytes(memoryBytes)]),
          ...(children === 0 ? [] : [t('processes.children', { count: children })]),
          t('processes.running', { duration: formatLasting(startedAt, now) }),
        ].join(' · ')}
      </span>
    </Fact>
  )
}
