import type { Page } from '@playwright/test'
import { startServer } from '../tests/servers/start'
import { audit } from './audit'
import { expect, type Rollcall, test } from './rollcall'
import { Window } from './window'

/** Registers servers that stay off, so that nothing moves unless a person moves it. */
async function register(rollcall: Rollcall, servers: readonly Record<string, unknown>[]): Promise<void> {
  for (const [index, server] of servers.entries())
    await rollcall.api('POST', '/servers', {
      url: `http://127.0.0.1:9/${index}`,
      auto_connect: false,
      ...server,
    })
}

const fruit = [
  { name: 'apple', priority: 1, tags: ['fruit', 'red'] },
  { name: 'banana', priority: 3, tags: ['fruit', 'yellow'] },
  { name: 'cherry', priority: 2, tags: ['fruit', 'red'] },
  { name: 'date', priority: 9, tags: ['dry'] },
]

const grid = (page: Page) => page.getByRole('grid', { name: 'Servers' })
const rowsOf = (page: Page) =>
  grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') })
const checkbox = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}` })

/** Waits until the rows stand in this order. */
async function expectRows(page: Page, names: readonly string[]): Promise<void> {
  await expect(rowsOf(page)).toHaveCount(names.length)
  for (const [index, name] of names.entries()) await expect(rowsOf(page).nth(index)).toContainText(name)
}

test('a press on a column orders the list, and the order is kept', async ({ rollcall }) => {
  const { page } = rollcall
  await register(rollcall, fruit)
  await expectRows(page, ['date', 'banana', 'cherry', 'apple'])
  const name = page.getByRole('columnheader', { name: 'Server' })
  await name.getByRole('button').click()
  await expect(name).toHaveAttribute('aria-sort', 'ascending')
  await expectRows(page, ['apple', 'banana', 'cherry', 'date'])
  await name.getByRole('button').click()
  await expect(name).toHaveAttribute('aria-sort', 'descending')
  await page.reload()
  await expectRows(page, ['date', 'cherry', 'banana', 'apple'])
  const priority = page.getByRole('columnheader', { name: 'Tags' })
  await expect(priority).toHaveAttribute('aria-sort', 'none')
})

test('several servers are selected and worked on at once', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await register(rollcall, fruit)
  const bar = page.getByRole('region', { name: 'Actions on the selection' })

  await test.step('by box, by Ctrl and by Shift', async () => {
    await window.row('date').hover()
    await checkbox(page, 'date').click()
    await expect(bar).toContainText('1 selected')
    await window.row('cherry').click({ modifiers: ['ControlOrMeta'] })
    await expect(bar).toContainText('2 selected')
    await window.row('apple').click({ modifiers: ['Shift'] })
    await expect(window.row('apple')).toHaveAttribute('aria-selected', 'true')
    await expect(window.row('banana')).toHaveAttribute('aria-selected', 'false')
    await expect(bar).toContainText('3 selected')
    await audit(page, 'selection')
  })

  await test.step('a tag is added to all of them and taken away again', async () => {
    await bar.getByRole('button', { name: 'Tags…' }).click()
    const popover = page.getByRole('dialog', { name: 'Tags…' })
    await popover.getByLabel('New tag').fill('snack')
    await page.keyboard.press('Enter')
    await popover.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(popover.getByRole('listitem').filter({ hasText: 'snack' })).toContainText('3')
    await audit(page, 'tags of the selection')
    await popover.getByRole('button', { name: 'Remove the tag dry' }).click()
    await expect(window.tag('dry')).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect(window.tag('snack')).toBeVisible()
  })

  await test.step('what is refused is told once for all', async () => {
    await bar.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByText('3 of 3 refused')).toBeVisible()
  })

  await test.step('they are switched on and off', async () => {
    await bar.getByRole('button', { name: 'Connect', exact: true }).click()
    for (const name of ['date', 'cherry', 'apple']) await expect(window.connectSwitch(name)).toBeChecked()
    await expect(window.connectSwitch('banana')).not.toBeChecked()
    await bar.getByRole('button', { name: 'Disconnect' }).click()
    for (const name of ['date', 'cherry', 'apple']) await expect(window.connectSwitch(name)).not.toBeChecked()
  })

  await test.step('they are removed, and one undo brings them all back', async () => {
    await bar.getByRole('button', { name: 'Remove', exact: true }).click()
    await expectRows(page, ['banana'])
    await expect(bar).toBeHidden()
    await expect(grid(page)).toBeFocused()
    await expect(page.getByText('3 servers removed')).toBeVisible()
    await window.button('Undo').click()
    await expectRows(page, ['date', 'banana', 'cherry', 'apple'])
  })
})

test('the list is worked by keyboard alone', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await register(rollcall, fruit)
  await expectRows(page, ['date', 'banana', 'cherry', 'apple'])
  await grid(page).focus()
  const press = (key: string) => page.keyboard.press(key)
  const selected = () => grid(page).getByRole('row', { selected: true })

  await press('End')
  await press('x')
  await press('Shift+ArrowUp')
  await expect(selected()).toHaveCount(2)
  await press('ControlOrMeta+a')
  await expect(selected()).toHaveCount(4)
  await press('Escape')
  await expect(selected()).toHaveCount(0)

  await press('Home')
  await press('ArrowDown')
  await press(' ')
  await expect(window.connectSwitch('banana')).toBeChecked()
  await press('Enter')
  await expect(page.getByRole('region', { name: 'banana', exact: true })).toBeVisible()
  await press('Escape')
  await expect(page.getByRole('region', { name: 'banana', exact: true })).toBeHidden()
  await press('Delete')
  await expectRows(page, ['date', 'cherry', 'apple'])
  await expect(grid(page)).toBeFocused()
})

test('filters are saved as a view, shown again, renamed and deleted', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await register(rollcall, fruit)
  const views = page.getByRole('region', { name: 'Views' })

  await window.tag('fruit').click()
  await window.tag('red').click()
  await expectRows(page, ['banana', 'cherry', 'apple'])
  await page.getByRole('radio', { name: 'Every tag' }).click()
  await expectRows(page, ['cherry', 'apple'])
  await page.getByRole('button', { name: 'Save this view' }).click()
  await page.getByLabel('Name of the view').fill('Red fruit')
  await audit(page, 'saving a view')
  await page.keyboard.press('Enter')
  const view = views.getByRole('button', { name: 'Red fruit', exact: true })
  await expect(view).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('button', { name: 'Save this view' })).toBeHidden()

  await page.reload()
  await expectRows(page, ['date', 'banana', 'cherry', 'apple'])
  await view.click()
  await expectRows(page, ['cherry', 'apple'])

  await view.hover()
  await page.getByRole('button', { name: 'Actions on the view Red fruit' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  const field = page.getByRole('textbox', { name: 'Name of the view' })
  await expect(field).toBeFocused()
  await field.fill('Berries')
  await page.keyboard.press('Enter')
  await views.getByRole('button', { name: 'Berries', exact: true }).hover()
  await audit(page, 'saved views')
  await page.getByRole('button', { name: 'Actions on the view Berries' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(views).toBeHidden()
  await window.button('Undo').click()
  await expect(views.getByRole('button', { name: 'Berries', exact: true })).toBeVisible()
})

test('a server is found by the name of one of its tools, here and over the API', async ({ rollcall }) => {
  await using server = await startServer('dual.ts')
  const { page } = rollcall
  await register(rollcall, [...fruit, { name: 'toolbox', url: server.url, auto_connect: true }])
  await new Window(page).expectStanding('toolbox', 'Up')
  await page.getByRole('searchbox', { name: 'Search servers' }).fill('ECHO')
  await expectRows(page, ['toolbox'])
  const found = (await rollcall.api('GET', '/servers?text=ECHO')) as { name: string }[]
  expect(found.map(({ name }) => name)).toEqual(['toolbox'])
})

test('rows become compact, and long or foreign texts break neither kind', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  const long = 'a-name-that-does-not-want-to-end-'.repeat(3).slice(0, 90)
  const tags = Array.from({ length: 40 }, (_, index) => `tag-number-${index}`)
  await register(rollcall, [
    { name: long, url: `http://127.0.0.1:9/${'x'.repeat(1_950)}`, tags },
    { name: 'خادم-الطقس', tags: ['عربي'] },
  ])
  const heights = async () => {
    const boxes = await Promise.all((await rowsOf(page).all()).map((row) => row.boundingBox()))
    return boxes.map((box) => box?.height)
  }
  /** Wider than what shows it: something would hang out of the window. */
  const overflows = () => page.evaluate<boolean>('document.body.scrollWidth > document.body.clientWidth')

  await expect(window.row(long)).toBeVisible()
  await expect.poll(heights).toEqual([55, 55])
  await window.screen('Settings').click()
  await page.getByRole('radio', { name: 'Compact' }).click()
  await audit(page, 'density')
  await window.screen('Servers').click()
  await expect.poll(heights).toEqual([34, 34])
  await page.setViewportSize({ width: 900, height: 600 })
  expect(await overflows()).toBe(false)
  const inner = await grid(page).getByRole('rowgroup').boundingBox()
  const row = await window.row(long).boundingBox()
  expect(row?.width).toBe(inner?.width)
  await audit(page, 'compact rows')
})
