import { useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { BridgeProvider, useRoll } from './bridge/bridge'
import { useChatPlace } from './chat/place'
import { DropZone } from './discovery/drop-zone'
import { VantageBar } from './health/vantage-bar'
import { Notices } from './notices/notices'
import {
  ActivityScreen,
  AddBox,
  AddSourceDialog,
  ChatDock,
  ChatScreen,
  DiscoveryScreen,
  EditDialog,
  fetchParts,
  ImportDialog,
  InboxScreen,
  LicencesDialog,
  Palette,
  PickFilesDialog,
  ProcessesScreen,
  ServerDialog,
  SettingsScreen,
  ShortcutSheet,
  TimelineScreen,
  UseInDialog,
} from './parts'
import { bulkBarPx } from './registry/bulk-bar'
import { emptyDraft } from './registry/draft'
import { ServersScreen } from './registry/servers-screen'
import { Announcer } from './shell/announcer'
import { useAppearance, useShellAppearance } from './shell/appearance'
import { useInstallLinks } from './shell/install-links'
import { LinkBar } from './shell/link-bar'
import { useMenuCommands } from './shell/menu-commands'
import { Navigation } from './shell/navigation'
import { News } from './shell/news'
import { useShortcuts } from './shell/shortcuts'
import { StatusLine } from './shell/status-line'
import { TitleBar } from './shell/title-bar'
import { useView } from './shell/view'
import { Toaster } from './ui/toaster'
import { TooltipProvider } from './ui/tooltip'
import { useMedia } from './ui/use-media'

export function App() {
  const { t } = useTranslation()
  const theme = useAppearance()
  const rail = useView((view) => view.rail)
  const narrow = useMedia('(max-width: 1000px)')
  // The bar of actions on a selection stays in reach below what is told.
  const liftPx = useView(({ screen, selection, open }) =>
    screen === 'servers' && selection.size > 0 && open === null ? bulkBarPx : 0,
  )
  return (
    <BridgeProvider>
      <TooltipProvider delayDuration={300}>
        <Frame />
        <OpenOverlay />
        <DropZone />
        <Toaster
          theme={theme}
          label={t('toasts.label')}
          liftPx={liftPx}
          leftPx={(rail || narrow ? 52 : 196) + 16}
        />
      </TooltipProvider>
    </BridgeProvider>
  )
}

function Frame() {
  useShortcuts()
  useMenuCommands()
  useInstallLinks()
  useShellAppearance()
  const rail = useView((view) => view.rail)
  const place = useChatPlace()
  const isThere = useRoll() !== undefined
  useEffect(() => {
    if (isThere) fetchParts()
  }, [isThere])
  return (
    <div
      data-rail={rail || undefined}
      className="grid h-full grid-cols-[196px_minmax(0,1fr)_auto] grid-rows-[44px_minmax(0,1fr)_26px] rail:grid-cols-[52px_minmax(0,1fr)_auto]"
    >
      <TitleBar />
      <Navigation />
      <main className="relative flex min-h-0 min-w-0 flex-col overflow-clip">
        <LinkBar />
        <VantageBar />
        <CurrentScreen />
      </main>
      {place === 'beside' && <ChatDock />}
      <StatusLine />
      <Announcer />
      <News />
      <Notices />
    </div>
  )
}

function CurrentScreen() {
  const screen = useView((view) => view.screen)
  switch (screen) {
    case 'servers':
      return <ServersScreen />
    case 'discovery':
      return <DiscoveryScreen />
    case 'inbox':
      return <InboxScreen />
    case 'timeline':
      return <TimelineScreen />
    case 'activity':
      return <ActivityScreen />
    case 'processes':
      return <ProcessesScreen />
    case 'settings':
      return <SettingsScreen />
    case 'chat':
      return <ChatScreen />
  }
}

function OpenOverlay() {
  const { overlay, set } = useView()
  const roll = useRoll()
  const close = useCallback(() => set({ overlay: null }), [set])
  switch (overlay?.kind) {
    case 'add':
      return <ServerDialog before={overlay.draft ?? emptyDraft} onClose={close} />
    case 'edit': {
      const server = roll?.servers.find(({ id }) => id === overlay.serverId)
      return server && <EditDialog server={server} place={overlay.place} onClose={close} />
    }
    case 'palette':
      return <Palette onClose={close} />
    case 'shortcuts':
      return <ShortcutSheet onClose={close} />
    case 'licences':
      return <LicencesDialog onClose={close} />
    case 'pick-files':
      return <PickFilesDialog onClose={close} />
    case 'use-in':
      return <UseInDialog servers={overlay.servers} onClose={close} />
    case 'import':
      return <ImportDialog key={overlay.at} read={overlay.read} onClose={close} />
    case 'box':
      return <AddBox key={overlay.at} text={overlay.text} bundle={overlay.bundle} onClose={close} />
    case 'source':
      return <AddSourceDialog onClose={close} />
    case undefined:
      return null
  }
}
