import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { audit } from './audit'
import { expect, type Rollcall, test } from './rollcall'
import { Window } from './window'

const off = (name: string, fields: Record<string, unknown> = {}) => ({
  name,
  url: `http://127.0.0.1:9/${name}`,
  auto_connect: false,
  ...fields,
})

const document = (...names: string[]) => JSON.stringify({ servers: names.map((name) => off(name)) }, null, 2)

/** Writes a file and watches it; gives its card on the Discovery screen. */
async function watched(
  rollcall: Rollcall,
  name: string,
  text: string,
): Promise<{ card: Locator; file: string }> {
  const file = join(rollcall.dataDir, `${name}.json`)
  await writeFile(file, text)
  await rollcall.api('POST', '/sources', { path: file })
  await new Window(rollcall.page).screen('Discovery').click()
  return { card: rollcall.page.getByRole('article', { name, exact: true }), file }
}

async function choose(card: Locator, item: string | RegExp): Promise<void> {
  await card.getByRole('button', { name: /^Actions on/u }).click()
  await card.page().getByRole('menuitem', { name: item }).click()
}

test('a file is watched by its path, and what is wrong with the path stands beside it', async ({
  rollcall,
}) => {
  const { page } = rollcall
  const window = new Window(page)
  await window.screen('Discovery').click()
  await expect(page.getByRole('heading', { name: 'No file is watched' })).toBeVisible()
  await audit(page, 'no sources')
  const field = page.getByRole('textbox', { name: 'Path of a JSON file' })
  await window.button('Watch file').click()
  await expect(page.getByRole('alert')).toHaveText('This is needed.')
  await field.fill('servers.json')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Give the full path')
  await expect(field).toHaveAttribute('aria-invalid', 'true')

  const file = join(rollcall.dataDir, 'team.json')
  await writeFile(file, document('a', 'b'))
  await field.fill(file)
  await page.keyboard.press('Enter')
  const card = page.getByRole('article', { name: 'team', exact: true })
  await expect(card).toContainText('2 servers')
  await expect(card).toContainText('Next look')
  await expect(field).toHaveValue('')
  await field.fill(`"${file}"`)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText('This is a source already.')

  await card.getByRole('button', { name: '2 servers' }).click()
  await expect(window.row('a')).toBeVisible()
})

test('a picked file becomes a source where the shell tells its path, else it is imported', async ({
  rollcall,
}) => {
  const { page } = rollcall
  const file = join(rollcall.dataDir, 'picked.json')
  await writeFile(file, document('picked'))
  await new Window(page).screen('Discovery').click()
  await rollcall.pick('JSON files to watch', file)
  const card = page.getByRole('article', { name: 'picked', exact: true })
  const preview = page.getByRole('dialog', { name: 'Import servers' })
  await expect(rollcall.shell === 'web' ? preview : card).toContainText(/picked/u)
  expect(await card.count()).toBe(rollcall.shell === 'web' ? 0 : 1)
})

test('reading now says what came of it, even where nothing did', async ({ rollcall }) => {
  const { card, file } = await watched(rollcall, 'team', document('a'))
  const read = card.getByRole('button', { name: 'Read now' })
  await read.click()
  await expect(card).toContainText(/Read (just now|\d+ s ago): nothing changed/u)

  await rollcall.api('PATCH', `/sources/${await idOf(rollcall, file)}`, { paused: true })
  await writeFile(file, document('b', 'c'))
  await choose(card, 'Read once')
  await expect(card).toContainText(/: 2 added and 1 removed/u)
  await card.getByRole('button', { name: 'Resume' }).click()

  await writeFile(file, '{\n  "servers": [\n    { "name": "a" "url": 1 }\n  ]\n}')
  await read.click()
  await expect(card).toContainText('Cannot be read')
  await expect(card).toContainText('Its servers stay')
  await expect(card).toContainText('line 3, column 19')
  const line = card.getByRole('region', { name: 'Line 3' })
  await expect(line).toContainText('{ "name": "a" "url": 1 }')
  await expect(line).toContainText('^')
  await audit(rollcall.page, 'a source with an error')
})

test('a source is paused, looked at more often and renamed, and all of it is kept', async ({ rollcall }) => {
  const { page } = rollcall
  const { card, file } = await watched(rollcall, 'team', document('a'))
  await card.getByRole('button', { name: /^Actions on/u }).click()
  await page.getByRole('menuitem', { name: 'Look every' }).press('ArrowRight')
  await audit(page, 'menu of a source', '[role=menu]')
  await page.getByRole('menuitemradio', { name: '5 min' }).click()
  await expect(card).toContainText('every 5 min')
  await choose(card, 'Pause')
  await expect(card).toContainText('Paused')
  await writeFile(file, document('a', 'b'))
  await choose(card, 'Rename')
  const field = page.getByRole('textbox', { name: 'Name of the source' })
  await expect(field).toBeFocused()
  await field.fill('Office')
  await page.keyboard.press('Enter')
  const office = page.getByRole('article', { name: 'Office', exact: true })
  await expect(office).toContainText('Paused')

  await rollcall.restart()
  await new Window(rollcall.page).screen('Discovery').click()
  const again = rollcall.page.getByRole('article', { name: 'Office', exact: true })
  await expect(again).toContainText('Paused')
  await expect(again).toContainText('1 server')
  await again.getByRole('button', { name: 'Resume' }).click()
  await expect(again).toContainText('2 servers')
  await expect(again).toContainText('every 5 min')
})

test('a source is removed at once, and undoing it brings back its servers as they were', async ({
  rollcall,
}) => {
  const { page } = rollcall
  const window = new Window(page)
  const { card, file } = await watched(rollcall, 'team', document('a', 'b'))
  await rollcall.api('PATCH', `/sources/${await idOf(rollcall, file)}`, { intervalMs: 5_000 })
  await choose(card, 'Remove source and its 2 servers')
  await expect(card).toBeHidden()
  await expect(page.getByText('team removed, and 2 servers with it')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Sources' }).first()).toBeVisible()
  expect(await rollcall.api('GET', '/servers')).toEqual([])
  await window.button('Undo').click()
  await expect(card).toContainText('2 servers')
  await expect(card).toContainText('every 5 sec')
  await expect(page.getByText('team is back with 2 servers')).toBeVisible()
})

test('what was added by hand is a source, too', async ({ rollcall }) => {
  const { page } = rollcall
  await rollcall.api('POST', '/servers', off('mine'))
  await new Window(page).screen('Discovery').click()
  const card = page.getByRole('article', { name: 'Added by hand' })
  await expect(card).toContainText('1 server')
  await card.getByRole('button', { name: 'Add server' }).click()
  await expect(page.getByRole('dialog', { name: 'Add a server' })).toBeVisible()
})

test('thirty sources with long names and addresses fit a small window', async ({ rollcall }) => {
  const { page } = rollcall
  await page.setViewportSize({ width: 900, height: 600 })
  for (let index = 0; index < 30; index += 1) {
    const name = index === 0 ? 'a-name-that-does-not-want-to-end-'.repeat(5) : `source-${index}`
    await rollcall.api('POST', '/sources', { path: join(rollcall.dataDir, `${name}.json`) })
  }
  await new Window(page).screen('Discovery').click()
  await expect(page.getByRole('article')).toHaveCount(33)
  expect(await page.evaluate<boolean>('document.body.scrollWidth > document.body.clientWidth')).toBe(false)
  const widths = await page.evaluate<boolean>(
    `[...document.querySelectorAll('article')].every((card) => card.scrollWidth <= card.clientWidth)`,
  )
  expect(widths).toBe(true)
  await audit(page, 'thirty sources')
})

async function idOf(rollcall: Rollcall, file: string): Promise<string> {
  const sources = (await rollcall.api('GET', '/sources')) as { id: string; address: string }[]
  return sources.find(({ address }) => address === file)?.id ?? ''
}

test('servers are exported for other programs, without their secrets', async ({ rollcall }) => {
  const { page } = rollcall
  await rollcall.api(
    'POST',
    '/servers',
    off('keyed', { headers: { Authorization: 'Bearer plainly-visible' } }),
  )
  await new Window(page).screen('Discovery').click()
  const card = page.getByRole('article', { name: 'Added by hand' })
  await card.getByRole('button', { name: 'Export…' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'VS Code (mcp.json)' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('mcp.json')
  const text = await readFile(await download.path(), 'utf8')
  expect(Object.keys(JSON.parse(text).servers)).toEqual(['keyed'])
  expect(text).not.toContain('plainly-visible')
  await expect(page.getByText('1 server written to mcp.json')).toBeVisible()
})

test('a source is tried step by step before it is kept, and can be tried again later', async ({
  rollcall,
}) => {
  const { page } = rollcall
  const window = new Window(page)
  await window.screen('Discovery').click()
  const file = join(rollcall.dataDir, 'lab.json')
  await window.button('Add source…').click()
  const dialog = page.getByRole('dialog', { name: 'Add a source' })
  const test = dialog.getByRole('status', { name: 'Test of the source' })
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog.getByText('This is needed.')).toBeVisible()

  await dialog.getByLabel('Path').fill(file)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(test.getByRole('img', { name: 'Failed' })).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Add anyway' })).toBeVisible()
  await audit(page, 'a source that fails its test')

  await writeFile(file, document('a', 'b'))
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(test).toContainText('2 servers:')
  await expect(test.getByRole('img', { name: 'Failed' })).toHaveCount(0)
  await audit(page, 'a source that passes its test')
  await dialog.getByLabel('Name').fill('the lab')
  await dialog.getByLabel('Its servers').selectOption('list')
  await page.keyboard.press('Tab')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog).toBeHidden()

  const card = page.getByRole('article', { name: 'the lab', exact: true })
  await expect(card).toContainText('2 servers')
  await expect(card).toContainText('Only list')
  await choose(card, 'Test this source')
  await expect(card.getByRole('list', { name: 'Steps' })).toBeVisible()
  await card.getByRole('button', { name: 'Close the test' }).click()
  await expect(card.getByRole('list', { name: 'Steps' })).toBeHidden()
  await audit(page, 'sources')
})
