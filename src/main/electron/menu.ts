import type { MenuItemConstructorOptions } from 'electron'
import { commandKeys, type ShellCommand } from '../../shared/commands'
import type { Deed } from '../../shared/contract/rollcall'
import type { ShellText } from './text'

export interface MenuParts {
  readonly platform: NodeJS.Platform
  readonly text: ShellText
  /** Reload and developer tools are there in development only. */
  readonly development: boolean
  /** Has the page do it. */
  readonly choose: (command: ShellCommand) => void
  /** Does it here. */
  readonly perform: (deed: Deed) => void
}

type Items = MenuItemConstructorOptions[]

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** The application menu of one platform in one language. */
export function menuTemplate(parts: MenuParts): Items {
  const { platform, text } = parts
  const { menu } = text
  const mac = platform === 'darwin'
  return [
    ...(mac ? [macMenu(parts)] : []),
    { label: menu.file, submenu: fileMenu(parts, mac) },
    editMenu(parts),
    { label: menu.view, submenu: viewMenu(parts) },
    { label: menu.server, submenu: serverMenu(parts) },
    windowMenu(menu, mac),
    { role: 'help', label: menu.help, submenu: helpMenu(parts, mac) },
  ]
}

/**
 * Asks the page. The page hears the keys itself, so that they work the same in every shell; here they are shown, and on
 * a Mac, which cannot show them alone, the page takes the key before the menu gets it.
 */
function item({ text, choose }: MenuParts, command: ShellCommand): MenuItemConstructorOptions {
  const keys = commandKeys[command]
  return {
    id: command,
    label: text.commands[command],
    ...(keys !== '' && { accelerator: acceleratorOf(keys), registerAccelerator: false }),
    click: () => choose(command),
  }
}

/** `mod+shift+k` as Electron writes it. */
function acceleratorOf(keys: string): string {
  const parts = keys.split('+').map((part) => (part === 'mod' ? 'CmdOrCtrl' : part))
  return parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('+')
}

function deed(
  { text, perform }: MenuParts,
  id: keyof ShellText['deeds'],
  accelerator?: string,
): MenuItemConstructorOptions {
  const keys = accelerator === undefined ? {} : { accelerator, registerAccelerator: false }
  return { id, label: text.deeds[id], ...keys, click: () => perform(id) }
}

function macMenu(parts: MenuParts): MenuItemConstructorOptions {
  const { menu } = parts.text
  return {
    label: 'Rollcall',
    submenu: [
      { role: 'about', label: menu.about },
      separator,
      item(parts, 'settings'),
      separator,
      { role: 'services', label: menu.services },
      separator,
      { role: 'hide', label: menu.hide },
      { role: 'hideOthers', label: menu.hideOthers },
      { role: 'unhide', label: menu.unhide },
      separator,
      { role: 'quit', label: menu.quit },
    ],
  }
}

function fileMenu(parts: MenuParts, mac: boolean): Items {
  const { menu } = parts.text
  const rest: Items = mac
    ? [{ role: 'close', label: menu.close }]
    : [item(parts, 'settings'), separator, { role: 'quit', label: menu.quit }]
  return [
    item(parts, 'add'),
    item(parts, 'import'),
    item(parts, 'export-all'),
    separator,
    item(parts, 'samples'),
    item(parts, 'samples-stop'),
    separator,
    ...rest,
  ]
}

function editMenu(parts: MenuParts): MenuItemConstructorOptions {
  const { menu } = parts.text
  return {
    label: menu.edit,
    submenu: [
      { role: 'undo', label: menu.undo },
      { role: 'redo', label: menu.redo },
      separator,
      { role: 'cut', label: menu.cut },
      { role: 'copy', label: menu.copy },
      { role: 'paste', label: menu.paste },
      { role: 'selectAll', label: menu.selectAll },
      separator,
      item(parts, 'search'),
    ],
  }
}

function viewMenu(parts: MenuParts): Items {
  const { menu } = parts.text
  const choices = (label: string, commands: readonly ShellCommand[]): MenuItemConstructorOptions => ({
    label,
    submenu: commands.map((command) => item(parts, command)),
  })
  const forDevelopers: Items = [
    separator,
    { role: 'reload', label: menu.reload },
    { role: 'toggleDevTools', label: menu.developerTools },
  ]
  return [
    item(parts, 'palette'),
    separator,
    item(parts, 'go-servers'),
    item(parts, 'go-discovery'),
    item(parts, 'go-timeline'),
    item(parts, 'go-activity'),
    item(parts, 'go-processes'),
    item(parts, 'go-inbox'),
    separator,
    item(parts, 'navigation'),
    item(parts, 'details'),
    item(parts, 'chat'),
    item(parts, 'density'),
    choices(menu.theme, ['theme-system', 'theme-light', 'theme-dark']),
    choices(menu.language, ['language-en', 'language-zh']),
    separator,
    deed(parts, 'zoom-in', 'CmdOrCtrl+='),
    deed(parts, 'zoom-out', 'CmdOrCtrl+-'),
    deed(parts, 'zoom-reset', 'CmdOrCtrl+0'),
    separator,
    { role: 'togglefullscreen', label: menu.fullScreen },
    ...(parts.development ? forDevelopers : []),
  ]
}

function serverMenu(parts: MenuParts): Items {
  return [
    item(parts, 'connect'),
    item(parts, 'disconnect'),
    item(parts, 'check'),
    separator,
    item(parts, 'edit'),
    item(parts, 'copy-json'),
    item(parts, 'export'),
    item(parts, 'remove'),
    separator,
    item(parts, 'check-all'),
    item(parts, 'retry-attention'),
    item(parts, 'read-sources'),
  ]
}

function windowMenu(menu: ShellText['menu'], mac: boolean): MenuItemConstructorOptions {
  const rest: Items = mac
    ? [{ role: 'zoom', label: menu.zoom }, separator, { role: 'front', label: menu.front }]
    : [{ role: 'close', label: menu.close }]
  return {
    role: 'window',
    label: menu.window,
    submenu: [{ role: 'minimize', label: menu.minimize }, ...rest],
  }
}

function helpMenu(parts: MenuParts, mac: boolean): Items {
  const about: Items = mac ? [] : [separator, { role: 'about', label: parts.text.menu.about }]
  return [
    item(parts, 'shortcuts'),
    separator,
    deed(parts, 'show-log'),
    deed(parts, 'open-data-folder'),
    separator,
    item(parts, 'licences'),
    ...about,
  ]
}
