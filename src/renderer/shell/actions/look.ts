import { showChatAlone } from '../../chat/place'
import { settingFields } from '../../settings/fields'
import { searchId } from '../search-id'
import { isListScreen, screens } from '../view'
import type { Action } from './action'

const goKeys = {
  servers: 'g s',
  discovery: 'g d',
  inbox: 'g i',
  timeline: 'g t',
  activity: 'g a',
  processes: 'g p',
  settings: 'g ,',
  chat: 'g c',
} as const
const themes = ['system', 'light', 'dark'] as const
const languages = [
  ['en', 'English'],
  ['zh', '中文'],
] as const

/** Where to look, and how it looks. */
export const lookActions: readonly Action[] = [
  {
    id: 'search',
    group: 'go',
    text: (t) => t('search.label'),
    keys: ['/'],
    run: ({ view }) => {
      if (!isListScreen(view.screen)) view.set({ screen: 'servers' })
      document.getElementById(searchId)?.focus()
    },
  },
  ...screens.map(
    (screen): Action => ({
      // The desktop's menu calls the last one by its usual name.
      id: screen === 'settings' ? 'settings' : `go-${screen}`,
      group: 'go',
      text: (t) => t('actions.go', { screen: t(`screen.${screen}`) }),
      keys: [goKeys[screen]],
      run: ({ view }) => (screen === 'chat' ? showChatAlone() : view.set({ screen })),
    }),
  ),
  {
    id: 'navigation',
    group: 'look',
    text: (t) => t('actions.navigation'),
    keys: ['mod+b'],
    calm: true,
    run: ({ view }) => view.set({ rail: !view.rail }),
  },
  {
    id: 'details',
    group: 'look',
    text: (t) => t('actions.details'),
    keys: ['d'],
    obstacle: ({ view, server, servers, t }) =>
      view.open !== null || server || servers.length > 0 ? null : t('actions.why.noServers'),
    run: ({ view, server, shown }) => {
      if (view.open !== null && view.screen === 'servers') return view.set({ open: null })
      const next = server ?? shown()[0]
      if (next) view.set({ screen: 'servers', open: next.id, cursor: next.id })
    },
  },
  {
    id: 'density',
    group: 'look',
    text: (t) => t('palette.density'),
    calm: true,
    run: ({ view }) => view.set({ density: view.density === 'roomy' ? 'compact' : 'roomy' }),
  },
  ...themes.map(
    (theme): Action => ({
      id: `theme-${theme}`,
      group: 'look',
      text: (t) => t('actions.theme', { theme: t(`settings.${theme}`) }),
      calm: true,
      obstacle: ({ view, t }) => (view.theme === theme ? t('actions.why.already') : null),
      run: ({ view }) => view.set({ theme }),
    }),
  ),
  ...languages.map(
    ([language, name]): Action => ({
      id: `language-${language}`,
      group: 'look',
      text: (t) => t('actions.language', { name }),
      calm: true,
      obstacle: ({ view, t }) => (view.language === language ? t('actions.why.already') : null),
      run: ({ view }) => view.set({ language }),
    }),
  ),
  ...settingFields.map(
    (field): Action => ({
      id: `setting-${field}`,
      group: 'setting',
      text: (t) => t('actions.setting', { name: t(`setting.${field}`) }),
      run: ({ view }) => view.set({ screen: 'settings', setting: field }),
    }),
  ),
]
