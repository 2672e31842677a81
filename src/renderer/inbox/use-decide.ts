import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Inbox, WaitingServer } from '../../shared/contract/inbox'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { undoMs } from '../registry/actions'

type Decided = Pick<WaitingServer, 'name' | 'fingerprint'>

/** Approves exactly what was shown. */
export function useApprove() {
  const { t } = useTranslation()
  const client = useClient()
  return useAction<Decided, Inbox>({
    mutationFn: ({ name, fingerprint }) => client.inbox.approve({ server: name, fingerprint }),
    onSuccess: (_, { name }) => {
      toast.success(t('inbox.approvedToast', { name }))
    },
  })
}

/** Refuses what was shown, and offers to take that back. */
export function useRefuse() {
  const { t } = useTranslation()
  const client = useClient()
  const reopen = useReopen()
  return useAction<Decided, Inbox>({
    mutationFn: ({ name, fingerprint }) => client.inbox.refuse({ server: name, fingerprint }),
    onSuccess: (_, { name }) => {
      toast(t('inbox.refusedToast', { name }), {
        duration: undoMs,
        action: { label: t('action.undo'), onClick: () => reopen.mutate(name) },
      })
    },
  })
}

/** Asks again about what was refused. */
export function useReopen() {
  const client = useClient()
  return useAction<string, Inbox>({ mutationFn: (server) => client.inbox.reopen({ server }) })
}

/** Approves the addresses of a source that are on the screen. */
export function useApproveAll() {
  const { t } = useTranslation()
  const client = useClient()
  return useAction<
    { source: string; servers: readonly Decided[] },
    { approved: readonly string[]; left: readonly string[] }
  >({
    mutationFn: ({ source, servers }) =>
      client.inbox.approveAll({ source, fingerprints: servers.map(({ fingerprint }) => fingerprint) }),
    onSuccess: ({ approved }) => {
      toast.success(t('inbox.approvedAll', { count: approved.length }))
    },
  })
}
