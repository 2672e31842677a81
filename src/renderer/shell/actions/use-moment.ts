import { useQueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { useCallback, useEffect, useRef } from 'react'
import { toast } from 'sonner'
import type { SamplesState, Source } from '../../../shared/contract/discovery'
import { useClient } from '../../bridge/bridge'
import { toRefusal } from '../../bridge/fault'
import { keys } from '../../bridge/keys'
import type { Roll } from '../../bridge/rows'
import { useRemove } from '../../registry/actions'
import { filterServers } from '../../registry/filter'
import { useForEach, useRemoveAll } from '../../registry/use-bulk'
import { refusalSentence } from '../../text/sentences'
import { isDesktop } from '../keys'
import { useView } from '../view'
import { type Action, type Moment, obstacleTo } from './action'

/** How to find out how things are now. What it returns stays the same, and draws nothing again by itself. */
export function useMoment(): () => Moment {
  const client = useClient()
  const queries = useQueryClient()
  const remove = useRemove()
  const removeAll = useRemoveAll()
  const forEach = useForEach()
  const deeds = useRef({ remove, removeAll, forEach })
  useEffect(() => {
    deeds.current = { remove, removeAll, forEach }
  })
  return useCallback(() => {
    const view = useView.getState()
    const servers = queries.getQueryData<Roll>(keys.servers)?.servers ?? []
    const discovery = queries.getQueryData<{ sources: readonly Source[]; samples: SamplesState }>(
      keys.sources,
    )
    const shown = () => filterServers(servers, view.filters)
    const atHand = view.open ?? view.cursor
    return {
      t: i18next.t,
      client,
      desktop: isDesktop(),
      view,
      servers,
      shown,
      sources: discovery?.sources ?? [],
      samples: discovery?.samples,
      server: atHand === null ? undefined : servers.find(({ id }) => id === atHand),
      selected: view.selection.size === 0 ? [] : shown().filter(({ id }) => view.selection.has(id)),
      ...deeds.current,
      attempt,
    }
  }, [client, queries])
}

function attempt(work: () => Promise<unknown>, done?: string): void {
  work().then(
    () => done !== undefined && toast.success(done),
    (error: unknown) => toast.error(refusalSentence(toRefusal(error))),
  )
}

/** Does it, or says why that is not possible now. */
export function perform(action: Action, moment: Moment): void {
  const obstacle = obstacleTo(action, moment)
  if (obstacle === null) action.run(moment)
  else toast(obstacle, { id: 'obstacle' })
}
