import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './rollcall'
import { startBeside } from './shells/desktop'
import { Window } from './window'

test('keeps the place of its window', async ({ rollcall }) => {
  const bounds = { x: 40, y: 60, width: 1_000, height: 640 }
  await rollcall.desktop.evaluate(({ BrowserWindow }, place) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(place)
  }, bounds)
  await rollcall.restart()
  const after = await rollcall.desktop.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds(),
    undefined,
  )
  expect(after).toEqual(bounds)
})

test('its menus speak the language of its page, also at the next start', async ({ rollcall }) => {
  const menus = () =>
    rollcall.desktop.evaluate(
      ({ Menu, nativeTheme }) => ({
        labels: Menu.getApplicationMenu()?.items.map(({ label }) => label),
        theme: nativeTheme.themeSource,
      }),
      undefined,
    )
  const window = new Window(rollcall.page)
  await expect.poll(menus).toMatchObject({ labels: expect.arrayContaining(['Edit']), theme: 'system' })
  await window.screen('Settings').click()
  await rollcall.page.getByRole('radio', { name: '中文' }).click()
  await rollcall.page.getByRole('radio', { name: '深色' }).click()
  const chinese = { labels: expect.arrayContaining(['编辑']), theme: 'dark' }
  await expect.poll(menus).toMatchObject(chinese)
  await rollcall.restart()
  await expect.poll(menus).toMatchObject(chinese)
})

test('ends with its last window, and takes its processes along', async ({ rollcall }) => {
  await rollcall.api('POST', '/samples/start')
  const samples = (await rollcall.api('GET', '/samples')) as { servers: { pid: number }[] }
  expect(samples.servers.length).toBe(3)
  expect(await rollcall.end()).toBe(0)
  // The core takes the note of its address away when it ends; a process that merely dies leaves it.
  expect(existsSync(join(rollcall.dataDir, 'api.json'))).toBe(false)
  for (const { pid } of samples.servers) expect(() => process.kill(pid, 0)).toThrow()
})

test('a second start brings the first window to front instead of opening another', async ({ rollcall }) => {
  await rollcall.desktop.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize(),
    undefined,
  )
  const second = startBeside(rollcall.shell, rollcall.dataDir)
  const [code] = await once(second, 'exit')
  expect(code).toBe(0)
  const standing = async () =>
    await rollcall.desktop.evaluate(({ BrowserWindow }) => {
      const windows = BrowserWindow.getAllWindows()
      return { count: windows.length, minimized: windows[0]?.isMinimized() }
    }, undefined)
  await expect.poll(standing).toEqual({ count: 1, minimized: false })
})

test('a page whose process is gone is loaded again', async ({ rollcall }) => {
  const { page, desktop } = rollcall
  const loaded = page.waitForEvent('load')
  await desktop.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
  }, undefined)
  await loaded
  await expect(page.getByRole('navigation')).toBeVisible()
})
