import { describe, expect, it } from 'vitest'
import { LoginItem } from './login-item'
import { Surface, type SurfaceWindow } from './surface'

function surfaceOver(window?: SurfaceWindow) {
  const done: string[] = []
  const loginItem = new LoginItem({
    app: { isPackaged: false } as never,
    platform: 'linux',
    executable: '/opt/rollcall',
    configDir: '/nowhere',
    preferences: { startsMinimized: () => false, keepStartsMinimized: () => {} },
  })
  const surface = new Surface({
    loginItem,
    window: () => window,
    openDataFolder: async () => done.push('folder'),
    showLog: () => done.push('log'),
    showBadge: (count) => done.push(`badge ${count}`),
    quit: () => done.push('quit'),
  })
  return { surface, done }
}

describe('the surface of the desktop', () => {
  it('shows a number beside the icon', () => {
    const { surface, done } = surfaceOver()
    surface.badge(3)
    expect(done).toEqual(['badge 3'])
  })

  it('hands what is chosen in the menu to the page that listens, in order', async () => {
    const { surface } = surfaceOver()
    const ending = new AbortController()
    const commands = surface.commands(ending.signal)
    const first = commands.next()
    surface.choose('add')
    surface.choose('palette')
    expect(await first).toEqual({ value: 'add', done: false })
    expect(await commands.next()).toEqual({ value: 'palette', done: false })
    const last = commands.next()
    ending.abort()
    expect((await last).done).toBe(true)
  })

  it('keeps the last choice for a page that is still to come, and gives it once', async () => {
    const { surface } = surfaceOver()
    surface.choose('add')
    surface.choose('settings')
    const ending = new AbortController()
    expect(await surface.commands(ending.signal).next()).toEqual({ value: 'settings', done: false })
    const later = surface.commands(ending.signal).next()
    ending.abort()
    expect((await later).done).toBe(true)
  })

  it('zooms within limits, and turns full screen on and off', async () => {
    const state = { level: 0, full: false }
    const { surface, done } = surfaceOver({
      webContents: {
        getZoomLevel: () => state.level,
        setZoomLevel: (level) => {
          state.level = level
        },
      },
      close: () => done.push('close'),
      minimize: () => done.push('minimize'),
      isFullScreen: () => state.full,
      setFullScreen: (on) => {
        state.full = on
      },
    })
    for (let step = 0; step < 20; step += 1) await surface.perform('zoom-in')
    expect(state.level).toBe(4)
    await surface.perform('zoom-out')
    expect(state.level).toBe(3.5)
    await surface.perform('zoom-reset')
    expect(state.level).toBe(0)
    await surface.perform('full-screen')
    expect(state.full).toBe(true)
    await surface.perform('full-screen')
    expect(state.full).toBe(false)
    await surface.perform('open-data-folder')
    for (const deed of ['show-log', 'minimize', 'close-window', 'quit'] as const) await surface.perform(deed)
    expect(done).toEqual(['folder', 'log', 'minimize', 'close', 'quit'])
  })

  it('has no window to do things to while there is none', async () => {
    const { surface } = surfaceOver()
    await expect(surface.perform('zoom-in')).resolves.toBeUndefined()
    await expect(surface.perform('full-screen')).resolves.toBeUndefined()
  })
})
