import type { Locator } from '@playwright/test'
import { type RunningServer, startServer } from '../tests/servers/start'
import { audit } from './audit'
import { expect, type Rollcall, test } from './rollcall'
import { Window } from './window'

let server: RunningServer

test.beforeEach(async () => {
  server = await startServer('dual.ts', ['--shelf'])
})
test.afterEach(() => server.stop())

/** Registers the server with the shelf and opens one of its tabs. */
async function open(rollcall: Rollcall, tab: 'Resources' | 'Prompts'): Promise<Locator> {
  await rollcall.api('POST', '/servers', { name: 'shelf', url: server.url })
  const window = new Window(rollcall.page)
  await window.expectStanding('shelf', 'Up')
  return window.open('shelf', tab)
}

const touch = (rollcall: Rollcall) =>
  rollcall.api('POST', '/servers/shelf/tools/touch', { arguments: { times: 1 } })

test('a server’s resources are found, read, and followed as they change', async ({ rollcall }) => {
  const { page } = rollcall
  const details = await open(rollcall, 'Resources')
  const list = details.getByRole('list', { name: 'Resources' })
  const contents = details.getByRole('region', { name: 'Contents' })
  const choose = (name: RegExp) => list.getByRole('button', { name }).click()
  await expect(list.getByRole('heading')).toHaveText(['Resources', 'Templates'])
  await expect(details.getByText('Choose a resource')).toBeVisible()

  await test.step('text and what is known of it', async () => {
    await choose(/A note/)
    await expect(contents).toContainText('Remember the milk.')
    await expect(details.getByRole('heading', { name: 'A note' })).toBeVisible()
    await expect(details.getByText(/^Read in/)).toBeVisible()
    await audit(page, 'text')
  })

  await test.step('JSON as a tree, and as text', async () => {
    await choose(/cities/)
    await expect(contents.getByRole('button', { name: /cities/ })).toBeVisible()
    await audit(page, 'tree')
    await contents.getByRole('radio', { name: 'Text' }).click()
    await expect(contents).toContainText('717710')
  })

  await test.step('pictures, several parts, and long text only when asked', async () => {
    await choose(/dot/)
    await expect(contents.getByRole('img')).toHaveAttribute('src', /^data:image\/png;base64,/)
    await choose(/bundle/)
    await expect(contents).toContainText('First part.')
    await expect(contents.getByRole('button', { name: 'Save as a file' })).toHaveCount(3)
    await choose(/long/)
    await contents.getByRole('button', { name: 'Show all 42,000 characters' }).click()
    await expect(contents.getByRole('button', { name: /Show all/ })).toBeHidden()
  })

  await test.step('what is too large is cut, and says so', async () => {
    await choose(/huge/)
    await expect(contents).toContainText('The first 1,048,576 of 1,200,000 characters')
    await expect(contents).toContainText('Too large to be shown or saved here.')
  })

  await test.step('one that fails says why and can be tried again', async () => {
    await choose(/broken/)
    const alert = details.getByRole('alert')
    await expect(alert).toContainText('The shelf is broken.')
    await audit(page, 'refused')
    await alert.getByRole('button', { name: 'Try again' }).click()
    await expect(alert).toContainText('The shelf is broken.')
  })

  await test.step('one that changes', async () => {
    await choose(/counter/)
    await expect(contents).toContainText('0')
    await details.getByRole('switch', { name: 'Follow changes' }).click()
    await expect(details.getByText('No change yet')).toBeVisible()
    await touch(rollcall)
    await expect(contents).toContainText('1')
    await expect(details.getByText(/^Last change/)).toBeVisible()
    await audit(page, 'followed')
    await details.getByRole('switch', { name: 'Follow changes' }).click()
    await expect(contents).toContainText('1')
    await touch(rollcall)
    await details.getByRole('button', { name: 'Read again' }).click()
    await expect(contents).toContainText('2')
  })

  await test.step('a search that finds nothing, and one that does', async () => {
    const search = details.getByRole('searchbox', { name: 'Search resources' })
    await search.fill('no such thing')
    await expect(details.getByText('No resource fits.')).toBeVisible()
    await audit(page, 'nothing fits')
    await search.fill('json cities')
    await expect(list.getByRole('button')).toHaveCount(1)
    await expect(details.getByRole('heading', { name: 'counter' })).toBeVisible()
  })
})

test('a template is filled in with the server’s suggestions, by keyboard', async ({ rollcall }) => {
  const { page } = rollcall
  const details = await open(rollcall, 'Resources')
  await details.getByRole('searchbox').fill('page')
  await details
    .getByRole('list', { name: 'Resources' })
    .getByRole('button', { name: /A page/ })
    .click()
  const chapter = details.getByRole('combobox', { name: 'chapter' })
  await chapter.pressSequentially('chapter-12')
  const options = page.getByRole('listbox', { name: 'Suggestions for chapter' }).getByRole('option')
  await expect(options.first()).toHaveText('chapter-12')
  await expect(options).toHaveCount(11)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true')
  await audit(page, 'suggestions')
  await page.keyboard.press('Enter')
  await expect(chapter).toHaveValue('chapter-120')
  await expect(options).toHaveCount(0)
  await details.getByRole('combobox', { name: 'page' }).fill('a b')
  await expect(details.getByRole('status', { name: 'Address to be read' })).toHaveText(
    'shelf://pages/chapter-120/a%20b',
  )
  await page.keyboard.press('Enter')
  await expect(details.getByRole('region', { name: 'Contents' })).toContainText('Page')
  await audit(page, 'template')
})

test('a prompt’s arguments are asked for, and its messages shown', async ({ rollcall }) => {
  const { page } = rollcall
  const details = await open(rollcall, 'Prompts')
  const preview = details.getByRole('region', { name: 'Preview' })
  const run = details.getByRole('button', { name: 'Preview' })
  await audit(page, 'prompts')

  await test.step('what is required is asked for', async () => {
    await run.click()
    await expect(details.getByText('This is needed.')).toBeVisible()
    await expect(preview).toBeHidden()
  })

  await test.step('a suggestion is taken by pointer', async () => {
    await details.getByRole('combobox', { name: 'name', exact: true }).fill('Ada')
    await details.getByRole('combobox', { name: 'language (optional)' }).click()
    await page.getByRole('option', { name: '中文' }).click()
    await run.click()
    await expect(preview.getByRole('article')).toHaveCount(2)
    await expect(preview.getByRole('article').first()).toContainText('User')
    await expect(preview).toContainText('Greet Ada in 中文.')
    await audit(page, 'preview')
  })

  await test.step('pictures and embedded resources', async () => {
    await details.getByRole('button', { name: /describe/ }).click()
    await run.click()
    await expect(preview.getByRole('img')).toBeVisible()
    await expect(preview).toContainText('Remember the milk.')
    await expect(preview).toContainText('shelf://cities.json')
    await preview.getByRole('button', { name: 'Copy all messages' }).click()
    await expect(page.getByRole('menuitem')).toHaveText(['Copy as text', 'Copy as JSON'])
    await page.keyboard.press('Escape')
  })

  await test.step('one that refuses says so, and the chosen one stays while one looks elsewhere', async () => {
    await details.getByRole('button', { name: /refuse/ }).click()
    await run.click()
    await expect(details.getByText(/Not today\./)).toBeVisible()
    await details.getByRole('tab', { name: /^Tools/ }).click()
    await details.getByRole('tab', { name: /^Prompts/ }).click()
    await expect(details.getByRole('heading', { name: 'refuse' })).toBeVisible()
  })
})

test('a server that is off shows its last lists; one that offers nothing says so', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  const details = await open(rollcall, 'Resources')
  await details.getByRole('button', { name: /A note/ }).click()
  await window.connectSwitch('shelf').click()
  await expect(details.getByText('Connect the server to read it.')).toBeVisible()
  await expect(details.getByRole('button', { name: 'Read again' })).toBeDisabled()
  await expect(details.getByRole('button', { name: /cities/ })).toBeVisible()
  await details.getByRole('tab', { name: /^Prompts/ }).click()
  await expect(details.getByText('Connect the server to preview its prompts.')).toBeVisible()
  await audit(page, 'off')

  await rollcall.api('POST', '/servers', { name: 'never', url: 'http://127.0.0.1:9/', auto_connect: false })
  const never = await window.open('never', 'Prompts')
  await expect(never.getByText('They are listed once the server is connected.')).toBeVisible()
  await never.getByRole('tab', { name: 'Resources' }).click()
  await expect(never.getByText('No resources')).toBeVisible()
  await audit(page, 'nothing there')
})
