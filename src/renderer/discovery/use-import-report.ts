import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { ImportResult } from '../../shared/contract/import'
import { useClient } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { keys } from '../bridge/keys'
import type { Roll } from '../bridge/rows'
import { undoMs } from '../registry/actions'
import { useForEach } from '../registry/use-bulk'
import { noFilters, useView } from '../shell/view'
import { refusalSentence } from '../text/sentences'

/**
 * Says what an import did, and offers to show it and, where nothing was changed that stood before, to undo it. `known`
 * are the sources there were before.
 */
export function useImportReport(): (result: ImportResult, known: ReadonlySet<string>) => void {
  const { t } = useTranslation()
  const client = useClient()
  const queries = useQueryClient()
  const forEach = useForEach()
  const named = (names: readonly string[]) => {
    const wanted = new Set(names)
    const servers = queries.getQueryData<Roll>(keys.servers)?.servers ?? []
    return servers.filter(({ name }) => wanted.has(name))
  }
  const show = ({ added, changed, sources }: ImportResult) => {
    const [source] = sources
    const servers = named([...added, ...changed])
    const isOneSource = sources.length === 1 && servers.every((server) => server.source.id === source)
    if (isOneSource && source !== undefined)
      useView.setState({ screen: 'servers', filters: { ...noFilters, source } })
    else
      useView.setState({
        screen: 'servers',
        filters: noFilters,
        open: null,
        cursor: servers[0]?.id ?? null,
        selection: new Set(servers.map(({ id }) => id)),
      })
  }
  const undo = async (added: readonly string[], sources: readonly string[]) => {
    try {
      for (const id of sources) await client.discovery.removeSource({ id })
      const left = named(added).filter(({ source }) => !sources.includes(source.id))
      await forEach(left, ({ name }) => client.registry.unregister({ server: name }))
      toast(t('importUndo.done', { count: added.length }))
    } catch (error) {
      toast.error(refusalSentence(toRefusal(error)))
    }
  }
  return (result, known) => {
    const { added, changed, refused, sources } = result
    const parts = [
      t('import.done', { added: added.length, changed: changed.length }),
      refused.length > 0 && t('import.doneRefused', { count: refused.length }),
      sources.length > 0 && t('import.doneWatching', { count: sources.length }),
    ].filter(Boolean)
    const fresh = sources.filter((id) => !known.has(id))
    const canUndo = changed.length === 0 && added.length + fresh.length > 0
    toast.success(parts.join(' '), {
      duration: undoMs,
      ...(added.length + changed.length > 0 && {
        action: { label: t('importUndo.show'), onClick: () => show(result) },
      }),
      ...(canUndo && { cancel: { label: t('action.undo'), onClick: () => void undo(added, fresh) } }),
    })
  }
}
