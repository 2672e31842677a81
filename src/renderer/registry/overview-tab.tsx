import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectionDetails } from '../../shared/contract/connections'
import type { Server } from '../../shared/contract/registry'
import { useRpc } from '../bridge/bridge'
import { EqualsCard } from '../routing/equals-card'
import { CodeBlock } from '../ui/code-block'
import { ScrollFrame } from '../ui/scroll-frame'
import { ApprovalCard } from './approval-card'
import { CertificateWarning } from './certificate-end'
import { ChangeList } from './change-list'
import { ProvenanceNotes } from './provenance-notes'
import { ServerFacts } from './server-facts'
import { SignedInCard, SignInCard } from './sign-in-card'
import { StateCard } from './state-card'

const refreshMs = 5_000

/** Who the server is, how it stands and why, and what it says of itself. */
export function OverviewTab({ server }: { server: Server }) {
  const { t } = useTranslation()
  const rpc = useRpc()
  const details = useQuery({
    ...rpc.connections.details.queryOptions({ input: { server: server.name } }),
    refetchInterval: refreshMs,
  })
  const { refetch } = details
  const { state, since } = server.connection
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new state is what makes the old answer stale.
  useEffect(() => void refetch(), [refetch, state, since])

  return (
    <ScrollFrame
      label={t('detail.overview')}
      className="@container h-full overflow-y-auto outline-offset-[-2px]"
    >
      <div className="grid @min-[640px]:grid-cols-[minmax(0,5fr)_minmax(0,6fr)] content-start gap-x-6 gap-y-3 px-4 py-3">
        <div className="grid content-start gap-3">
          <SignInCard server={server} />
          <ProvenanceNotes server={server} />
          {server.approval ? (
            <ApprovalCard server={server} preview={server.approval} />
          ) : (
            <StateCard server={server} />
          )}
          {details.data?.certificateEndsAt && <CertificateWarning endsAt={details.data.certificateEndsAt} />}
          <SignedInCard server={server} />
          <EqualsCard server={server} />
          {details.data && <Words server={server} details={details.data} />}
        </div>
        <div className="grid content-start gap-3">
          <ServerFacts server={server} details={details.data} />
          <ChangeList server={server} />
        </div>
      </div>
    </ScrollFrame>
  )
}

/** What the server, or its process, wrote: shown as text, whatever it looks like. */
function Words({ server, details }: { server: Server; details: ConnectionDetails }) {
  const { t } = useTranslation()
  const lastLines =
    details.stderr.length > 0 ? details.stderr : linesOf(server.connection.error?.detail.stderr)
  return (
    <>
      {details.instructions && (
        <section className="grid gap-1">
          <h3 className="font-[550] text-sm">{t('overview.instructions')}</h3>
          <CodeBlock label={t('overview.instructions')} className="max-h-40">
            {details.instructions}
          </CodeBlock>
        </section>
      )}
      {lastLines.length > 0 && (
        <section className="grid gap-1">
          <h3 className="font-[550] text-sm">{t('overview.stderr')}</h3>
          <CodeBlock label={t('overview.stderr')} className="max-h-48">
            {lastLines.slice(-40).join('\n')}
          </CodeBlock>
        </section>
      )}
    </>
  )
}

const linesOf = (text: string | number | undefined): readonly string[] =>
  typeof text === 'string' && text.trim() !== '' ? text.trimEnd().split('\n') : []
