import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { ActivityEvent } from '../../shared/contract/activity'
import type { Server } from '../../shared/contract/registry'
import { useActivity, useSources } from '../bridge/bridge'
import { keys } from '../bridge/keys'
import type { Roll } from '../bridge/rows'
import { useSwitch } from '../registry/actions'
import { useView } from './view'

/** What is found within this time is told together, and a connection made within it is told as well. */
const gatherMs = 2_500
/** What a source names while it is this new was asked for: whoever added it is told by the dialog that did. */
const newSourceMs = 15_000

/** Says what the sources a person knows have found by themselves, with the way to it. */
export function News() {
  const events = useActivity()
  const sources = useSources()?.sources
  const tell = useTell()
  const toldUpTo = useRef<number | null>(null)
  const knownSince = useRef<Map<string, number>>(undefined)
  const waiting = useRef<ActivityEvent[]>([])

  useEffect(() => {
    if (!sources) return
    // What was there when the page opened has been there long enough.
    const since = knownSince.current ? Date.now() : 0
    knownSince.current ??= new Map()
    for (const { id } of sources) if (!knownSince.current.has(id)) knownSince.current.set(id, since)
  }, [sources])

  useEffect(() => {
    const upTo = toldUpTo.current
    toldUpTo.current = events?.at(-1)?.id ?? upTo
    // What happened before the page opened is no news.
    if (!events || upTo === null) return
    const isNews = ({ id, kind, source }: ActivityEvent) =>
      id > upTo &&
      kind === 'discovered' &&
      Date.now() - (knownSince.current?.get(source ?? '') ?? Date.now()) > newSourceMs
    const found = events.filter(isNews)
    if (found.length > 0 && waiting.current.length === 0)
      setTimeout(() => tell(waiting.current.splice(0)), gatherMs)
    waiting.current.push(...found)
  }, [events, tell])
  return null
}

/** Tells of each source once, whatever number of servers it named. */
function useTell(): (found: readonly ActivityEvent[]) => void {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const toggle = useSwitch()
  const label = t('news.show')

  const tellOne = (server: Server) => {
    const { name, id, connection, source } = server
    const key = connection.state === 'connected' ? 'news.connected' : 'news.found'
    const show = () => useView.getState().set({ screen: 'servers', cursor: id, open: id })
    const switchOff = { label: t('news.switchOff'), onClick: () => toggle(server, false) }
    toast(t(key, { name, source: source.name }), {
      action: { label, onClick: show },
      ...(server.intent === 'on' && { cancel: switchOff }),
    })
  }
  return (found) => {
    for (const servers of bySource(found, queries)) {
      const [first] = servers
      if (!first) continue
      const { id, name } = first.source
      const show = () => useView.getState().filter({ source: id })
      if (servers.length === 1) tellOne(first)
      else
        toast(t('news.many', { count: servers.length, source: name }), { action: { label, onClick: show } })
    }
  }
}

function bySource(found: readonly ActivityEvent[], queries: QueryClient): Iterable<readonly Server[]> {
  const names = new Set(found.map(({ server }) => server))
  const servers =
    queries.getQueryData<Roll>(keys.servers)?.servers.filter(({ name }) => names.has(name)) ?? []
  return Map.groupBy(servers, ({ source }) => source.id).values()
}
