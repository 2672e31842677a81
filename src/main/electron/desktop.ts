import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { app, dialog, ipcMain, Menu, Notification, nativeTheme, session, shell } from 'electron'
import { dataDirOf, prepareDataDir } from '../data-dir'
import { DataDirBusy } from '../database/database'
import { frameDoor } from '../door'
import { type Log, systemClock } from '../host'
import { startRollcall } from '../rollcall'
import { openApi } from '../web/server'
import { newToken } from '../web/token-gate'
import { appOrigin, registerAppScheme, serveApp } from './app-protocol'
import { fileLog } from './file-log'
import { desktopHost } from './host'
import { InstallLinks, linkScheme } from './install-links'
import { LoginItem } from './login-item'
import { MainWindow } from './main-window'
import { menuTemplate } from './menu'
import { NativeAppearance } from './native-appearance'
import { lockNavigation } from './navigation'
import { Notifier } from './notifier'
import { Opener } from './opener'
import { PageDoor } from './page-door'
import { denyPermissions } from './permissions'
import { Preferences } from './preferences'
import { endBeforeQuit } from './quit'
import { Surface } from './surface'
import { languageOf, type ShellText, shellText } from './text'

/** The core has this long to end its connections and processes when the app quits. */
const longestQuitMs = 5_000

/** Chromium switches that let another program drive or extend the packaged app. */
const foreignControl = ['remote-debugging-port', 'remote-debugging-pipe', 'load-extension']

/**
 * Starts the desktop shell. Everything up to the first `await` must happen before Electron is ready.
 * Exit codes: 0 when another Rollcall with the same data took over, 1 when the core could not start, 3 when the data
 * directory is in use by a Rollcall without a window.
 */
export async function startDesktop(argv: readonly string[]): Promise<void> {
  const dataDir = dataDirFrom(argv)
  const scope = new AsyncDisposableStack()
  try {
    keepEverythingIn(dataDir)
    if (!app.requestSingleInstanceLock()) return app.quit()
    if (app.isPackaged) for (const name of foreignControl) app.commandLine.removeSwitch(name)
    app.enableSandbox()
    // Windows shows notices only of programs it knows by this name, as the installer gives it.
    if (process.platform === 'win32') app.setAppUserModelId('io.github.rollcall')
    registerAppScheme()
    // One that is not installed would register the Electron it was started with.
    if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme)
    const opened = linksUntilReady()
    const log = fileLog(join(dataDir, 'rollcall.log'), process.env.ROLLCALL_LOG_LEVEL)
    await app.whenReady()
    endBeforeQuit({ app, end: () => scope.disposeAsync(), longestMs: longestQuitMs, log })
    await composeDesktop(scope, { argv, dataDir, log, opened })
  } catch (error) {
    // A quit while starting takes the scope away; there is nothing to explain.
    if (scope.disposed) return
    await scope.disposeAsync()
    explainFailure(error, dataDir)
  }
}

function dataDirFrom(argv: readonly string[]): string {
  const { values } = parseArgs({
    args: [...argv],
    options: { 'data-dir': { type: 'string' } },
    // Electron and Chromium have options of their own.
    strict: false,
  })
  const given = values['data-dir']
  return dataDirOf(typeof given === 'string' ? given : undefined, {
    platform: process.platform,
    env: process.env,
    home: homedir(),
  })
}

/** A Mac hands the link that started the app over before anything is there to show it. */
function linksUntilReady(): string[] {
  const opened: string[] = []
  app.on('open-url', (event, url) => {
    event.preventDefault()
    if (opened.length === 0) opened.push(url)
  })
  return opened
}

/** Makes the data directory and keeps what Chromium writes inside it, the lock against a second instance included. */
function keepEverythingIn(dataDir: string): void {
  prepareDataDir(dataDir)
  const chromium = join(dataDir, 'chromium')
  mkdirSync(chromium, { recursive: true, mode: 0o700 })
  app.setPath('userData', chromium)
  app.setPath('sessionData', chromium)
}

async function composeDesktop(
  scope: AsyncDisposableStack,
  { argv, dataDir, log, opened }: { argv: readonly string[]; dataDir: string; log: Log; opened: string[] },
): Promise<void> {
  const preferences = new Preferences(dataDir, log)
  const loginItem = new LoginItem({
    app,
    platform: process.platform,
    executable: process.env.APPIMAGE ?? process.execPath,
    configDir: process.env.XDG_CONFIG_HOME || join(homedir(), '.config'),
    preferences,
  })
  let window: MainWindow | undefined
  const surface = new Surface({
    loginItem,
    window: () => window?.current,
    openDataFolder: () => shell.openPath(dataDir),
    showLog: () => shell.showItemInFolder(join(dataDir, 'rollcall.log')),
    // Windows has no such number.
    showBadge: (count) => void (process.platform !== 'win32' && app.setBadgeCount(count)),
    // Once the page has its answer: the pipe it comes through goes with the quit.
    quit: () => setImmediate(() => app.quit()),
  })
  const appearance = new NativeAppearance({
    preferences,
    theme: nativeTheme,
    systemLanguages: () => app.getPreferredSystemLanguages(),
    onText: (shown) => setMenu(shown, surface, () => void window?.open()),
  })
  appearance.start()
  setAboutPanel()
  const text = () => appearance.text
  const development = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
  const origin = development ? new URL(development).origin : appOrigin
  const opener = new Opener({ text, log })
  lockNavigation(app, { origin, opener, log })
  denyPermissions(session.defaultSession)
  serveApp(join(app.getAppPath(), 'out', 'renderer'))

  const host = await desktopHost({
    dataDir,
    log,
    appear: (shown) => appearance.follow(shown),
    notifier: new Notifier({
      notification: Notification,
      language: () => appearance.language,
      platform: process.platform,
      openWindow: () => void window?.open(),
    }),
    desktop: surface,
    openExternal: (url) => opener.openAsked(url),
  })
  const rollcall = await startRollcall(host)
  scope.defer(() => rollcall.end())
  const api = await openApi({ rollcall, host, token: newToken(), port: 0, page: false })
  scope.defer(() => api.end())

  const door = new PageDoor({ door: frameDoor(rollcall.router, log), ipc: ipcMain, origin, log })
  door.start()
  scope.defer(() => door.end())
  const main = new MainWindow({
    url: development ?? `${appOrigin}/index.html`,
    preload: join(app.getAppPath(), 'out', 'preload', 'index.cjs'),
    preferences,
    door,
    text,
    minimized: loginItem.startsMinimized(argv),
    log,
  })
  window = main
  scope.defer(() => main.end())
  const links = new InstallLinks({
    clock: systemClock,
    show: (link) => surface.showLink(link),
    openWindow: () => void main.open(),
  })
  app.on('second-instance', (_event, others) => links.take(others) || void main.open())
  app.on('open-url', (_event, url) => links.take([url]))
  links.take([...argv, ...opened])
  app.on('activate', () => void main.open())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  await main.open()
}

function setMenu(text: ShellText, surface: Surface, openWindow: () => void): void {
  const template = menuTemplate({
    platform: process.platform,
    text,
    development: !app.isPackaged,
    choose: (command) => {
      // On a Mac the menu is there without a window.
      openWindow()
      surface.choose(command)
    },
    perform: (deed) => void surface.perform(deed),
  })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

/** What the system's own About window says; the page has a fuller one among its settings. */
function setAboutPanel(): void {
  app.setAboutPanelOptions({
    applicationName: 'Rollcall',
    applicationVersion: app.getVersion(),
    copyright: 'Copyright © The Rollcall authors. MIT licence.',
    iconPath: join(app.getAppPath(), 'resources', 'icons', 'icon.png'),
  })
}

function explainFailure(error: unknown, dataDir: string): void {
  const busy = error instanceof DataDirBusy
  const reason = error instanceof Error ? error.message : String(error)
  const text = shellText(languageOf(app.getPreferredSystemLanguages()))
  const { title, message } = busy ? text.busy : text.failed
  dialog.showErrorBox(title, message.replace('{{reason}}', reason).replace('{{dataDir}}', dataDir))
  app.exit(busy ? 3 : 1)
}
