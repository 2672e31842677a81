import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useClient, useRpc } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { Button } from '../ui/button'
import { Fact } from '../ui/fact'

const refreshMs = 5_000

/** Says that a server is announced on the local network, and stops it; nothing where it is not. */
export function AnnouncedFact({ server: { name, command } }: { server: Server }) {
  const { t } = useTranslation()
  const client = useClient()
  const queries = useQueryClient()
  const options = useRpc().advertising.shared.queryOptions({ input: { server: name } })
  const { data } = useQuery({
    ...options,
    enabled: command === undefined,
    refetchInterval: refreshMs,
  })
  const stop = useAction<void, { server: string; shared: boolean }>({
    mutationFn: () => client.advertising.share({ params: { server: name }, body: { shared: false } }),
    onSuccess: (now) => queries.setQueryData(options.queryKey, now),
  })
  if (!data?.shared) return null
  return (
    <Fact name={t('announcing.fact')}>
      <span className="flex flex-wrap items-center gap-2">
        {t('announcing.on')}
        <Button busy={stop.isPending} onClick={() => stop.mutate()}>
          {t('announcing.stop')}
        </Button>
      </span>
    </Fact>
  )
}
