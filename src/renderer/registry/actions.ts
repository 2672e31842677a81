import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { create } from 'zustand'
import type { Connection } from '../../shared/contract/connections'
import type { Check } from '../../shared/contract/health'
import type { Server } from '../../shared/contract/registry'
import { useClient } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { keys } from '../bridge/keys'
import type { Roll } from '../bridge/rows'
import { useAction } from '../bridge/use-action'
import { useView } from '../shell/view'
import { refusalSentence } from '../text/sentences'

/** How long the offer to undo a removal stands. */
export const undoMs = 8_000

/** How long what was asked of a switch is shown before the stream must have brought the core's word. */
const wishMs = 2_000

/** What was asked of switches and may not be in the rows yet, by server id. */
const useWishes = create<Readonly<Record<string, boolean | undefined>>>(() => ({}))

/** Whether a server is to be on: what the person asked for last, at once; the core's word follows. */
export function useIsOn(server: Server | undefined): boolean {
  return useWishes((wishes) => server && wishes[server.id]) ?? server?.intent === 'on'
}

/** Switches a server on or off; one whose command waits for consent is opened at its approval as well. */
export function useSwitch(): (server: Server, on: boolean) => void {
  const client = useClient()
  return useCallback(
    ({ id, name, connection }, on) => {
      if (on && connection.state === 'needs-approval')
        useView.getState().set({ open: id, cursor: id, tab: 'overview' })
      useWishes.setState({ [id]: on })
      const forget = () =>
        useWishes.setState(
          ({ [id]: wish, ...others }) => (wish === on ? others : { ...others, [id]: wish }),
          true,
        )
      const input = { server: name }
      const call = on ? client.connections.connect(input) : client.connections.disconnect(input)
      call.then(
        () => setTimeout(forget, wishMs),
        (error: unknown) => {
          forget()
          toast.error(refusalSentence(toRefusal(error)))
        },
      )
    },
    [client],
  )
}

/** Removes a server at once and offers to undo it; the cursor goes to `next`, else to its neighbour in the usual order. */
export function useRemove(): (server: Server, next?: string | null) => void {
  const client = useClient()
  const queries = useQueryClient()
  const { t } = useTranslation()

  const undo = async (token: string) => {
    try {
      const server = await client.registry.restore({ undo: token })
      toast.success(t('server.restored', { name: server.name }))
    } catch (error) {
      toast.error(refusalSentence(toRefusal(error)))
    }
  }
  return (server, after) => {
    const view = useView.getState()
    const servers = queries.getQueryData<Roll>(keys.servers)?.servers ?? []
    const next = after === undefined ? neighbourOf(servers, server.id) : after
    const action = { label: t('action.undo') }
    client.registry.unregister({ server: server.name }).then(
      ({ undo: token }) => {
        if (view.open === server.id) view.set({ open: null })
        if (view.cursor === server.id) view.set({ cursor: next })
        toast(t('server.removed', { name: server.name }), {
          duration: undoMs,
          action: { ...action, onClick: () => void undo(token) },
        })
      },
      (error: unknown) => toast.error(refusalSentence(toRefusal(error))),
    )
  }
}

function neighbourOf(servers: readonly Server[], id: string): string | null {
  const at = servers.findIndex((server) => server.id === id)
  return (servers[at + 1] ?? servers[at - 1])?.id ?? null
}

/** Checks now; the outcome shows in the row and among the checks, a refusal as a toast. */
export function useCheck() {
  const client = useClient()
  return useAction<string, Check>({
    mutationKey: keys.check,
    mutationFn: (server) => client.health.check({ server }),
  })
}

/** Takes whoever answers at its address now for the server. */
export function useAccept() {
  const client = useClient()
  return useAction<string, Connection>({
    mutationFn: (server) => client.connections.accept({ server }),
  })
}
