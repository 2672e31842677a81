import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startServer, stdioCommand } from '../tests/servers/start'
import { audit } from './audit'
import { expect, test } from './rollcall'
import { Window } from './window'

test('a dropped file shows what would happen, and only then it happens', { tag: '@desktop' }, async ({
  rollcall,
}) => {
  await using server = await startServer('legacy.mjs')
  const { command, args } = stdioCommand('dual.ts', ['--stdio'])
  const file = join(rollcall.dataDir, 'discovered_servers.json')
  const document = {
    servers: [
      { name: 'remote', url: server.url, tags: ['dropped'], priority: 5, auto_connect: true, metadata: {} },
      { name: 'local', command, args, tags: ['dropped'] },
      { name: 'broken', url: 'ftp://127.0.0.1/mcp' },
    ],
  }
  await writeFile(file, JSON.stringify(document, null, 2))
  const window = new Window(rollcall.page)
  await rollcall.drop([file])

  const dialog = rollcall.page.getByRole('dialog', { name: 'Import servers' })
  await test.step('the dialog names what is new and what is refused, with the whole command', async () => {
    await expect(dialog).toContainText('2 new, 0 changed, 0 unchanged, 1 refused')
    await expect(dialog).toContainText(server.url)
    await expect(dialog).toContainText('dual.ts --stdio')
    await expect(dialog).toContainText('broken')
    await expect(window.row('remote')).toHaveCount(0)
  })

  await test.step('what was dropped appears; the command waits', async () => {
    await dialog.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(dialog).toBeHidden()
    await window.expectStanding('remote', 'Up')
    await window.expectStanding('local', 'Needs approval')
    await expect(window.row('broken')).toHaveCount(0)
  })

  await test.step('approving the command connects it', async () => {
    const details = await window.open('local', 'Overview')
    const approval = details.getByRole('region', { name: 'This command waits for your approval' })
    await expect(approval).toContainText('dual.ts --stdio')
    await approval.getByRole('button', { name: 'Approve and connect' }).click()
    await window.expectStanding('local', 'Up')
  })
})

test('cancelling an import changes nothing', async ({ rollcall }) => {
  const file = join(rollcall.dataDir, 'mcp.json')
  await writeFile(file, JSON.stringify({ mcpServers: { quiet: { url: 'http://127.0.0.1:9/mcp' } } }))
  await rollcall.drop([file])
  const dialog = rollcall.page.getByRole('dialog', { name: 'Import servers' })
  await expect(dialog).toContainText('1 new')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  expect(await rollcall.api('GET', '/servers')).toEqual([])
})

test('a file that is not JSON says where it breaks off', async ({ rollcall }) => {
  const file = join(rollcall.dataDir, 'cut.json')
  await writeFile(file, '{\n  "servers": [\n    { "name": "half", "url"')
  await rollcall.drop([file])
  const dialog = rollcall.page.getByRole('dialog', { name: 'Import servers' })
  await expect(dialog).toContainText('line 3')
})

test('the desktop goes on watching a dropped file', { tag: '@desktop' }, async ({ rollcall }) => {
  await using server = await startServer('legacy.mjs')
  const file = join(rollcall.dataDir, 'watched.json')
  await writeFile(file, JSON.stringify({ servers: [{ name: 'first', url: server.url }] }))
  await rollcall.drop([file])
  const dialog = rollcall.page.getByRole('dialog', { name: 'Import servers' })
  await expect(dialog).toContainText('1 new')
  // A browser does not tell a page where a file lies, so only the desktop can watch it.
  const offers = rollcall.shell === 'web' ? 0 : 1
  await expect(dialog.getByRole('checkbox', { name: 'Keep watching this file' })).toHaveCount(offers)
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await new Window(rollcall.page).expectStanding('first', 'Up')
  const sources = (await rollcall.api('GET', '/sources')) as { address: string }[]
  expect(sources.some(({ address }) => address === file)).toBe(offers === 1)
})

const off = (name: string, fields: Record<string, unknown> = {}) => ({
  name,
  url: `http://127.0.0.1:9/${name}`,
  auto_connect: false,
  ...fields,
})

test('several files are shown apart, what is left out stays out, and the import can be undone', async ({
  rollcall,
}) => {
  const { page } = rollcall
  await rollcall.api(
    'POST',
    '/servers',
    off('known', { priority: 1, headers: { Authorization: 'Bearer a' } }),
  )
  await rollcall.api('POST', '/servers', off('same'))
  const one = join(rollcall.dataDir, 'one.json')
  const two = join(rollcall.dataDir, 'two.json')
  await writeFile(one, JSON.stringify({ servers: [off('fresh'), off('unwanted'), off('same')] }))
  const changed = off('known', { priority: 7, headers: { Authorization: 'Bearer b' } })
  await writeFile(two, JSON.stringify({ servers: [changed, off('other')] }, null, 2))
  await rollcall.drop([one, two])

  const dialog = page.getByRole('dialog', { name: 'Import servers' })
  const watch = dialog.getByRole('checkbox', { name: 'Keep watching these files' })
  if (rollcall.shell !== 'web') {
    await expect(dialog.getByText('A watched file is taken whole.').first()).toBeVisible()
    await watch.click()
  }
  await expect(dialog).toContainText('3 new, 1 changed, 1 unchanged, 0 refused')
  await test.step('a change is shown field by field, secrets masked', async () => {
    const report = dialog.getByRole('region', { name: 'two.json' })
    await expect(report).toContainText('priority')
    await expect(report).toContainText('1 → 7')
    await expect(report).toContainText('headers.Authorization')
    await expect(dialog).not.toContainText('Bearer')
  })
  await test.step('the entries are narrowed to one outcome', async () => {
    await audit(page, 'import preview')
    await dialog.getByRole('radio', { name: 'Changed 1', exact: true }).click()
    await expect(dialog.getByText('fresh', { exact: true })).toBeHidden()
    await expect(dialog.getByText('known', { exact: true })).toBeVisible()
    await dialog.getByRole('radio', { name: 'All 5' }).click()
  })
  await test.step('one entry and then a whole file are left out', async () => {
    await dialog.getByRole('checkbox', { name: 'Take unwanted' }).click()
    await expect(dialog.getByText('left out')).toHaveCount(1)
    await dialog.getByRole('checkbox', { name: 'Take everything in two.json' }).click()
    await expect(dialog.getByText('left out')).toHaveCount(3)
  })
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  const window = new Window(page)
  await expect(window.row('fresh')).toBeVisible()
  await expect(page.getByText('1 added, 0 changed.')).toBeVisible()
  for (const name of ['unwanted', 'other']) await expect(window.row(name)).toHaveCount(0)
  await window.button('Undo').click()
  await expect(window.row('fresh')).toHaveCount(0)
  await expect(window.row('known')).toBeVisible()
})

test('Enter imports, and what was imported can be shown', async ({ rollcall }) => {
  const { page } = rollcall
  const file = join(rollcall.dataDir, 'servers.json')
  await writeFile(file, JSON.stringify({ servers: [off('first'), off('second')] }))
  await rollcall.api('POST', '/servers', off('before'))
  await new Window(page).screen('Activity').click()
  await rollcall.drop([file])
  const dialog = page.getByRole('dialog', { name: 'Import servers' })
  await expect(dialog).toContainText('2 new')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await new Window(page).button('Show').click()
  await expect(new Window(page).row('first')).toBeVisible()
  const marked = page.getByRole('row', { selected: true })
  if (rollcall.shell === 'web') await expect(marked).toHaveCount(2)
  else await expect(new Window(page).row('before')).toHaveCount(0)
})

test('of a folder the files that name servers are offered one by one', async ({ rollcall }) => {
  const folder = join(rollcall.dataDir, 'project')
  for (const below of ['.vscode', 'node_modules/pkg', 'config'])
    await mkdir(join(folder, below), { recursive: true })
  await writeFile(join(folder, 'package.json'), '{}')
  await writeFile(join(folder, 'config', 'mcp.json'), JSON.stringify({ servers: [off('deep')] }))
  for (const hidden of ['.vscode', 'node_modules/pkg'])
    await writeFile(join(folder, hidden, 'mcp.json'), JSON.stringify({ servers: [off('hidden')] }))
  await rollcall.drop([folder])
  const dialog = rollcall.page.getByRole('dialog', { name: 'Import servers' })
  await expect(dialog.getByRole('region', { name: 'project/config/mcp.json' })).toContainText('deep')
  await expect(dialog).toContainText('1 JSON file in the folder names no servers.')
  await expect(dialog).not.toContainText('hidden')
})

test('a dragged link opens the form for a server, and text the form or the box', async ({ rollcall }) => {
  const { page } = rollcall
  const form = page.getByRole('dialog', { name: 'Add a server' })
  const box = page.getByRole('dialog', { name: 'Add from anything' })

  await test.step('a link', async () => {
    await rollcall.dropText('https://mcp.example.com/mcp', 'text/uri-list')
    await expect(form.getByLabel('URL', { exact: true })).toHaveValue('https://mcp.example.com/mcp')
    await expect(form.getByLabel('Name', { exact: true })).toHaveValue('example')
    await form.getByRole('button', { name: 'Cancel' }).click()
  })
  await test.step('a command line', async () => {
    await rollcall.dropText('npx -y @modelcontextprotocol/server-filesystem "/my files"')
    await expect(form.getByLabel('Program')).toHaveValue('npx')
    await expect(form.getByLabel('Arguments')).toHaveValue(
      '-y\n@modelcontextprotocol/server-filesystem\n/my files',
    )
    await form.getByRole('button', { name: 'Cancel' }).click()
  })
  await test.step('JSON, and several addresses', async () => {
    await rollcall.dropText(JSON.stringify({ mcpServers: { texted: { url: 'http://127.0.0.1:9/' } } }))
    await expect(box).toContainText('Recognised: an mcpServers configuration 1 server: texted')
    await box.getByRole('button', { name: 'Cancel' }).click()
    await rollcall.dropText('http://127.0.0.1:9/one\nhttp://127.0.0.1:9/two')
    await expect(box).toContainText('Recognised: addresses and command lines 2 servers: one, two')
    await box.getByRole('button', { name: 'Cancel' }).click()
  })
  await test.step('anything else', async () => {
    await rollcall.dropText('Good morning')
    await expect(page.getByText('Nothing in this text names a server.')).toBeVisible()
  })
  expect(await rollcall.api('GET', '/servers')).toEqual([])
})

test('what hangs over the window is told before it is dropped', async ({ rollcall }) => {
  const { page } = rollcall
  const file = join(rollcall.dataDir, 'servers.json')
  await writeFile(file, '{"servers":[]}')
  await writeFile(join(rollcall.dataDir, 'picture.png'), '')
  const overlay = page
    .getByRole('status')
    .filter({ has: page.getByText(/^(Drop to|This is nothing|Finish)/u) })
  const link = { texts: [{ mimeType: 'text/uri-list', data: 'https://a.test/' }] }

  await rollcall.hover({ files: [file] }, async () => {
    await expect(overlay).toContainText('Drop to see what this file would change')
    await audit(page, 'a file over the window')
  })
  await expect(overlay).toBeHidden()
  await rollcall.hover(link, () => expect(overlay).toContainText('Drop to add the server at this address'))
  await rollcall.hover({ files: [join(rollcall.dataDir, 'picture.png')] }, () =>
    expect(overlay).toContainText('This is nothing Rollcall can read'),
  )
  await new Window(page).button('Add server').first().click()
  await rollcall.hover({ files: [file] }, () =>
    expect(overlay).toContainText('Finish or close the form first'),
  )
  await rollcall.drop([file])
  await expect(page.getByRole('dialog', { name: 'Add a server' })).toBeVisible()
})

test('a thousand entries are shown a page at a time', async ({ rollcall }) => {
  const file = join(rollcall.dataDir, 'many.json')
  const servers = Array.from({ length: 1_000 }, (_, index) => off(`server-${index}`))
  await writeFile(file, JSON.stringify({ servers }))
  await rollcall.drop([file])
  const dialog = rollcall.page.getByRole('dialog', { name: 'Import servers' })
  await expect(dialog).toContainText('1,000 entries')
  await expect(dialog.getByText('server-49', { exact: true })).toBeAttached()
  await expect(dialog.getByText('server-50', { exact: true })).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Show 50 more of 950' }).click()
  await expect(dialog.getByText('server-99', { exact: true })).toBeAttached()
})

test('text is pasted onto the window, or typed with the preview beside it', async ({ rollcall }) => {
  const { page } = rollcall
  await test.step('pasted', async () => {
    await page.evaluate(`{
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', 'http://127.0.0.1:9/mcp')
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }`)
    const form = page.getByRole('dialog', { name: 'Add a server' })
    await expect(form.getByLabel('URL', { exact: true })).toHaveValue('http://127.0.0.1:9/mcp')
    await page.keyboard.press('Escape')
    await expect(form).toBeHidden()
  })
  await test.step('typed', async () => {
    await new Window(page).button('Import…').first().click()
    await page.getByRole('menuitem', { name: 'Paste anything…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add from anything' })
    const field = dialog.getByRole('textbox', { name: 'Address, command line' })
    await expect(field).toBeFocused()
    await field.fill('not a server')
    await expect(dialog.getByText('Nothing in this text names a server.')).toBeVisible()
    await field.fill('{"servers": [')
    await expect(dialog).toContainText('The text breaks off here')
    await audit(page, 'the box with broken JSON')
    await field.fill(JSON.stringify({ servers: [off('typed')] }))
    await expect(dialog).toContainText('1 server: typed')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(new Window(page).row('typed')).toBeVisible()
  })
})
