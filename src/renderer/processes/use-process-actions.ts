import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Connection } from '../../shared/contract/connections'
import { useClient, useRoll } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { undoMs, useSwitch } from '../registry/actions'

/** Ends a server's process by switching the server off, which a press undoes. */
export function useEndProcess(serverId: string): (() => void) | undefined {
  const { t } = useTranslation()
  const toggle = useSwitch()
  const server = useRoll()?.servers.find(({ id }) => id === serverId)
  if (!server) return undefined
  return () => {
    toggle(server, false)
    toast(t('processes.switchedOff', { name: server.name }), {
      duration: undoMs,
      action: { label: t('action.undo'), onClick: () => toggle(server, true) },
    })
  }
}

export function useRestart() {
  const client = useClient()
  return useAction<string, Connection>({ mutationFn: (server) => client.processes.restart({ server }) })
}

export function useEndLeftovers() {
  const { t } = useTranslation()
  const client = useClient()
  return useAction<void, { ended: number; left: number }>({
    mutationFn: () => client.processes.endLeftovers(),
    onSuccess: ({ ended, left }) => {
      if (left > 0) toast.error(t('leftovers.left', { count: left }))
      else toast.success(t('leftovers.ended', { count: ended }))
    },
  })
}
