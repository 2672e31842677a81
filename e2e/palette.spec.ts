import type { Locator, Page } from '@playwright/test'
import { audit } from './audit'
import { expect, type Rollcall, test } from './rollcall'
import { Window } from './window'

const palette = (page: Page) => page.getByRole('dialog', { name: 'Command palette' })
const line = (page: Page, name: string | RegExp): Locator => palette(page).getByRole('option', { name })
const group = (page: Page, name: string) => palette(page).getByRole('group', { name })

async function open(page: Page, text = ''): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await expect(palette(page)).toBeVisible()
  await page.keyboard.insertText(text)
}

/** Servers that stay off, so that nothing moves unless a person moves it. */
async function register(rollcall: Rollcall, names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries())
    await rollcall.api('POST', '/servers', {
      name,
      url: `http://127.0.0.1:9/${index}`,
      auto_connect: false,
      tags: ['fruit'],
    })
  const window = new Window(rollcall.page)
  for (const name of names) await expect(window.row(name)).toBeVisible()
}

test('the palette finds servers, tools, actions and settings, and does what is chosen', async ({
  rollcall,
}) => {
  const { page } = rollcall
  const window = new Window(page)
  await rollcall.api('POST', '/samples/start')
  await window.expectStanding('weather', 'Up')

  await test.step('a tool, which opens its server at it', async () => {
    await open(page, 'forecast')
    await expect(line(page, /get_forecast/u).first()).toBeVisible()
    await audit(page, 'palette with a text')
    await page.keyboard.press('Enter')
    await expect(palette(page)).toBeHidden()
    const details = page.getByRole('region', { name: 'weather', exact: true })
    await expect(details.getByRole('tab', { name: /^Tools/u })).toHaveAttribute('aria-selected', 'true')
    await expect(details.getByRole('heading', { name: /forecast/iu }).first()).toBeVisible()
  })

  await test.step('what was chosen last, first', async () => {
    await open(page)
    await expect(group(page, 'Recent').getByRole('option').first()).toContainText('get_forecast')
    await expect(group(page, 'weather')).toContainText('Disconnect')
    await audit(page, 'palette before typing')
    await page.keyboard.press('Escape')
    await expect(palette(page)).toBeHidden()
  })

  await test.step('a server by its tag', async () => {
    await open(page, '@sql')
    await expect(palette(page).getByRole('option')).toHaveCount(1)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('region', { name: 'database', exact: true })).toBeVisible()
  })

  await test.step('a setting, and goes to its field', async () => {
    await open(page, 'time to connect')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('textbox', { name: 'Time to connect' })).toBeFocused()
  })

  await test.step('an action by its word in the other language', async () => {
    await open(page, '深色')
    await page.keyboard.press('Enter')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  })

  await test.step('or nothing', async () => {
    await open(page, 'zzqqxx')
    await expect(palette(page)).toContainText('Nothing fits')
    await page.keyboard.press('Escape')
  })
})

test('the palette gives the focus back to where it was', async ({ rollcall }) => {
  const { page } = rollcall
  await register(rollcall, ['apple', 'banana'])
  const grid = page.getByRole('grid', { name: 'Servers' })
  await grid.focus()
  await open(page)
  await page.keyboard.press('Escape')
  await expect(grid).toBeFocused()
  await open(page, '>search servers')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('searchbox', { name: 'Search servers' })).toBeFocused()
})

test('keys work from anywhere that takes no text, and are all listed', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await register(rollcall, ['apple', 'banana'])

  await test.step('? lists them', async () => {
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await expect(sheet.getByRole('region', { name: 'In the list of servers' })).toContainText(
      'Select the row',
    )
    await audit(page, 'shortcuts')
    await page.keyboard.press('n')
    await expect(page.getByRole('dialog', { name: 'Add a server' })).toHaveCount(0)
    await sheet.getByLabel('Search shortcuts').fill('discovery')
    await expect(sheet.getByText('Go to Discovery')).toBeVisible()
    await expect(sheet.getByText('Select the row')).toBeHidden()
    await page.keyboard.press('Escape')
    await expect(sheet).toBeHidden()
  })

  await test.step('one key after the other goes to a screen', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('d')
    await expect(page.getByRole('heading', { name: 'Discovery', level: 1 })).toBeVisible()
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await expect(page.getByRole('heading', { name: 'Servers', level: 1 })).toBeVisible()
  })

  await test.step('n adds, but not while text is typed', async () => {
    await page.keyboard.press('/')
    const search = page.getByRole('searchbox', { name: 'Search servers' })
    await expect(search).toBeFocused()
    await page.keyboard.type('n')
    await expect(search).toHaveValue('n')
    await search.fill('')
    await page.keyboard.press('Escape')
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog', { name: 'Add a server' })
    await expect(dialog).toBeVisible()
    await page.keyboard.press('ControlOrMeta+k')
    await expect(palette(page)).toHaveCount(0)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  await test.step('an action that is not possible now says why', async () => {
    await page.keyboard.press('e')
    await expect(page.getByText('Choose a server first.')).toBeVisible()
  })

  await test.step('the navigation is folded, and stays so', async () => {
    await page.keyboard.press('ControlOrMeta+b')
    await expect(window.button('Unfold the navigation')).toBeVisible()
    await page.reload()
    await window.button('Unfold the navigation').click()
    await expect(window.button('Fold the navigation')).toBeVisible()
  })
})

test('the second mouse button offers what can be done with a row, and with several', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await register(rollcall, ['apple', 'banana', 'cherry'])
  const item = (name: string) => page.getByRole('menuitem', { name })

  await window.row('banana').click({ button: 'right' })
  await expect(item('Connect')).toBeVisible()
  await expect(item('Disconnect')).toHaveCount(0)
  await audit(page, 'context menu')
  await item('Remove').click()
  await expect(window.row('banana')).toHaveCount(0)
  await window.button('Undo').click()
  await expect(window.row('banana')).toBeVisible()

  await window.row('apple').click({ modifiers: ['ControlOrMeta'] })
  await window.row('cherry').click({ modifiers: ['ControlOrMeta'] })
  await window.row('cherry').click({ button: 'right' })
  await item('Remove what is selected').click()
  await expect(window.row('apple')).toHaveCount(0)
  await expect(window.row('cherry')).toHaveCount(0)
  await expect(window.row('banana')).toBeVisible()
})
