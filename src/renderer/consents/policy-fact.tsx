import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ToolPolicy, toolPolicies } from '../../shared/contract/consents'
import type { Server } from '../../shared/contract/registry'
import { useClient, useRpc } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { Fact } from '../ui/fact'
import { Select } from '../ui/select'

/** What the server's tools may do when a model wants them; its own word, or that of the settings. */
export function PolicyFact({ server: { name } }: { server: Server }) {
  const { t } = useTranslation()
  const client = useClient()
  const queries = useQueryClient()
  const options = useRpc().consents.policy.queryOptions({ input: { server: name } })
  const policy = useQuery(options)
  const change = useAction<ToolPolicy | null, { own: ToolPolicy | null; holds: ToolPolicy }>({
    mutationFn: (own) => client.consents.setPolicy({ server: name, own }),
    onSuccess: (now) => queries.setQueryData(options.queryKey, now),
  })
  if (!policy.data) return null
  const { own, holds } = policy.data
  const shown = change.isPending ? change.variables : own
  return (
    <Fact name={t('consents.policy')}>
      <Select
        aria-label={t('consents.policyOf', { name })}
        value={shown ?? ''}
        onChange={({ target }) => change.mutate(target.value === '' ? null : (target.value as ToolPolicy))}
      >
        <option value="">
          {t('consents.asSet', { policy: t(`consents.${own === null ? holds : 'usual'}`) })}
        </option>
        {toolPolicies.map((each) => (
          <option key={each} value={each}>
            {t(`consents.${each}`)}
          </option>
        ))}
      </Select>
      <p className="mt-1 text-muted text-xs">{t(`consents.means.${holds}`)}</p>
    </Fact>
  )
}
