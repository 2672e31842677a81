import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { type ShellCommand, shellCommands } from '../../shared/commands'
import type { Deed } from '../../shared/contract/rollcall'
import { menuTemplate } from './menu'
import { shellText } from './text'

const platforms = ['darwin', 'linux', 'win32'] as const

function menuOn(platform: NodeJS.Platform, development = false, language: 'en' | 'zh' = 'en') {
  const chosen: ShellCommand[] = []
  const performed: Deed[] = []
  const menu = menuTemplate({
    platform,
    text: shellText(language),
    development,
    choose: (command) => chosen.push(command),
    perform: (deed) => performed.push(deed),
  })
  return { menu, chosen, performed }
}

/** Every item, those of the menus below included. */
function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])
}

const press = (item: MenuItemConstructorOptions) => (item.click as (() => void) | undefined)?.()

describe('the application menu', () => {
  it('has the app menu on macOS only', () => {
    const labels = (platform: NodeJS.Platform) => menuOn(platform).menu.map(({ label }) => label)
    const rest = ['File', 'Edit', 'View', 'Server', 'Window', 'Help']
    expect(labels('darwin')).toEqual(['Rollcall', ...rest])
    expect(labels('linux')).toEqual(rest)
    expect(labels('win32')).toEqual(rest)
  })

  it('quits from the app menu on macOS, from File elsewhere, in the language asked for', () => {
    for (const platform of platforms)
      expect(JSON.stringify(menuOn(platform, false, 'zh').menu)).toContain(
        '"role":"quit","label":"退出 Rollcall"',
      )
  })

  it('offers developer tools in development only', () => {
    expect(JSON.stringify(menuOn('linux', true).menu)).toContain('toggleDevTools')
    expect(JSON.stringify(menuOn('linux', false).menu)).not.toContain('toggleDevTools')
  })

  it('has every command once, and choosing it asks the page for just that', () => {
    for (const platform of platforms) {
      const { menu, chosen, performed } = menuOn(platform)
      for (const item of flat(menu)) press(item)
      expect(chosen.toSorted()).toEqual(shellCommands.toSorted())
      expect(performed.toSorted()).toEqual([
        'open-data-folder',
        'show-log',
        'zoom-in',
        'zoom-out',
        'zoom-reset',
      ])
    }
  })

  it('shows keys the page hears by itself, each once, and takes none of them', () => {
    const shown = flat(menuOn('linux').menu).filter(({ accelerator }) => accelerator !== undefined)
    expect(shown.length).toBeGreaterThan(10)
    expect(shown.filter(({ registerAccelerator }) => registerAccelerator !== false)).toEqual([])
    const keys = shown.map(({ accelerator }) => accelerator)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).toContain('CmdOrCtrl+Shift+K')
  })
})
