import i18next from 'i18next'
import type { Server } from '../../../shared/contract/registry'
import { addressOf } from '../../registry/address'
import { folded } from '../../registry/filter'
import { type Action, type Moment, obstacleTo } from '../actions/action'
import { actions } from '../actions/actions'
import { actionsOnSource } from '../actions/sources'
import { actionsOnView } from '../actions/views'
import type { SavedView } from '../view'
import type { Searched } from './score'

/** One line of the palette. */
export type Entry =
  | { readonly kind: 'action'; readonly id: string; readonly action: Action }
  | { readonly kind: 'server'; readonly id: string; readonly server: Server }
  | { readonly kind: 'tool'; readonly id: string; readonly server: Server; readonly tool: string }
  | { readonly kind: 'tag'; readonly id: string; readonly tag: string }
  | { readonly kind: 'view'; readonly id: string; readonly view: SavedView }

export type EntryKind = Entry['kind']

export const actionEntry = (action: Action): Entry => ({ kind: 'action', id: `action:${action.id}`, action })
export const serverEntry = (server: Server): Entry => ({ kind: 'server', id: `server:${server.id}`, server })
export const tagEntry = (tag: string): Entry => ({ kind: 'tag', id: `tag:${tag}`, tag })
export const viewEntry = (view: SavedView): Entry => ({ kind: 'view', id: `view:${view.id}`, view })
export const toolEntry = (server: Server, tool: string): Entry => ({
  kind: 'tool',
  id: `tool:${server.id}:${tool}`,
  server,
  tool,
})

/** The action's words in both languages: whoever reads one may know the other's word for it. */
export function searchedInAction(action: Action): Searched {
  const here = i18next.language
  const [own, other] = here === 'zh' ? (['zh', 'en'] as const) : (['en', 'zh'] as const)
  return {
    name: folded(action.text(i18next.getFixedT(own))),
    more: folded(`${action.text(i18next.getFixedT(other))} ${action.id}`),
  }
}

interface SearchedServer {
  readonly server: Searched
  readonly tools: readonly { readonly tool: string; readonly searched: Searched }[]
}

/** Rows keep their identity until something in them changes, so each is folded once. */
const known = new WeakMap<Server, SearchedServer>()

export function searchedInServer(server: Server): SearchedServer {
  const before = known.get(server)
  if (before) return before
  const name = folded(server.name)
  const searched = {
    server: { name, more: folded([addressOf(server), server.description, ...server.tags].join('\n')) },
    tools: (server.toolNames ?? []).map((tool) => ({ tool, searched: { name: folded(tool), more: name } })),
  }
  known.set(server, searched)
  return searched
}

/** Actions that can be done now, those on the server at hand first. */
export function possibleActions(moment: Moment): readonly Action[] {
  const onViews = moment.view.savedViews.map(actionsOnView).flatMap(({ rename, remove }) => [rename, remove])
  const onSources = moment.sources.flatMap(actionsOnSource)
  const possible = [...actions, ...onViews, ...onSources].filter(
    (action) => action.id !== 'palette' && obstacleTo(action, moment) === null,
  )
  return [
    ...possible.filter(({ group }) => group === 'server'),
    ...possible.filter(({ group }) => group !== 'server'),
  ]
}

/** The entry of an id kept from an earlier choice; undefined where it is gone or cannot be chosen now. */
export function entryOf(id: string, moment: Moment): Entry | undefined {
  const [kind, ...rest] = id.split(':')
  const name = rest.join(':')
  if (kind === 'action') {
    const action = possibleActions(moment).find((each) => each.id === name)
    return action && actionEntry(action)
  }
  if (kind === 'tag')
    return moment.servers.some(({ tags }) => tags.includes(name)) ? tagEntry(name) : undefined
  if (kind === 'view') {
    const view = moment.view.savedViews.find((each) => each.id === name)
    return view && viewEntry(view)
  }
  const server = moment.servers.find((each) => each.id === rest[0])
  if (!server || kind === 'server') return server && serverEntry(server)
  const tool = rest.slice(1).join(':')
  return server.toolNames?.includes(tool) ? toolEntry(server, tool) : undefined
}
