import { folded } from '../../registry/filter'
import type { Moment } from '../actions/action'
import {
  actionEntry,
  type Entry,
  type EntryKind,
  entryOf,
  possibleActions,
  searchedInAction,
  searchedInServer,
  serverEntry,
  tagEntry,
  toolEntry,
  viewEntry,
} from './entries'
import { Best, scoreOf } from './score'

/** Lines of one group: among several groups, and where one kind alone is asked for. */
const groupMax = 12
const onlyGroupMax = 50
/** Servers and choices of before shown until something is typed. */
const firstMax = 5

const prefixes: Readonly<Record<string, EntryKind>> = {
  '>': 'action',
  '@': 'server',
  '#': 'tag',
  '/': 'tool',
}

export interface Found {
  readonly group: 'recent' | 'this' | EntryKind
  readonly entries: readonly Entry[]
  /** How many more fit. */
  readonly more: number
}

/** What the palette shows for a text, best group first; until something is typed, what was chosen before and all actions. */
export function find(text: string, moment: Moment): readonly Found[] {
  const typed = folded(text).trimStart()
  const only = prefixes[typed.charAt(0)]
  const words = (only ? typed.slice(1) : typed).split(/\s+/u).filter(Boolean)
  if (only === undefined && words.length === 0) return beforeTyping(moment)
  const kinds = only ? [only] : (['action', 'server', 'tool', 'tag', 'view'] as const)
  return kinds
    .map((kind) => {
      const best = new Best<Entry>(only ? onlyGroupMax : groupMax)
      offer[kind](moment, words, best)
      return {
        group: kind,
        entries: best.entries,
        more: best.offered - best.entries.length,
        top: best.topScore,
      }
    })
    .filter(({ entries }) => entries.length > 0)
    .sort((a, b) => b.top - a.top)
}

/** With no words everything of a kind fits, in its own order. */
const matched = (searched: { name: string; more: string }, words: readonly string[]) =>
  words.length === 0 ? 1 : scoreOf(searched, words)

const offer: Record<EntryKind, (moment: Moment, words: readonly string[], best: Best<Entry>) => void> = {
  action: (moment, words, best) => {
    for (const action of possibleActions(moment))
      best.offer(matched(searchedInAction(action), words), () => actionEntry(action))
  },
  server: ({ servers }, words, best) => {
    for (const server of servers)
      best.offer(matched(searchedInServer(server).server, words), () => serverEntry(server))
  },
  tool: ({ servers }, words, best) => {
    for (const server of servers)
      for (const { tool, searched } of searchedInServer(server).tools)
        best.offer(matched(searched, words), () => toolEntry(server, tool))
  },
  tag: ({ servers }, words, best) => {
    const tags = new Set(servers.flatMap((server) => server.tags))
    for (const tag of tags) best.offer(matched({ name: folded(tag), more: '' }, words), () => tagEntry(tag))
  },
  view: ({ view }, words, best) => {
    for (const each of view.savedViews)
      best.offer(matched({ name: folded(each.name), more: '' }, words), () => viewEntry(each))
  },
}

function beforeTyping(moment: Moment): readonly Found[] {
  const recent = moment.view.recent.flatMap((id) => entryOf(id, moment) ?? []).slice(0, firstMax)
  const possible = possibleActions(moment)
  // The tabs and what can be done with a view or a source are found by name; here they would only stand in the way.
  const ofServer = possible.filter(({ id, group }) => group === 'server' && !id.startsWith('tab-'))
  const others = possible.filter(({ id, group }) => group !== 'server' && !/-(?:view|source):/u.test(id))
  const servers = moment.servers.slice(0, firstMax).map(serverEntry)
  const groups: readonly Found[] = [
    { group: 'recent', entries: recent, more: 0 },
    { group: 'this', entries: ofServer.map(actionEntry), more: 0 },
    { group: 'view', entries: moment.view.savedViews.map(viewEntry), more: 0 },
    { group: 'server', entries: servers, more: moment.servers.length - servers.length },
    { group: 'action', entries: others.map(actionEntry), more: 0 },
  ]
  return groups.filter((group) => group.entries.length > 0)
}
