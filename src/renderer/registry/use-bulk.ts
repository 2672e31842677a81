import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Server } from '../../shared/contract/registry'
import { useClient } from '../bridge/bridge'
import { useView } from '../shell/view'
import { formatList } from '../text/format'
import { refusalSentence } from '../text/sentences'
import { undoMs } from './actions'
import { byCause, forEachServer, type Refused } from './bulk'

/** Names told of servers refused for the same cause. */
const namedMax = 5

/** Does the same with each server and tells what was refused, by cause. */
export function useForEach() {
  const tell = useTellRefused()
  return async <Result>(
    servers: readonly Server[],
    work: (server: Server) => Promise<Result>,
    onStep?: (ended: number) => void,
  ) => {
    const { done, refused } = await forEachServer(servers, work, onStep)
    if (refused.length > 0) tell(refused, servers.length)
    return done
  }
}

function useTellRefused() {
  const { t } = useTranslation()
  return (refused: readonly Refused[], total: number) => {
    const lines = byCause(refused).map(([refusal, servers]) => {
      const sentence = refusalSentence(refusal)
      const others = servers.slice(1)
      if (others.length === 0) return sentence
      const named = others.slice(0, namedMax).map(({ name }) => name)
      const more = others.length - named.length
      const names = formatList(more > 0 ? [...named, t('bulk.more', { count: more })] : named)
      return `${sentence} ${t('bulk.alike', { names })}`
    })
    toast.error(t('bulk.refused', { count: refused.length, total }), { description: lines.join('\n') })
  }
}

/** Removes servers at once; one offer undoes it for all of them. */
export function useRemoveAll(): (servers: readonly Server[]) => Promise<void> {
  const { t } = useTranslation()
  const client = useClient()
  const forEach = useForEach()

  const restore = async (undos: ReadonlyMap<string, string>, servers: readonly Server[]) => {
    const back = await forEach(servers, ({ id }) => client.registry.restore({ undo: undos.get(id) ?? '' }))
    if (back.length > 0) toast.success(t('bulk.restored', { count: back.length }))
  }
  return async (servers) => {
    const done = await forEach(servers, ({ name }) => client.registry.unregister({ server: name }))
    const gone = done.map(({ server }) => server)
    const undos = new Map(done.map(({ server, result }) => [server.id, result.undo]))
    const { open, selection, set } = useView.getState()
    if (open !== null && undos.has(open)) set({ open: null })
    set({ selection: new Set([...selection].filter((id) => !undos.has(id))) })
    if (gone.length === 0) return
    toast(t('bulk.removed', { count: gone.length }), {
      duration: undoMs,
      action: { label: t('action.undo'), onClick: () => void restore(undos, gone) },
    })
  }
}
