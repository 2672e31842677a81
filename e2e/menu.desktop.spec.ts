import type { Page } from '@playwright/test'
import { expect, type Rollcall, test } from './rollcall'
import { Window } from './window'

/** Chooses an item of the application menu, as a person does. */
async function choose({ desktop }: Rollcall, id: string): Promise<void> {
  await desktop.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted)
    if (!item) throw new Error(`no menu item ${wanted}`)
    item.click()
  }, id)
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 })

test('what is chosen in the menu happens in the page', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await rollcall.api('POST', '/servers', { name: 'apple', url: 'http://127.0.0.1:9/', auto_connect: false })
  await expect(window.row('apple')).toBeVisible()

  await choose(rollcall, 'go-discovery')
  await expect(heading(page, 'Discovery')).toBeVisible()
  await choose(rollcall, 'settings')
  await expect(heading(page, 'Settings')).toBeVisible()
  await choose(rollcall, 'theme-dark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await choose(rollcall, 'shortcuts')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')

  await test.step('an action on a server needs one, and says so', async () => {
    await choose(rollcall, 'go-servers')
    await choose(rollcall, 'connect')
    await expect(page.getByText('Choose a server first.')).toBeVisible()
    await window.row('apple').click()
    await choose(rollcall, 'connect')
    await expect(window.connectSwitch('apple')).toBeChecked()
    await choose(rollcall, 'remove')
    await expect(window.row('apple')).toHaveCount(0)
  })

  await test.step('a form that is being filled in is left alone', async () => {
    await choose(rollcall, 'add')
    const dialog = page.getByRole('dialog', { name: 'Add a server' })
    await dialog.getByLabel('Name', { exact: true }).fill('half')
    await choose(rollcall, 'go-activity')
    await expect(page.getByText('Finish or close the form first.')).toBeVisible()
    await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('half')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  await test.step('files are picked after a press in the page', async () => {
    // What a browser says after a choice in the menu; the test's own doings count as a person's.
    await page.evaluate(`Object.defineProperty(navigator, 'userActivation', { value: { isActive: false } })`)
    await choose(rollcall, 'import')
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose files…' }).click()
    await chooser
  })
})

test('a key of the menu does it once', async ({ rollcall }) => {
  const { page } = rollcall
  await rollcall.api('POST', '/servers', { name: 'apple', url: 'http://127.0.0.1:9/', auto_connect: false })
  await expect(new Window(page).row('apple')).toBeVisible()
  const registered = await rollcall.desktop.evaluate(({ Menu }) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById('navigation')
    return { accelerator: item?.accelerator, registered: item?.registerAccelerator }
  }, undefined)
  expect(registered).toEqual({ accelerator: 'CmdOrCtrl+B', registered: false })
  await page.keyboard.press('ControlOrMeta+b')
  await expect(page.getByRole('button', { name: 'Unfold the navigation' })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+2')
  await expect(heading(page, 'Discovery')).toBeVisible()
})

test('zoom and full screen are the shell’s, asked for in the page, and the zoom is kept', async ({
  rollcall,
}) => {
  const { page, desktop } = rollcall
  const state = () =>
    rollcall.desktop.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      return { zoom: window?.webContents.getZoomLevel(), full: window?.isFullScreen() }
    }, undefined)
  await desktop.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    Object.assign(shell, { openPath: async (path: string) => opened.push(path) })
  }, undefined)
  await page.keyboard.press('ControlOrMeta+=')
  await expect.poll(state).toEqual({ zoom: 0.5, full: false })
  await new Window(page).screen('Settings').click()
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  const opened = () => desktop.evaluate(() => (globalThis as { opened?: string[] }).opened, undefined)
  await expect.poll(opened).toEqual([rollcall.dataDir])
  await rollcall.restart()
  await expect.poll(state).toEqual({ zoom: 0.5, full: false })
  await choose(rollcall, 'zoom-reset')
  await expect.poll(state).toEqual({ zoom: 0, full: false })
})
