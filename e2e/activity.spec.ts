import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { startServer } from '../tests/servers/start'
import { audit } from './audit'
import { expect, type Rollcall, test } from './rollcall'
import { Window } from './window'

const list = (page: Page) => page.getByRole('region', { name: 'Activity' })
/** The lines of events, without the headings of days. */
const events = (page: Page) =>
  list(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('time') })
const eventWith = (page: Page, text: string) => list(page).getByRole('listitem').filter({ hasText: text })

async function register(rollcall: Rollcall, name: string): Promise<void> {
  await rollcall.api('POST', '/servers', { name, url: 'http://127.0.0.1:9/', auto_connect: false })
}

/** Changes a server so many times; each change is an event. */
async function change(rollcall: Rollcall, name: string, times: number): Promise<void> {
  for (let n = 1; n <= times; n++) await rollcall.api('PATCH', `/servers/${name}`, { priority: n })
}

test('events are narrowed by server, kind, text and time, and exported as they are shown', async ({
  rollcall,
}) => {
  const { page } = rollcall
  const window = new Window(page)
  await window.screen('Activity').click()
  await expect(page.getByRole('heading', { name: 'Nothing has happened yet' })).toBeVisible()
  for (const name of ['apple', 'banana']) await register(rollcall, name)
  await change(rollcall, 'apple', 2)
  await expect(events(page)).toHaveCount(4)
  await expect(list(page).getByRole('heading', { name: 'Today' })).toBeVisible()
  await expect(eventWith(page, 'changed: priority').first()).toContainText('apple')
  await audit(page, 'activity')

  const filters = page.getByRole('list', { name: 'Filters in use' })
  await test.step('by server', async () => {
    await page.getByRole('button', { name: 'Server', exact: true }).click()
    await page.getByRole('combobox', { name: 'Find a server' }).fill('ban')
    await audit(page, 'list of servers')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await expect(events(page)).toHaveCount(1)
    await filters.getByRole('button', { name: 'Stop filtering by banana' }).click()
    await expect(events(page)).toHaveCount(4)
  })

  await test.step('by kind', async () => {
    await page.getByRole('button', { name: 'Kind' }).click()
    await page.getByRole('option', { name: 'Changed' }).click()
    await page.keyboard.press('Escape')
    await expect(events(page)).toHaveCount(2)
    await audit(page, 'narrowed')
  })

  await test.step('what happens now comes in where it fits', async () => {
    await register(rollcall, 'cherry')
    await change(rollcall, 'cherry', 1)
    await expect(events(page)).toHaveCount(3)
    await expect(events(page).first()).toContainText('cherry')
  })

  await test.step('as a file', async () => {
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export' }).click()
    const download = await saved
    expect(download.suggestedFilename()).toMatch(/^rollcall-events-\d{4}-\d\d-\d\d\.jsonl$/u)
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { kind: 'updated', server: 'apple' },
      { kind: 'updated', server: 'apple' },
      { kind: 'updated', server: 'cherry' },
    ])
  })

  await test.step('to nothing, and back', async () => {
    await page.getByRole('searchbox', { name: 'Search events' }).fill('no such thing')
    await page.getByLabel('Time', { exact: true }).selectOption('Last hour')
    await expect(page.getByRole('heading', { name: 'Nothing of that kind has happened' })).toBeVisible()
    await audit(page, 'nothing fits')
    await page.getByRole('button', { name: 'Clear filters' }).last().click()
    await expect(events(page)).toHaveCount(6)
    await expect(filters).toBeHidden()
  })

  await test.step('from and to', async () => {
    await page.getByLabel('Time', { exact: true }).selectOption('From – to')
    await page.getByLabel('To', { exact: true }).fill('2020-01-01T00:00')
    await expect(page.getByRole('heading', { name: 'Nothing of that kind has happened' })).toBeVisible()
    await page.getByLabel('To', { exact: true }).fill('')
    await page.getByLabel('From', { exact: true }).fill('2020-01-01T00:00')
    await expect(events(page)).toHaveCount(6)
    await audit(page, 'from and to')
  })
})

test('one scrolls back to the beginning while nothing moves under the pointer', async ({ rollcall }) => {
  const { page } = rollcall
  await register(rollcall, 'apple')
  await change(rollcall, 'apple', 450)
  await new Window(page).screen('Activity').click()
  await expect(events(page).first()).toBeVisible()
  const frame = list(page)
  await frame.hover()
  await page.mouse.wheel(0, 2_000)
  await expect.poll(() => frame.evaluate(({ scrollTop }) => scrollTop)).toBe(2_000)
  await change(rollcall, 'apple', 3)
  const fresh = page.getByRole('button', { name: '3 new' })
  await expect(fresh).toBeVisible()
  expect(await frame.evaluate(({ scrollTop }) => scrollTop)).toBe(2_000)
  await audit(page, 'reading')

  await expect(async () => {
    await page.mouse.wheel(0, 20_000)
    await expect(eventWith(page, 'registered')).toBeVisible({ timeout: 500 })
  }).toPass()
  await fresh.click()
  await expect(fresh).toBeHidden()
  await expect.poll(() => frame.evaluate(({ scrollTop }) => scrollTop)).toBe(0)
})

test('an event leads to its server and its tool, and a server to its events', async ({ rollcall }) => {
  await using server = await startServer('dual.ts')
  const { page } = rollcall
  const window = new Window(page)
  await register(rollcall, 'apple')
  await rollcall.api('POST', '/servers', { name: 'toolbox', url: server.url })
  await window.expectStanding('toolbox', 'Up')
  await rollcall.api('POST', '/servers/toolbox/tools/whoami', { arguments: {} })

  await window.row('toolbox').click()
  const details = page.getByRole('region', { name: 'toolbox', exact: true })
  await details.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Activity of this server' }).click()
  await expect(eventWith(page, 'whoami ran in')).toBeVisible()
  await expect(eventWith(page, 'apple')).toHaveCount(0)
  await page.getByRole('button', { name: 'Show the tool whoami' }).click()
  await expect(details.getByRole('heading', { name: 'whoami' })).toBeVisible()

  await window.screen('Activity').click()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await eventWith(page, 'apple').getByRole('button', { name: 'apple' }).click()
  await expect(page.getByRole('region', { name: 'apple', exact: true })).toBeVisible()
})
