import { StandInApp } from './app'
import { StandInWindow, type WindowParts } from './browser-window'
import { Chromium } from './chromium'
import { StandInKeyring } from './keyring'
import { LoudEmitter, loud, missing } from './loud'
import { StandInMenu } from './menu'
import { StandInNotification } from './notification'
import { StandInProtocol } from './protocol'
import { StandInSession } from './session'
import { StandInUtilityProcess } from './utility-process'

/** What `import … from 'electron'` leads to. A name that is not here fails where it is imported. */
export const app = loud('app', new StandInApp())

const appProtocol = new StandInProtocol(app)
const chromium = new Chromium()
app.beforeExit.push(() => chromium.end())

export const protocol = loud('protocol', appProtocol)

const channels = ['rollcall:frame', 'electron-store-get-data']

export const ipcMain = loud('ipcMain', new LoudEmitter('ipcMain', channels)) satisfies Pick<
  Electron.IpcMain,
  'emit' | 'listenerCount' | 'eventNames'
>

const windows = new Set<StandInWindow>()
const defaultSession = new StandInSession()
const parts: WindowParts = {
  app,
  protocol: appProtocol,
  ipc: ipcMain,
  chromium,
  session: defaultSession,
  windows,
}

export class BrowserWindow extends StandInWindow {
  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super(parts, options)
  }

  static getAllWindows(): StandInWindow[] {
    return [...windows]
  }
}

/** A test that expects a dialog or an opened address puts its own answer in the member's place first. */
function unexpected(what: string) {
  return () => {
    throw missing(`answer to ${what}`)
  }
}

export const dialog = loud('dialog', {
  showMessageBox: unexpected('dialog.showMessageBox'),
  showErrorBox: (title: string, content: string) => void process.stderr.write(`${title}\n${content}\n`),
} satisfies Pick<Electron.Dialog, 'showMessageBox' | 'showErrorBox'>)

export const shell = loud('shell', {
  openExternal: unexpected('shell.openExternal'),
  openPath: unexpected('shell.openPath'),
  showItemInFolder: unexpected('shell.showItemInFolder'),
} satisfies Pick<Electron.Shell, 'openExternal' | 'openPath' | 'showItemInFolder'>)

/** What was shown so far, for a test to read and to press. */
export const Notification = StandInNotification

export const powerMonitor = loud('powerMonitor', new LoudEmitter('powerMonitor', ['resume'])) satisfies Pick<
  Electron.PowerMonitor,
  'emit'
>

export const net = loud('net', { isOnline: () => true } satisfies Pick<Electron.Net, 'isOnline'>)

let applicationMenu: StandInMenu | null = null

export const Menu = loud('Menu', {
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => new StandInMenu(template),
  setApplicationMenu: (menu: StandInMenu | null) => {
    applicationMenu = menu
  },
  getApplicationMenu: () => applicationMenu,
}) satisfies Record<
  keyof Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu' | 'getApplicationMenu'>,
  unknown
>

export const nativeTheme = loud('nativeTheme', {
  shouldUseDarkColors: false,
  themeSource: 'system',
} satisfies Partial<Electron.NativeTheme>)

export const screen = loud('screen', {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1_920, height: 1_080 } }],
}) satisfies Record<keyof Pick<Electron.Screen, 'getAllDisplays'>, unknown>

export const safeStorage = loud('safeStorage', new StandInKeyring())

export const session = loud('session', { defaultSession: loud('defaultSession', defaultSession) })

export const utilityProcess = loud('utilityProcess', {
  fork: (script: string, args?: string[], options?: Electron.ForkOptions) =>
    new StandInUtilityProcess(script, args, options),
}) satisfies Record<keyof Pick<typeof Electron.UtilityProcess, 'fork'>, unknown>

/** `electron-store` imports the whole. */
// biome-ignore lint/style/noDefaultExport: Electron has one
export default loud('electron', {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
})
