import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LoginItem } from './login-item'

describe('opening at login', () => {
  let configDir = ''
  beforeEach(() => {
    configDir = mkdtempSync(join(tmpdir(), 'rollcall-config-'))
  })
  afterEach(() => rmSync(configDir, { recursive: true }))

  function loginItem(
    platform: NodeJS.Platform,
    { isPackaged = true, executable = '/opt/Roll call/app' } = {},
  ) {
    const set: object[] = []
    let minimized = false
    const app = {
      isPackaged,
      setLoginItemSettings: (settings: object) => void set.push(settings),
      getLoginItemSettings: () => ({
        openAtLogin: set.some((settings) => 'openAtLogin' in settings && settings.openAtLogin),
        wasOpenedAtLogin: true,
        status: 'enabled' as const,
        executableWillLaunchAtLogin: false,
        launchItems: [],
      }),
    }
    const preferences = {
      startsMinimized: () => minimized,
      keepStartsMinimized: (on: boolean) => {
        minimized = on
      },
    }
    return { set, item: new LoginItem({ app, platform, executable, configDir, preferences }) }
  }

  it('is not offered by a Rollcall that is not installed, or where no system is known to do it', () => {
    expect(loginItem('linux', { isPackaged: false }).item.startup()).toBeNull()
    expect(loginItem('freebsd').item.startup()).toBeNull()
  })

  it('is a file in the autostart folder on Linux, with its path quoted as the specification says', () => {
    const { item } = loginItem('linux', { executable: '/opt/Roll "call" 100%/$app' })
    expect(item.startup()).toEqual({ openAtLogin: false, minimized: false })
    expect(item.set({ openAtLogin: true, minimized: true })).toEqual({ openAtLogin: true, minimized: true })
    const entry = readFileSync(join(configDir, 'autostart', 'rollcall.desktop'), 'utf8')
    expect(entry).toContain('Exec="/opt/Roll \\\\"call\\\\" 100%%/\\\\$app" --at-login\n')
    expect(item.set({ openAtLogin: false, minimized: true }).openAtLogin).toBe(false)
    expect(item.startup()).toEqual({ openAtLogin: false, minimized: true })
  })

  it('tells Windows the program and its argument, and macOS nothing but the wish', () => {
    const windows = loginItem('win32')
    windows.item.set({ openAtLogin: true, minimized: false })
    expect(windows.set).toEqual([{ openAtLogin: true, path: '/opt/Roll call/app', args: ['--at-login'] }])
    const mac = loginItem('darwin')
    expect(mac.item.set({ openAtLogin: true, minimized: false }).openAtLogin).toBe(true)
    expect(mac.set).toEqual([{ openAtLogin: true }])
  })

  it('minimises the window only when the system opened Rollcall and the person wants it so', () => {
    const { item } = loginItem('linux')
    expect(item.startsMinimized(['--at-login'])).toBe(false)
    item.set({ openAtLogin: true, minimized: true })
    expect(item.startsMinimized(['--at-login'])).toBe(true)
    expect(item.startsMinimized([])).toBe(false)
    const mac = loginItem('darwin').item
    mac.set({ openAtLogin: true, minimized: true })
    expect(mac.startsMinimized([])).toBe(true)
  })
})
