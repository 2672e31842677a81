import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { startServer } from '../tests/servers/start'
import { audit } from './audit'
import { expect, type Rollcall, test } from './rollcall'
import { Window } from './window'

const url = 'http://127.0.0.1:9/mcp'

const editorOf = (details: Locator) => details.getByRole('textbox', { name: /^Registration of/ })
const documentOf = (rollcall: Rollcall, name: string) => rollcall.api('GET', `/servers/${name}/document`)

/** Puts the text in the place of the editor's. */
async function write(details: Locator, document: unknown): Promise<void> {
  await editorOf(details).fill(typeof document === 'string' ? document : JSON.stringify(document, null, 2))
}

/** Watches a file with these servers. */
async function source(rollcall: Rollcall, servers: readonly object[]): Promise<string> {
  const path = join(rollcall.dataDir, 'local_discovery.json')
  await writeFile(path, JSON.stringify({ servers }, null, 2))
  await rollcall.api('POST', '/sources', { path })
  return path
}

test('a registration is edited as text, with its problems where they are', async ({ rollcall }) => {
  const { page } = rollcall
  const given = { name: 'kept', url, auto_connect: false, 'x-own': { a: 1 }, headers: { Authorization: 's' } }
  await rollcall.api('POST', '/servers', given)
  await rollcall.api('POST', '/servers', { name: 'other', url, auto_connect: false })
  const kept = (await documentOf(rollcall, 'kept')) as typeof given
  const window = new Window(page)
  const details = await window.open('kept', 'Configuration')
  const editor = editorOf(details)
  const save = details.getByRole('button', { name: 'Save' })
  await expect(editor).toContainText('"x-own"')
  await expect(editor).toContainText(kept.headers.Authorization)
  await expect(save).toBeDisabled()
  await audit(page, 'configuration')

  await test.step('what is wrong is told with its line', async () => {
    await write(details, '{\n  "name": "kept"\n  "url": 1 }')
    const problems = details.getByRole('list', { name: 'Problems' })
    await expect(problems).toContainText('line 3, column 3The text breaks off here: a comma is missing.')
    await write(details, { ...kept, url: 'ftp://x', priority: 'high' })
    await expect(problems.getByRole('listitem')).toHaveCount(2)
    await problems.getByRole('button', { name: /^line 3, column 10 ?url does not start with/ }).click()
    await expect(editor).toBeFocused()
    await expect(save).toBeDisabled()
    await audit(page, 'problems')
  })

  await test.step('what is not saved is kept while one looks elsewhere, and marked', async () => {
    await write(details, { ...kept, priority: 7, headers: { Authorization: 'new value' } })
    await expect(details.getByRole('tab', { name: 'Configuration not saved' })).toBeVisible()
    await window.open('other', 'Overview')
    await window.open('kept', 'Configuration')
    await expect(editorOf(details)).toContainText('"priority": 7')
  })

  await test.step('only the difference is saved, with Ctrl S, and a secret never comes back as text', async () => {
    await editor.click()
    await page.keyboard.press('ControlOrMeta+s')
    await expect(page.getByText('kept saved')).toBeVisible()
    await expect(editor).not.toContainText('new value')
    const now = (await documentOf(rollcall, 'kept')) as typeof given
    expect(now).toMatchObject({ priority: 7, 'x-own': { a: 1 } })
    expect(now.headers.Authorization).toMatch(/^\$\{secret:/)
    expect(now.headers.Authorization).not.toBe(kept.headers.Authorization)
    await expect(details.getByRole('tab', { name: 'Configuration', exact: true })).toBeVisible()
  })

  await test.step('changes are undone with a press', async () => {
    await write(details, { name: 'kept', url })
    await details.getByRole('button', { name: 'Undo changes' }).click()
    await expect(editor).toContainText('"priority": 7')
    await expect(save).toBeDisabled()
  })

  await test.step('Tab indents, Escape and Tab leave', async () => {
    await editor.focus()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    await expect(editor).not.toBeFocused()
  })
})

test('a command is shown whole before saving approves it', async ({ rollcall }) => {
  const { page } = rollcall
  await rollcall.api('POST', '/servers', { name: 'tool', command: 'no-such-tool', auto_connect: false })
  const details = await new Window(page).open('tool', 'Configuration')
  await expect(editorOf(details)).toBeVisible()
  await write(details, { name: 'tool', command: 'no-such-tool', args: ['a b'], env: { API_KEY: 'typed' } })
  const shown = details.getByRole('region', { name: 'Saving approves exactly this', exact: true })
  await expect(shown).toContainText("no-such-tool 'a b'")
  await expect(shown).not.toContainText('typed')
  await details.getByRole('button', { name: 'Save' }).click()
  await expect(shown).toBeHidden()
  expect(await rollcall.api('GET', '/servers/tool')).toMatchObject({ args: ['a b'], approval: null })
})

test('what a source says otherwise is shown, taken in one field, undone, and taken altogether', async ({
  rollcall,
}) => {
  const { page } = rollcall
  const entry = { name: 'shared', url, auto_connect: false, priority: 2, tags: ['a'] }
  const path = await source(rollcall, [entry])
  const window = new Window(page)
  const details = await window.open('shared', 'Configuration')
  const compared = details.getByRole('complementary', { name: 'Compared with its source' })
  await expect(compared).toContainText('Same as in local_discovery.')

  await test.step('a change here makes it another', async () => {
    await expect(editorOf(details)).toBeVisible()
    await write(details, { ...entry, priority: 9, tags: ['b'] })
    await details.getByRole('button', { name: 'Save' }).click()
    await expect(compared).toContainText('local_discovery says otherwise in 2 fields.')
    await expect(compared.getByRole('listitem').filter({ hasText: 'priority' })).toContainText('here9there2')
    await audit(page, 'differences')
  })

  await test.step('one field is taken, and undo brings it back', async () => {
    await compared.getByRole('button', { name: 'Use what the source says of priority' }).click()
    await expect(compared).toContainText('says otherwise in 1 field.')
    await expect(editorOf(details)).toContainText('"priority": 2')
    await window.button('Undo').click()
    await expect(editorOf(details)).toContainText('"priority": 9')
    await expect(compared).toContainText('says otherwise in 2 fields.')
  })

  await test.step('all of it is taken, and the source keeps the server again', async () => {
    await compared.getByRole('button', { name: 'Use all of it' }).click()
    await expect(compared).toContainText('Same as in local_discovery.')
    await expect(details).toContainText('from local_discovery')
  })

  await test.step('a change in the source while one edits is told, and either may be kept', async () => {
    await write(details, { ...entry, description: 'mine' })
    await writeFile(path, (await readFile(path, 'utf8')).replace('"priority": 2', '"priority": 4'))
    const alert = details.getByRole('alert')
    await expect(alert).toContainText('changed elsewhere while you were editing')
    await audit(page, 'overtaken')
    await alert.getByRole('button', { name: 'Show what is there now' }).click()
    await expect(editorOf(details)).toContainText('"priority": 4')
    await expect(editorOf(details)).not.toContainText('mine')
  })
})

test('the dialog takes tags, pasted commands and what is seldom set, and forgets nothing', async ({
  rollcall,
}) => {
  const { page } = rollcall
  for (const [name, tags] of [
    ['one', ['api', 'weather']],
    ['two', ['api']],
  ] as const)
    await rollcall.api('POST', '/servers', { name, url, tags, auto_connect: false })
  const window = new Window(page)
  await window.button('Add server').click()
  const dialog = page.getByRole('dialog', { name: 'Add a server' })
  const tagField = dialog.getByRole('combobox', { name: 'Tags' })

  await test.step('tags are completed from those in use', async () => {
    await tagField.pressSequentially('mine,a')
    const list = page.getByRole('listbox', { name: 'Tags in use' })
    await expect(list.getByRole('option').first()).toHaveText('api2')
    await audit(page, 'tag field')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await expect(dialog.getByRole('button', { name: /^Remove the tag/ })).toHaveCount(2)
    await tagField.press('Backspace')
    await expect(dialog.getByRole('button', { name: /^Remove the tag/ })).toHaveCount(1)
  })

  await test.step('a pasted command line fills the form', async () => {
    await paste(dialog.getByLabel('URL', { exact: true }), "TOKEN=abc npx -y no-such-package '/tmp/a b'")
    await expect(dialog.getByLabel('Program')).toHaveValue('npx')
    await expect(dialog.getByLabel('Arguments')).toHaveValue('-y\nno-such-package\n/tmp/a b')
    await expect(dialog.getByLabel('Variables 1: name')).toHaveValue('TOKEN')
    await expect(dialog.getByLabel('Name', { exact: true })).toHaveAttribute('placeholder', 'no-such-package')
  })

  await test.step('what is wrong below "More" opens it', async () => {
    const more = dialog.getByRole('button', { name: 'More', exact: true })
    await more.click()
    await dialog.getByLabel('Time to connect (s)').fill('soon')
    await more.click()
    await dialog.getByRole('button', { name: 'Add server' }).click()
    await expect(dialog.getByLabel('Time to connect (s)')).toBeFocused()
    await expect(dialog.getByLabel('Time to connect (s)')).toHaveAccessibleDescription(/0.1 to 600/)
    await audit(page, 'more')
  })

  await test.step('closing loses nothing', async () => {
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await window.button('Add server').click()
    await expect(dialog).toContainText('Your last input is back.')
    await expect(dialog.getByLabel('Program')).toHaveValue('npx')
    await dialog.getByRole('button', { name: 'Start over' }).click()
    await expect(dialog.getByLabel('URL', { exact: true })).toHaveValue('')
  })

  await test.step('a pasted list of servers is handed to the box', async () => {
    const list = { mcpServers: { a: { url }, b: { url: `${url}/b` } } }
    await paste(dialog.getByLabel('Name', { exact: true }), JSON.stringify(list))
    await dialog.getByRole('button', { name: 'See what it would add' }).click()
    await expect(page.getByRole('dialog', { name: 'Add from anything' })).toContainText('2 servers: a, b')
  })
})

test('the overview offers what can be done about it', async ({ rollcall }) => {
  const { page } = rollcall
  await using closed = await startServer('not-mcp.ts', ['--status', '401'])
  await rollcall.api('POST', '/servers', { name: 'closed', url: closed.url })
  await rollcall.api('POST', '/servers', { name: 'nothing', url })
  const window = new Window(page)

  await test.step('a header where one is wanted', async () => {
    const details = await window.open('closed', 'Overview')
    await details.getByRole('button', { name: 'Add a header' }).click()
    const dialog = page.getByRole('dialog', { name: 'Edit closed' })
    await expect(dialog.getByLabel('Headers 1: name')).toHaveValue('Authorization')
    await expect(dialog.getByLabel('Headers 1: value')).toBeFocused()
    await dialog.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(dialog.getByText(/wants credentials/)).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('another attempt, at once', async () => {
    const details = await window.open('nothing', 'Overview')
    await expect(details).toContainText(/Attempt \d+ (in|is under way)/)
    await details.getByRole('button', { name: 'Try now' }).click()
    await expect(details.getByRole('button', { name: 'Try now' })).toBeEnabled()
    await audit(page, 'overview')
  })
})

/** What these specs need of the page; they are compiled without the types of a browser. */
interface PageGlobals {
  readonly DataTransfer: new () => { setData(type: string, text: string): void }
  readonly ClipboardEvent: new (type: string, init: object) => Event
}

/** Pastes without the system's clipboard, which every browser on the machine shares. */
async function paste(field: Locator, text: string): Promise<void> {
  await field.focus()
  await field.evaluate((element, pasted) => {
    const { DataTransfer, ClipboardEvent } = globalThis as unknown as PageGlobals
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', pasted)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}
