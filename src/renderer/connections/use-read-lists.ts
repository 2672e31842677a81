import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { KeptLists } from '../../shared/contract/connections'
import type { Server } from '../../shared/contract/registry'
import { useClient, useRpc } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'

/** Has a server's lists read again, and what is shown of them with it. */
export function useReadLists(server: Server) {
  const { t } = useTranslation()
  const client = useClient()
  const rpc = useRpc()
  const queries = useQueryClient()
  return useAction<void, KeptLists>({
    mutationFn: () => client.connections.readLists({ server: server.name }),
    onSuccess: async ({ lists }) => {
      await queries.invalidateQueries({ queryKey: rpc.connections.key() })
      if (lists.every(({ failure }) => failure === null)) toast.success(t('lists.done'))
      else toast.error(t('lists.failedTitle'))
    },
  })
}
