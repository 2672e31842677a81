import type { MenuItemConstructorOptions } from 'electron'
import type { ShellText } from './text'

/** What the menu can do besides the roles the system knows. */
export interface MenuActions {
  showLog(): void
  openDataFolder(): void
}

/** The application menu of one platform in one language. Reload and developer tools are there in development only. */
export function menuTemplate(parts: {
  platform: NodeJS.Platform
  text: ShellText['menu']
  development: boolean
  actions: MenuActions
}): MenuItemConstructorOptions[] {
  const { platform, text, development, actions } = parts
  const mac = platform === 'darwin'
  const help: MenuItemConstructorOptions[] = [
    { label: text.showLog, click: () => actions.showLog() },
    { label: text.openDataFolder, click: () => actions.openDataFolder() },
  ]
  return [
    ...(mac ? [macMenu(text)] : []),
    {
      label: text.file,
      submenu: [mac ? { role: 'close', label: text.close } : { role: 'quit', label: text.quit }],
    },
    editMenu(text),
    viewMenu(text, development),
    windowMenu(text, mac),
    {
      role: 'help',
      label: text.help,
      submenu: mac ? help : [...help, separator, { role: 'about', label: text.about }],
    },
  ]
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

function macMenu(text: ShellText['menu']): MenuItemConstructorOptions {
  return {
    label: 'Rollcall',
    submenu: [
      { role: 'about', label: text.about },
      separator,
      { role: 'services', label: text.services },
      separator,
      { role: 'hide', label: text.hide },
      { role: 'hideOthers', label: text.hideOthers },
      { role: 'unhide', label: text.unhide },
      separator,
      { role: 'quit', label: text.quit },
    ],
  }
}

function editMenu(text: ShellText['menu']): MenuItemConstructorOptions {
  return {
    label: text.edit,
    submenu: [
      { role: 'undo', label: text.undo },
      { role: 'redo', label: text.redo },
      separator,
      { role: 'cut', label: text.cut },
      { role: 'copy', label: text.copy },
      { role: 'paste', label: text.paste },
      { role: 'selectAll', label: text.selectAll },
    ],
  }
}

function viewMenu(text: ShellText['menu'], development: boolean): MenuItemConstructorOptions {
  const forDevelopers: MenuItemConstructorOptions[] = [
    { role: 'reload', label: text.reload },
    { role: 'toggleDevTools', label: text.developerTools },
    separator,
  ]
  return {
    label: text.view,
    submenu: [
      ...(development ? forDevelopers : []),
      { role: 'resetZoom', label: text.resetZoom },
      { role: 'zoomIn', label: text.zoomIn },
      { role: 'zoomOut', label: text.zoomOut },
      separator,
      { role: 'togglefullscreen', label: text.fullScreen },
    ],
  }
}

function windowMenu(text: ShellText['menu'], mac: boolean): MenuItemConstructorOptions {
  const rest: MenuItemConstructorOptions[] = mac
    ? [{ role: 'zoom', label: text.zoom }, separator, { role: 'front', label: text.front }]
    : [{ role: 'close', label: text.close }]
  return {
    role: 'window',
    label: text.window,
    submenu: [{ role: 'minimize', label: text.minimize }, ...rest],
  }
}
