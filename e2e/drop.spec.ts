import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startServer, stdioCommand } from '../tests/servers/start'
import { expect, test } from './rollcall'
import { Window } from './window'

test('a dropped file shows what would happen, and only then it happens', async ({ rollcall }) => {
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

test('the desktop goes on watching a dropped file', async ({ rollcall }) => {
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
