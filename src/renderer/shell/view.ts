import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { GivenFile } from '../../shared/contract/import'
import type { ReadFiles } from '../discovery/read-files'
import type { RangeName } from '../health/timeline/ranges'
import type { Zoom } from '../health/timeline/zoom'
import type { Draft } from '../registry/draft'
import type { SettingField } from '../settings/fields'
import { type Language, systemLanguage } from '../text/language'

export const screens = [
  'servers',
  'discovery',
  'inbox',
  'timeline',
  'activity',
  'processes',
  'settings',
  'chat',
] as const
export type Screen = (typeof screens)[number]
export type Theme = 'system' | 'light' | 'dark'
export const detailTabs = [
  'overview',
  'tools',
  'resources',
  'prompts',
  'timeline',
  'checks',
  'doctor',
  'log',
  'configuration',
] as const
export type DetailTab = (typeof detailTabs)[number]
export type StateFilter = 'all' | 'connected' | 'attention' | 'off'

export interface Filters {
  readonly text: string
  readonly tags: readonly string[]
  readonly match: 'any' | 'all'
  readonly state: StateFilter
  /** A source's id. */
  readonly source: string | null
}

export const noFilters: Filters = { text: '', tags: [], match: 'any', state: 'all', source: null }

/** What the list is ordered by; `trouble` puts first what needs a look. */
export type SortKey = 'name' | 'priority' | 'trouble' | 'latency'
export interface Sort {
  readonly by: SortKey
  readonly direction: 'ascending' | 'descending'
}

/** The order of the core itself. */
export const usualSort: Sort = { by: 'priority', direction: 'descending' }

export type Density = 'roomy' | 'compact'

/** Filters and an order a person gave a name. */
export interface SavedView {
  readonly id: string
  readonly name: string
  readonly filters: Filters
  readonly sort: Sort
}

/** What stands over the screens; at most one at a time. */
type Overlay =
  /** `draft` is what the form begins with. */
  | { readonly kind: 'add'; readonly draft?: Draft }
  /** `place` is where the person is to type first. */
  | {
      readonly kind: 'edit'
      readonly serverId: string
      readonly place?: 'headers' | 'env' | 'url' | 'command'
    }
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'licences' }
  | { readonly kind: 'pick-files' }
  /** `at` tells one import from the next. */
  | { readonly kind: 'import'; readonly read: () => Promise<ReadFiles>; readonly at: number }
  /** What came: a text, perhaps none yet, or a bundle. */
  | { readonly kind: 'box'; readonly text: string; readonly bundle?: GivenFile; readonly at: number }
  /** Names of servers. */
  | { readonly kind: 'use-in'; readonly servers: readonly string[] }
  | { readonly kind: 'source' }

interface Kept {
  readonly theme: Theme
  readonly language: Language
  readonly tab: DetailTab
  /** Height of the detail pane in percent of the work area. */
  readonly detailPercent: number
  /** Whether the details have the work area to themselves. */
  readonly detailAlone: boolean
  /** How far back the timelines go. */
  readonly range: RangeName
  readonly sort: Sort
  /** How tall the rows of the list are. */
  readonly density: Density
  readonly savedViews: readonly SavedView[]
  /** Notices also come from the browser, while the person looks at something else. */
  readonly beyondPage: boolean
  /** The navigation is folded to a rail of icons. */
  readonly rail: boolean
  /** The chat stands beside the work, where there is room for both; null: nobody has chosen yet. */
  readonly chat: boolean | null
  /** Its width there, in pixels. */
  readonly chatPx: number
  /** The conversation in view, by its id, which may be gone; null: a new one. */
  readonly conversation: string | null
  /** What was chosen in the palette last, newest first; ids of its entries, some of which may be gone. */
  readonly recent: readonly string[]
}

export interface View extends Kept {
  readonly screen: Screen
  /** Where one was before the chat had the window to itself. */
  readonly screenBefore: Exclude<Screen, 'chat'>
  readonly filters: Filters
  /** The row the keyboard is at, and the one the detail pane shows; ids of servers. */
  readonly cursor: string | null
  readonly open: string | null
  /** Rows marked for an action on all of them; ids of servers, some of which may be gone or filtered out. */
  readonly selection: ReadonlySet<string>
  readonly overlay: Overlay | null
  /** The part of the timelines' range that is looked at more closely. */
  readonly zoom: Zoom | null
  /** What another part of the window wants to see of the opened server: the name of a tool, the uri of a resource. */
  readonly tool: string | null
  readonly resource: string | null
  /** The setting the settings screen is to go to; it takes it away once it is there. */
  readonly setting: SettingField | null
  /** The saved view or the source that is being given another name, by its id. */
  readonly renaming: string | null
  /** The source that is to be tried; its card takes it away once it tries. */
  readonly testing: string | null
  /** What is open beside its button. */
  readonly popover: 'save-view' | 'selection-tags' | 'selection-equal' | null
  readonly set: (part: Partial<Omit<View, 'set' | 'filter' | 'toggleTag'>>) => void
  readonly filter: (part: Partial<Filters>) => void
  readonly toggleTag: (tag: string) => void
}

/** What the person looks at. State of the core never gets in here. */
export const useView = create<View>()(
  persist<View, [], [], Kept>(
    (set) => ({
      theme: 'system',
      language: systemLanguage(),
      tab: 'overview',
      detailPercent: 46,
      detailAlone: false,
      range: '24h',
      sort: usualSort,
      density: 'roomy',
      savedViews: [],
      beyondPage: false,
      rail: false,
      chat: null,
      chatPx: 384,
      conversation: null,
      recent: [],
      screen: 'servers',
      screenBefore: 'servers',
      filters: noFilters,
      cursor: null,
      open: null,
      selection: new Set(),
      overlay: null,
      zoom: null,
      tool: null,
      resource: null,
      setting: null,
      renaming: null,
      testing: null,
      popover: null,
      set: (part) => set(part),
      filter: (part) => set((view) => ({ screen: listScreen(view), filters: { ...view.filters, ...part } })),
      toggleTag: (tag) => set((view) => ({ screen: listScreen(view), filters: withTag(view.filters, tag) })),
    }),
    {
      name: 'rollcall.view',
      version: 1,
      partialize: ({
        theme,
        language,
        tab,
        detailPercent,
        detailAlone,
        range,
        sort,
        density,
        savedViews,
        beyondPage,
        rail,
        chat,
        chatPx,
        conversation,
        recent,
      }) => ({
        theme,
        language,
        tab,
        detailPercent,
        detailAlone,
        range,
        sort,
        density,
        savedViews,
        beyondPage,
        rail,
        chat,
        chatPx,
        conversation,
        recent,
      }),
    },
  ),
)

/** Screens that show what the filters let through. */
export const isListScreen = (screen: Screen) => screen === 'servers' || screen === 'timeline'

/** Where a filter that was just set is seen. */
const listScreen = ({ screen }: View): Screen => (isListScreen(screen) ? screen : 'servers')

function withTag(filters: Filters, tag: string): Filters {
  const tags = filters.tags.includes(tag)
    ? filters.tags.filter((each) => each !== tag)
    : [...filters.tags, tag]
  return { ...filters, tags }
}
