import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ToolApproval } from '../../shared/contract/consents'
import { useClient, useRpc } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { useAction } from '../bridge/use-action'
import { formatDateTime } from '../text/format'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'

/** Between two looks: an approval is given elsewhere, or its tool changes. */
const lookMs = 5_000

/** The tools approved for good, with the way out of it. */
export function ApprovedTools() {
  const { t } = useTranslation()
  const options = useRpc().consents.list.queryOptions({ input: {} })
  const approvals = useQuery({ ...options, refetchInterval: lookMs })
  if (approvals.isError)
    return <p className="px-4 py-2.5 text-down text-xs">{refusalSentence(toRefusal(approvals.error))}</p>
  if (!approvals.data || approvals.data.length === 0) return null
  return (
    <ul
      aria-label={t('setting.approvedTools')}
      className="contain-inline-size max-h-64 divide-y divide-line overflow-y-auto"
    >
      {approvals.data.map((approval) => (
        <ApprovedTool key={`${approval.server} ${approval.tool}`} approval={approval} />
      ))}
    </ul>
  )
}

function ApprovedTool({ approval: { server, tool, state, givenAt } }: { approval: ToolApproval }) {
  const { t } = useTranslation()
  const client = useClient()
  const queries = useQueryClient()
  const rpc = useRpc()
  const revoke = useAction<void, unknown>({
    mutationFn: () => client.consents.revoke({ server, tool }),
    onSettled: () => queries.invalidateQueries({ queryKey: rpc.consents.list.key() }),
  })
  const name = `${server}.${tool}`
  return (
    <li className="flex min-h-10 items-center gap-3 py-1 pr-4 pl-8">
      <bdi title={name} className="min-w-0 flex-1 truncate font-mono text-sm">
        {name}
      </bdi>
      <span className="shrink-0 text-muted text-xs" title={formatDateTime(givenAt)}>
        {t(`consents.state.${state}`)}
      </span>
      <Button
        aria-label={t('consents.revokeName', { name })}
        busy={revoke.isPending}
        onClick={() => revoke.mutate()}
      >
        {t('consents.revoke')}
      </Button>
    </li>
  )
}
