import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { ActivityScreen } from './activity/activity-screen'
import { BridgeProvider, useRoll } from './bridge/bridge'
import { DiscoveryScreen } from './discovery/discovery-screen'
import { DropZone } from './discovery/drop-zone'
import { ImportDialog } from './discovery/import-dialog'
import { bulkBarPx } from './registry/bulk-bar'
import { emptyDraft } from './registry/draft'
import { EditDialog } from './registry/edit-dialog'
import { ServerDialog } from './registry/server-dialog'
import { ServersScreen } from './registry/servers-screen'
import { SettingsScreen } from './settings/settings-screen'
import { Announcer } from './shell/announcer'
import { useAppearance, useShellAppearance } from './shell/appearance'
import { LinkBar } from './shell/link-bar'
import { Navigation } from './shell/navigation'
import { Palette } from './shell/palette'
import { useShortcuts } from './shell/shortcuts'
import { StatusLine } from './shell/status-line'
import { TitleBar } from './shell/title-bar'
import { useView } from './shell/view'
import { Toaster } from './ui/toaster'
import { TooltipProvider } from './ui/tooltip'

export function App() {
  const { t } = useTranslation()
  const theme = useAppearance()
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
        <Toaster theme={theme} label={t('toasts.label')} liftPx={liftPx} />
      </TooltipProvider>
    </BridgeProvider>
  )
}

function Frame() {
  useShortcuts()
  useShellAppearance()
  return (
    <div className="grid h-full grid-cols-[196px_minmax(0,1fr)] grid-rows-[44px_minmax(0,1fr)_26px] max-[1000px]:grid-cols-[52px_minmax(0,1fr)]">
      <TitleBar />
      <Navigation />
      <main className="flex min-h-0 min-w-0 flex-col">
        <LinkBar />
        <CurrentScreen />
      </main>
      <StatusLine />
      <Announcer />
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
    case 'activity':
      return <ActivityScreen />
    case 'settings':
      return <SettingsScreen />
  }
}

function OpenOverlay() {
  const { overlay, set } = useView()
  const roll = useRoll()
  const close = useCallback(() => set({ overlay: null }), [set])
  switch (overlay?.kind) {
    case 'add':
      return <ServerDialog before={emptyDraft} onClose={close} />
    case 'edit': {
      const server = roll?.servers.find(({ id }) => id === overlay.serverId)
      return server && <EditDialog server={server} place={overlay.place} onClose={close} />
    }
    case 'palette':
      return <Palette onClose={close} />
    case 'import':
      return <ImportDialog dropped={overlay.files} onClose={close} />
    case undefined:
      return null
  }
}
