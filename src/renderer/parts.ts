import { later } from './ui/later'

/** What is not in the first picture. */
const parts = {
  discovery: later(async () => (await import('./discovery/discovery-screen')).DiscoveryScreen),
  inbox: later(async () => (await import('./inbox/inbox-screen')).InboxScreen),
  timeline: later(async () => (await import('./health/timeline/timeline-screen')).TimelineScreen),
  activity: later(async () => (await import('./activity/activity-screen')).ActivityScreen),
  processes: later(async () => (await import('./processes/processes-screen')).ProcessesScreen),
  settings: later(async () => (await import('./settings/settings-screen')).SettingsScreen),
  chat: later(async () => (await import('./chat/chat-screen')).ChatScreen),
  chatDock: later(async () => (await import('./chat/chat-dock')).ChatDock),
  add: later(async () => (await import('./registry/server-dialog')).ServerDialog),
  edit: later(async () => (await import('./registry/edit-dialog')).EditDialog),
  import: later(async () => (await import('./discovery/import-dialog')).ImportDialog),
  box: later(async () => (await import('./discovery/add-box')).AddBox),
  useIn: later(async () => (await import('./discovery/use-in-dialog')).UseInDialog),
  source: later(async () => (await import('./discovery/add-source-dialog')).AddSourceDialog),
  palette: later(async () => (await import('./shell/palette/palette')).Palette),
  shortcuts: later(async () => (await import('./shell/shortcut-sheet')).ShortcutSheet),
  licences: later(async () => (await import('./settings/licences-dialog')).LicencesDialog),
  helpText: later(async () => (await import('./connections/doctor/doctor-help')).DoctorHelp),
  pickFiles: later(async () => (await import('./shell/pick-files-dialog')).PickFilesDialog),
} as const

export const DiscoveryScreen = parts.discovery.Part
export const InboxScreen = parts.inbox.Part
export const TimelineScreen = parts.timeline.Part
export const ActivityScreen = parts.activity.Part
export const ProcessesScreen = parts.processes.Part
export const SettingsScreen = parts.settings.Part
export const ChatScreen = parts.chat.Part
export const ChatDock = parts.chatDock.Part
export const ServerDialog = parts.add.Part
export const EditDialog = parts.edit.Part
export const ImportDialog = parts.import.Part
export const AddBox = parts.box.Part
export const UseInDialog = parts.useIn.Part
export const AddSourceDialog = parts.source.Part
export const Palette = parts.palette.Part
export const ShortcutSheet = parts.shortcuts.Part
export const LicencesDialog = parts.licences.Part
export const HelpText = parts.helpText.Part
export const PickFilesDialog = parts.pickFiles.Part

/** Fetches all of it while nothing else is to be done. */
export function fetchParts(): void {
  requestIdleCallback(() => {
    for (const { fetched } of Object.values(parts)) void fetched()
  })
}
