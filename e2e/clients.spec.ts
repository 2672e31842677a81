import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { audit } from './audit'
import { expect, type Rollcall, test } from './rollcall'
import { homeIn } from './shells/person'
import { Window } from './window'

const cursorFile = '.cursor/mcp.json'
const before = `{
  // mine
  "mcpServers": {
    "files": { "command": "npx", "args": ["-y", "@example/files"], "env": { "API_KEY": "hush-hush" } }
  }
}
`

/** Writes a file of another program below the person's home. */
async function put({ dataDir }: Rollcall, name: string, text: string): Promise<string> {
  const path = join(homeIn(dataDir), name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  return path
}

test("another program's servers are found, and taken", async ({ rollcall }) => {
  const { page } = rollcall
  await put(rollcall, cursorFile, before)
  await new Window(page).screen('Discovery').click()
  const card = page.getByRole('article', { name: 'On this computer' })
  await expect(card).toContainText('1 server · 1 new or changed')
  await audit(page, 'on this computer')
  await card.getByRole('button', { name: 'Show what is in Cursor…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import from Cursor' })
  await expect(dialog).toContainText('@example/files')
  await expect(dialog).not.toContainText('hush-hush')
  await audit(page, 'import from a client')
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(card).not.toContainText('new or changed')
  // A command waits, whoever named it.
  await new Window(page).screen('Inbox').click()
  await expect(page.getByRole('feed')).toContainText('@example/files')
})

test("another program's file is kept watched, and what it comes to name waits", async ({ rollcall }) => {
  const { page } = rollcall
  const path = await put(rollcall, '.codeium/windsurf/mcp_config.json', '{"mcpServers":{}}')
  await new Window(page).screen('Discovery').click()
  const card = page.getByRole('article', { name: 'On this computer' })
  await card.getByRole('button', { name: 'Keep watching the file of Windsurf' }).click()
  await expect(card).toContainText('watched')
  await writeFile(path, '{"mcpServers":{"weather":{"serverUrl":"https://weather.example/mcp"}}}')
  await expect(page.getByRole('article', { name: 'Windsurf' })).toContainText('1')
  await new Window(page).screen('Inbox').click()
  await expect(page.getByRole('feed')).toContainText('https://weather.example/mcp')
})

test('a server is used in another program: shown, written, undone', async ({ rollcall }) => {
  const { page } = rollcall
  const path = await put(rollcall, cursorFile, before)
  const server = { name: 'weather', url: 'https://weather.example/mcp', auto_connect: false }
  await rollcall.api('POST', '/servers', { ...server, headers: { Authorization: 'Bearer hush' } })
  await page.getByRole('row', { name: 'weather', exact: true }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Use in…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Use in another program' })
  await dialog.getByLabel('Program and file').selectOption({ label: `Cursor · ${path}` })
  const difference = dialog.getByRole('region', { name: 'What changes in the file' })
  await expect(difference).toContainText('+    "weather": {')
  await expect(dialog).toContainText('Secrets are never written.')
  await audit(page, 'use in a client')
  await dialog.getByRole('button', { name: 'Write' }).click()
  await expect(dialog).toBeHidden()
  const after = await readFile(path, 'utf8')
  expect(after).toContain('// mine')
  expect(after).toContain('https://weather.example/mcp')
  expect(after).not.toContain('Bearer')
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(page.getByText('The file is as it was before')).toBeVisible()
  expect(await readFile(path, 'utf8')).toBe(before)
})
