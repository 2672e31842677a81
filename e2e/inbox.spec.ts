import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { stdioCommand } from '../tests/servers/start'
import { audit } from './audit'
import { expect, type Rollcall, test } from './rollcall'
import { Window } from './window'

/** Opens the inbox from the keyboard. */
async function openInbox({ page }: Rollcall): Promise<void> {
  for (const key of ['g', 'i']) await page.keyboard.press(key)
  await expect(page.getByRole('heading', { name: 'Inbox', level: 1 })).toBeVisible()
}

/** Watches a file; gives how to write it anew. */
async function watched(
  rollcall: Rollcall,
  ...servers: object[]
): Promise<(...now: object[]) => Promise<void>> {
  const file = join(rollcall.dataDir, 'team.json')
  const write = (...now: object[]) => writeFile(file, JSON.stringify({ servers: now }, null, 2))
  await write(...servers)
  await rollcall.api('POST', '/sources', { path: file })
  return write
}

const card = ({ page }: Rollcall, name: string): Locator => page.getByRole('article', { name, exact: true })

test('a command is approved; one argument of it changes, and it is asked again with the difference', async ({
  rollcall,
}) => {
  const { page } = rollcall
  const window = new Window(page)
  const tool = { name: 'tool', ...stdioCommand('dual.ts', ['--stdio']) }
  const write = await watched(rollcall, tool)
  await window.expectStanding('tool', 'Needs approval')
  await expect(page.getByTitle('1 server waits for your decision')).toBeVisible()

  await openInbox(rollcall)
  await expect(card(rollcall, 'tool')).toContainText('dual.ts --stdio')
  await audit(page, 'a command that waits')
  await card(rollcall, 'tool').getByRole('button', { name: 'Approve' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible()
  await audit(page, 'empty inbox')
  await window.screen('Servers').click()
  await window.expectStanding('tool', 'Up')

  await write({ ...tool, args: [...tool.args.slice(0, -1), '--stdin'] })
  await window.expectStanding('tool', 'Needs approval')
  await openInbox(rollcall)
  const change = card(rollcall, 'tool').getByRole('region', { name: 'What would change' })
  await expect(change).toContainText('Approved:--stdio')
  await expect(change).toContainText('Now:--stdin')
  await expect(card(rollcall, 'tool')).toContainText('Changed since you approved it')
  await audit(page, 'a command that changed')
})

test('everything is decided from the keyboard, and a refusal is taken back', async ({ rollcall }) => {
  const { page } = rollcall
  const commands = ['a', 'b', 'c'].map((name) => ({ name, command: 'no-such-command', args: [name] }))
  await watched(rollcall, ...commands)
  await openInbox(rollcall)
  await card(rollcall, 'a').focus()
  await page.keyboard.press('j')
  await expect(card(rollcall, 'b')).toBeFocused()
  await page.keyboard.press('r')
  await expect(card(rollcall, 'b')).toHaveCount(0)
  await expect(card(rollcall, 'c')).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('a')
  await expect(card(rollcall, 'a')).toHaveCount(0)
  await expect(card(rollcall, 'c')).toBeFocused()

  await new Window(page).button('Undo').click()
  await expect(card(rollcall, 'b')).toBeVisible()
  await card(rollcall, 'b').getByRole('button', { name: 'Refuse' }).click()
  await page.getByRole('radio', { name: 'Refused 1' }).click()
  await audit(page, 'what was refused')
  await card(rollcall, 'b').focus()
  await page.keyboard.press('o')
  await page.getByRole('radio', { name: 'Waiting 2' }).click()
  await expect(card(rollcall, 'b')).toBeVisible()
})

test('T19: nothing is approved before it could be read to its end, and nothing in it is hidden', async ({
  rollcall,
}) => {
  const { page } = rollcall
  const args = ['-c', `${'true; '.repeat(1_500)}echo safe\u202egnp.exe`, 'rm -rf ~']
  await watched(rollcall, { name: 'long', command: 'sh', args, env: { LD_PRELOAD: '/tmp/x.so' } })
  await openInbox(rollcall)
  const long = card(rollcall, 'long')
  const approve = long.getByRole('button', { name: 'Approve' })
  await expect(approve).toBeDisabled()
  await expect(long).toContainText('\\u{202e}')
  await expect(long.getByRole('list', { name: 'Worth a second look' })).toContainText('LD_PRELOAD')
  await long.focus()
  await page.keyboard.press('a')
  await expect(page.getByText('Read it to its end first.')).toBeVisible()
  await page.keyboard.press('End')
  await expect(approve).toBeEnabled()
  await audit(page, 'a long command')
})

test('addresses of one source are approved together, commands are not', async ({ rollcall }) => {
  const { page } = rollcall
  const servers = [
    ...['one', 'two'].map((name) => ({ name, url: `http://127.0.0.1:9/${name}` })),
    { name: 'tool', command: 'no-such-command' },
  ]
  const files = [{ name: 'dropped.json', text: JSON.stringify({ servers }) }]
  await rollcall.api('POST', '/import', { files })
  await openInbox(rollcall)
  await expect(card(rollcall, 'one')).toContainText('This machine.')
  await new Window(page).button('Approve all 2 addresses').click()
  await expect(card(rollcall, 'one')).toHaveCount(0)
  await expect(card(rollcall, 'tool')).toBeVisible()
})
