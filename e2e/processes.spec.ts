import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ProcessTable } from '../src/main/processes/process-table'
import { stdioCommand } from '../tests/servers/start'
import { audit } from './audit'
import { expect, test } from './rollcall'
import { Window } from './window'

const heads = ['For', 'PID', 'State', 'Age', 'Memory', 'CPU', 'Children', 'Crashes, 24 h']

test('each process has a row with its owner and what it takes; it is ended, undone and restarted from there', async ({
  rollcall,
}) => {
  test.slow()
  const { page } = rollcall
  const window = new Window(page)
  await rollcall.api('POST', '/servers', { name: 'family', ...stdioCommand('grandchild-stdio.ts') })
  await rollcall.api('POST', '/servers', { name: 'plain', ...stdioCommand('dual.ts', ['--stdio']) })
  await window.expectStanding('family', 'Up')
  await window.expectStanding('plain', 'Up')
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  const grid = page.getByRole('grid', { name: 'Processes' })
  const rowOf = (name: string) => grid.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })

  await test.step('what it takes, its children’s included', async () => {
    for (const name of heads)
      await expect(grid.getByRole('columnheader', { name, exact: true })).toBeVisible()
    await expect(rowOf('family')).toContainText(/\d+Running\d+ \w+[\d.]+ MB/u)
    await expect(rowOf('Rollcall')).toBeVisible()
    await expect(page.getByText(/^Together ?\d+ processes · [\d.]+ [MG]B/u)).toBeVisible()
    await audit(page, 'processes')
  })

  await test.step('sorted by any column', async () => {
    await grid.getByRole('button', { name: 'Memory' }).click()
    await expect(grid.getByRole('columnheader', { name: 'Memory' })).toHaveAttribute(
      'aria-sort',
      'descending',
    )
    await grid.getByRole('button', { name: 'For' }).click()
    await expect(grid.getByRole('row').nth(1)).toContainText('family')
  })

  await test.step('the arrows go from row to row', async () => {
    await grid.getByRole('button', { name: 'Restart family' }).focus()
    await page.keyboard.press('ArrowDown')
    await expect(grid.getByRole('button', { name: 'Restart plain' })).toBeFocused()
  })

  await test.step('restarted, it has another pid', async () => {
    const pid = async () => (await rowOf('plain').getByRole('gridcell').nth(1).textContent()) ?? ''
    const before = await pid()
    await page.keyboard.press('Enter')
    await expect.poll(pid, { timeout: 20_000 }).not.toBe(before)
    await expect(rowOf('plain')).toContainText('Running')
  })

  await test.step('ended, it is switched off, until that is undone', async () => {
    await grid.getByRole('button', { name: 'End family' }).click()
    await expect(page.getByText('family is switched off; its process ends')).toBeVisible()
    await expect(rowOf('family')).toHaveCount(0, { timeout: 10_000 })
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(rowOf('family')).toContainText('Running', { timeout: 20_000 })
  })

  await test.step('its server tells the same of it', async () => {
    await grid.getByRole('button', { name: 'plain', exact: true }).click()
    const details = page.getByRole('region', { name: 'plain', exact: true })
    await expect(details.getByText(/^PID \d+ · [\d.]+ MB · for /u)).toBeVisible()
  })
})

test('without servers there is Rollcall itself, and the filter says when nothing fits', async ({
  rollcall,
}) => {
  const { page } = rollcall
  await new Window(page).screen('Processes').click()
  const grid = page.getByRole('grid', { name: 'Processes' })
  await expect(grid.getByText('Rollcall', { exact: true })).toBeVisible()
  await page.getByRole('radio', { name: 'Servers' }).click()
  await expect(page.getByRole('heading', { name: 'No server runs as a process' })).toBeVisible()
  await audit(page, 'no processes')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(grid).toBeVisible()
})

test('what a killed run left is told at the next start, and ended with a press', async ({ rollcall }) => {
  await rollcall.end()
  const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000_000)'], { stdio: 'ignore' })
  const gone = once(left, 'exit')
  await once(left, 'spawn')
  const began = (await new ProcessTable().begun(left.pid ?? 0)) ?? ''
  const database = new DatabaseSync(join(rollcall.dataDir, 'rollcall.db'))
  database
    .prepare("INSERT INTO process_started VALUES (?, ?, 'earlier.1', 'weather', 'node weather.mjs', 0)")
    .run(left.pid ?? 0, began)
  database.close()

  await rollcall.start()
  const { page } = rollcall
  await expect(page.getByText('1 process of an earlier run is still there')).toBeVisible()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  const section = page.getByRole('region', { name: 'Processes of an earlier run' })
  await expect(section.getByRole('listitem')).toContainText(`weather${left.pid}node weather.mjs`)
  await audit(page, 'leftovers')
  await section.getByRole('button', { name: 'End it' }).click()
  await gone
  await expect(page.getByText('1 process ended')).toBeVisible()
  await expect(section).toHaveCount(0)
})
