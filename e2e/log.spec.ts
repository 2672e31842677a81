import { readFile } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import { startServer, stdioCommand } from '../tests/servers/start'
import { audit } from './audit'
import { expect, type Rollcall, test } from './rollcall'
import { Window } from './window'

/** A server that says what it is told to say, connected; and its log. */
async function chatty(rollcall: Rollcall): Promise<{ details: Locator; lines: Locator }> {
  await rollcall.api('POST', '/servers', { name: 'chatty', ...stdioCommand('chatty-stdio.ts') })
  const window = new Window(rollcall.page)
  await window.expectStanding('chatty', 'Up')
  const details = await window.open('chatty', 'Log')
  return { details, lines: details.getByRole('treegrid', { name: 'Log of chatty' }) }
}

const write = (rollcall: Rollcall, text: string, to = 'stderr') =>
  rollcall.api('POST', '/servers/chatty/tools/write', { arguments: { text, to } })
const say = (rollcall: Rollcall, data: string, times = 1) =>
  rollcall.api('POST', '/servers/chatty/tools/say', { arguments: { level: 'warning', data, times } })
const lineWith = (lines: Locator, text: string | RegExp) => lines.getByRole('row').filter({ hasText: text })
/** Pixels between what is in view and the end. */
const beyond = (lines: Locator) =>
  lines.evaluate((frame) => frame.scrollHeight - frame.scrollTop - frame.clientHeight)

test('a log shows what a process and its server say, as they say it', async ({ rollcall }) => {
  const { page } = rollcall
  const { details, lines } = await chatty(rollcall)
  await expect(lineWith(lines, 'Connected in')).toBeVisible()
  await expect(lineWith(lines, 'INFO chatty is ready').first()).toBeVisible()
  await write(rollcall, 'ERROR <b>bold</b> trouble')
  await expect(lineWith(lines, 'ERROR <b>bold</b> trouble')).toContainText('error')
  await write(rollcall, 'Hello there', 'stdout')
  await expect(lineWith(lines, 'Not a message of the protocol: Hello there')).toContainText('warning')
  await say(rollcall, 'quota at 90 %')
  await expect(lineWith(lines, 'chatty: quota at 90 %')).toContainText('server')
  await audit(page, 'log')

  await test.step('by level, by origin, by text; nothing left has a way back', async () => {
    await details.getByLabel('At least').selectOption('error')
    await expect(lines.getByRole('row')).toHaveCount(1)
    await details.getByLabel('At least').selectOption('warning')
    await details.getByLabel('From', { exact: true }).selectOption('protocol')
    await expect(lines.getByRole('row')).toHaveCount(1)
    await details.getByLabel('Search the log').fill('HELLO')
    await expect(lines.locator('mark')).toHaveText('Hello')
    await expect(details.getByText(/^1 of \d+ lines$/u)).toBeVisible()
    await audit(page, 'search')
    await details.getByLabel('Search the log').fill('no such line')
    await audit(page, 'nothing fits')
    await details.getByRole('button', { name: 'Clear filters' }).click()
    await expect(lineWith(lines, 'quota at 90 %')).toBeVisible()
  })

  await test.step('a long line unfolds, by press and by key', async () => {
    await write(rollcall, `${'long '.repeat(400)}end`)
    const long = lineWith(lines, 'long long')
    await expect(long).toHaveAttribute('aria-expanded', 'false')
    await long.click()
    await expect(long).toContainText('long end')
    await audit(page, 'unfolded')
    await lines.press('Enter')
    await expect(long).toHaveAttribute('aria-expanded', 'false')
  })

  await test.step('it is saved as a file', async () => {
    const saved = page.waitForEvent('download')
    await details.getByRole('button', { name: 'Save as a file' }).click()
    const text = await readFile(await (await saved).path(), 'utf8')
    expect(text).toMatch(/^\S+Z error {5}stderr {5}ERROR <b>bold<\/b> trouble$/mu)
  })

  await test.step('it is cleared, and comes back when that is undone', async () => {
    await details.getByRole('button', { name: 'Clear the log' }).click()
    await expect(details.getByRole('heading', { name: 'Nothing was said yet' })).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(lineWith(lines, 'quota at 90 %')).toBeVisible()
  })
})

test('the log of a server that was never connected says what will be there', async ({ rollcall }) => {
  const { page } = rollcall
  await rollcall.api('POST', '/servers', { name: 'quiet', url: 'http://127.0.0.1:9/', auto_connect: false })
  const details = await new Window(page).open('quiet', 'Log')
  await expect(details.getByRole('heading', { name: 'Nothing was said yet' })).toBeVisible()
  await audit(page, 'empty log')
  await details.getByRole('tab', { name: 'Checks' }).click()
  await expect(details.getByRole('heading', { name: 'Not checked yet' })).toBeVisible()
  await audit(page, 'no checks')
})

test('a log follows its end until one reads further up, and then stands still', async ({ rollcall }) => {
  const { page } = rollcall
  const { details, lines } = await chatty(rollcall)
  const following = details.getByRole('button', { name: 'Follow' })
  await say(rollcall, 'filling', 300)
  await expect.poll(() => beyond(lines)).toBeLessThan(8)
  await write(rollcall, 'the end so far')
  await expect(lineWith(lines, 'the end so far')).toBeInViewport()
  await expect(following).toHaveAttribute('aria-pressed', 'true')

  await lines.hover()
  await page.mouse.wheel(0, -400)
  await expect(following).toHaveAttribute('aria-pressed', 'false')
  const top = await lines.evaluate((frame) => frame.scrollTop)
  await say(rollcall, 'meanwhile', 20)
  await write(rollcall, 'and more')
  const jump = details.getByRole('button', { name: 'Jump to newest (21)' })
  await expect(jump).toBeVisible()
  expect(await lines.evaluate((frame) => frame.scrollTop)).toBe(top)
  await audit(page, 'reading')
  await jump.click()
  await expect(lineWith(lines, 'and more')).toBeInViewport()
  await expect(following).toHaveAttribute('aria-pressed', 'true')
  await lines.press('ArrowUp')
  await expect(following).toHaveAttribute('aria-pressed', 'false')
  await lines.press('End')
  await expect(following).toHaveAttribute('aria-pressed', 'true')
})

test('a flood leaves the window usable, and says what is missing', async ({ rollcall }) => {
  const { details, lines } = await chatty(rollcall)
  await rollcall.api('POST', '/servers/chatty/tools/flood', { arguments: {} })
  await details.getByLabel('Search the log').fill('left out')
  await expect(lineWith(lines, /… [\d,]+ lines left out/u).first()).toBeVisible()
  await rollcall.api('POST', '/servers/chatty/disconnect')
  await details.getByLabel('Search the log').fill('Disconnected')
  await expect(lineWith(lines, 'Disconnected').last()).toBeVisible()
})

test('the checks of a server are listed with what they add up to', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  const server = await startServer('legacy.mjs')
  await rollcall.api('PATCH', '/settings', { checkIntervalMs: 1_000 })
  await rollcall.api('POST', '/servers', { name: 'one', url: server.url })
  await window.expectStanding('one', 'Up')
  const details = await window.open('one', 'Checks')
  const checks = details.getByRole('grid', { name: 'Checks of one' })
  await expect(checks.getByRole('row').filter({ hasText: 'connecting' })).toContainText(/answered|slow/u)
  await details.getByRole('button', { name: 'Check now' }).click()
  await expect(details.getByText(/^Answered in [\d,]+ ms$/u)).toBeVisible()
  await expect(details.getByText(/checks · 0 failed · half within/u)).toBeVisible()
  await audit(page, 'checks')

  await details.getByRole('radio', { name: 'Failed' }).click()
  await expect(details.getByRole('heading', { name: 'No check fits' })).toBeVisible()
  await audit(page, 'no check fits')
  await server.kill()
  await expect(checks.getByRole('row').filter({ hasText: 'Nothing listens at' }).first()).toBeVisible({
    timeout: 20_000,
  })
  await audit(page, 'failed checks')
})
