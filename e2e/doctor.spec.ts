import type { Locator } from '@playwright/test'
import { startServer, stdioCommand } from '../tests/servers/start'
import { audit } from './audit'
import { expect, test } from './rollcall'
import { Window } from './window'

const stepOf = (details: Locator, name: string) => details.getByRole('listitem').filter({ hasText: name })

test('a server nobody listens for: where it ends, one fix, and more for who wants to know', async ({
  rollcall,
}) => {
  const { page } = rollcall
  const window = new Window(page)
  const server = await startServer('modern.ts')
  await server.kill()
  await rollcall.api('POST', '/servers', { name: 'lost', url: server.url })
  const details = await window.open('lost', 'Overview')
  await details.getByRole('button', { name: 'Find out why' }).click()

  await expect(details.getByRole('tab', { name: 'Doctor' })).toHaveAttribute('aria-selected', 'true')
  await expect(details.getByRole('status')).toHaveText('It does not get past: Connection (TCP)')
  const failed = stepOf(details, 'Connection (TCP), failed')
  await expect(failed).toContainText(`Nothing listens at 127.0.0.1:${server.port}.`)
  await expect(failed).toBeInViewport()
  await expect(stepOf(details, 'HTTP answer, not reached')).toHaveCount(1)
  await audit(page, 'failed')

  await test.step('the help text unfolds', async () => {
    await failed.getByRole('button', { name: 'More about this' }).click()
    await expect(failed.getByText('Likely causes')).toBeVisible()
    await expect(failed.getByText('The server is not running')).toBeVisible()
    await audit(page, 'help text')
  })

  await test.step('the facts of a step that passed unfold', async () => {
    const address = stepOf(details, 'Address, fine')
    await address.getByRole('button').click()
    await expect(address.getByRole('definition')).toHaveText(server.url)
    await audit(page, 'facts')
  })

  await test.step('the fix leads to where it is mended', async () => {
    await failed.getByRole('button', { name: 'Edit the address' }).click()
    await expect(page.getByRole('dialog', { name: 'Edit lost' }).getByLabel('URL')).toBeFocused()
    await page.keyboard.press('Escape')
  })

  await test.step('it is copied as text', async () => {
    await page.evaluate('navigator.clipboard.writeText = async (text) => { document.title = text }')
    await details.getByRole('button', { name: 'Copy as text' }).click()
    await expect(page).toHaveTitle(/\[failed\] Connection \(TCP\).*\(refused\)/u)
  })

  await test.step('once the server is there it connects', async () => {
    await using back = await startServer('modern.ts', ['--port', String(server.port)])
    expect(back.url).toBe(server.url)
    await details.getByRole('button', { name: 'Run again' }).click()
    await expect(details.getByRole('status')).toHaveText('It connects. Nothing is wrong.')
    await expect(stepOf(details, 'Lists')).toContainText(/Tools \d · resources 0 · prompts 0/u)
    await audit(page, 'well')
  })
})

test('a command that ends at once: its last words stand with what failed', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await rollcall.api('POST', '/servers', {
    name: 'ends',
    ...stdioCommand('exit-stdio.ts'),
    auto_connect: false,
  })
  const details = await window.open('ends', 'Doctor')
  await expect(details.getByRole('heading', { name: 'Not examined yet' })).toBeVisible()
  await audit(page, 'not examined')
  await details.getByRole('button', { name: 'Examine it' }).click()
  const failed = stepOf(details, 'MCP, failed')
  await expect(failed).toContainText('The process ended with code 3.')
  await expect(failed).toContainText('API_KEY is not set')
  await expect(failed.getByRole('button', { name: 'Edit the command' })).toBeVisible()
  await audit(page, 'ended')
})

test('one that never answers is given up, and goes on while one looks elsewhere', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await using hung = await startServer('hung.ts')
  await rollcall.api('POST', '/servers', { name: 'hung', url: hung.url, timeout: 120, auto_connect: false })
  const details = await window.open('hung', 'Doctor')
  await details.getByRole('button', { name: 'Examine it' }).click()
  await expect(stepOf(details, 'HTTP answer, under way')).toBeInViewport()
  await audit(page, 'under way')
  await details.getByRole('tab', { name: 'Log' }).click()
  await details.getByRole('tab', { name: 'Doctor' }).click()
  await expect(details.getByRole('status')).toHaveText('Being examined')
  await details.getByRole('button', { name: 'Stop' }).click()
  await expect(details.getByRole('status')).toHaveText('Stopped.')
  await expect(details.getByRole('button', { name: 'Run again' })).toBeVisible()
  await audit(page, 'stopped')
})

test('a connected server is examined from its menu, and stays connected', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await rollcall.api('POST', '/servers', { name: 'dual', ...stdioCommand('dual.ts', ['--stdio']) })
  await window.expectStanding('dual', 'Up')
  await window.row('dual').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Ask the doctor' }).click()
  const details = page.getByRole('region', { name: 'dual', exact: true })
  await expect(details.getByRole('status')).toHaveText('It connects. Nothing is wrong.')
  await expect(stepOf(details, 'Process')).toContainText('not started a second time')
  await window.expectStanding('dual', 'Up')
})

test('in Chinese, dark, in the smallest window', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await rollcall.api('POST', '/servers', { name: 'gone', command: 'no-such-program-here' })
  const kept = JSON.stringify({ state: { language: 'zh', theme: 'dark', tab: 'overview' }, version: 1 })
  await page.evaluate(`localStorage.setItem('rollcall.view', ${JSON.stringify(kept)})`)
  await page.reload()
  await page.setViewportSize({ width: 450, height: 300 })
  await window.row('gone').click()
  const details = page.getByRole('region', { name: 'gone', exact: true })
  await details.getByRole('button', { name: '查明原因' }).click()
  await expect(details.getByRole('status')).toHaveText('卡在这一步：命令')
  await expect(details.getByText('找不到命令 no-such-program-here。')).toBeInViewport()
  await expect(details.getByRole('tab', { name: '诊断' })).toBeInViewport()
  await audit(page, 'smallest')
})
