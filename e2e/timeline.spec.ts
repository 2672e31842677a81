import { startServer } from '../tests/servers/start'
import { audit } from './audit'
import { expect, type Rollcall, test } from './rollcall'
import { Window } from './window'

/** Fails soon, so that a server is down after one missed check. */
const quick = { health: { check_interval_ms: 1_000 } }

async function goDownAndComeBack(rollcall: Rollcall, window: Window): Promise<AsyncDisposable> {
  const first = await startServer('dual.ts')
  await rollcall.api('POST', '/servers', { name: 'weather', url: first.url, metadata: quick })
  await window.expectStanding('weather', 'Up')
  await first.kill()
  await window.expectStanding('weather', 'Down', 60_000)
  const second = await startServer('dual.ts', ['--port', String(first.port)])
  await rollcall.api('POST', '/servers/weather/check')
  await window.expectStanding('weather', 'Up', 60_000)
  return second
}

test('a server that was down and came back has it on its timeline, and on that of all', async ({
  rollcall,
}) => {
  test.slow()
  const { page } = rollcall
  const window = new Window(page)
  await rollcall.api('POST', '/servers', { name: 'idle', url: 'http://127.0.0.1:9/', auto_connect: false })
  await using _server = await goDownAndComeBack(rollcall, window)

  const details = await window.open('weather', 'Timeline')
  await test.step('the incident says how long, why, and what ended it', async () => {
    const incidents = details.getByRole('region', { name: 'Incidents of weather' })
    const line = incidents.getByRole('listitem')
    await expect(line).toHaveCount(1)
    await expect(line).toContainText(/^.*Down for .+, until it answered again\./u)
    await expect(line).toContainText(/Nothing listens at|closed the connection/u)
    await audit(page, 'timeline of one server')
  })

  await test.step('the arrow keys read it out', async () => {
    await details.getByRole('radio', { name: '1 h' }).click()
    const readOut = details.getByRole('status', { name: 'What there was' })
    await expect(readOut).toContainText(/^1 h · .*Unknown/u)
    const cursor = details.getByRole('slider', { name: 'Health of weather over time' })
    await cursor.focus()
    await page.keyboard.press('Home')
    await expect(readOut).toContainText(/Unknown 100% · 0 checks$/u)
    await page.keyboard.press('End')
    await expect(readOut).not.toContainText('Unknown 100%')
    await expect(cursor).toHaveAttribute('aria-valuetext', /:\d\d/u)
    await page.keyboard.press('Escape')
    await expect(readOut).toContainText(/^1 h · /u)
  })

  await test.step('dragging and keys look closer, and back', async () => {
    const cursor = details.getByRole('slider', { name: 'Health of weather over time' })
    const whole = details.getByRole('button', { name: /back to the whole range/u })
    const box = await cursor.boundingBox()
    if (!box) throw new Error('The chart is not drawn.')
    await page.mouse.move(box.x + box.width * 0.8, box.y + 10)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 1, box.y + 10, { steps: 4 })
    await page.mouse.up()
    await expect(whole).toBeVisible()
    const readOut = details.getByRole('status', { name: 'What there was' })
    await page.mouse.move(box.x, box.y - 200)
    await expect(readOut).toContainText(/\d:\d\d.+–.*\d:\d\d/u)
    await audit(page, 'timeline looked at closely')
    await cursor.focus()
    await page.keyboard.press('0')
    await expect(whole).toBeHidden()
    await page.keyboard.press('+')
    await expect(whole).toBeVisible()
    await details.getByRole('button', { name: 'Look less close (−)' }).click()
    await expect(whole).toBeHidden()
    await expect(readOut).toContainText(/^1 h · /u)
  })

  await test.step('all servers, trouble first, over the same range', async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await expect(page.getByRole('heading', { name: 'Timeline', level: 1 })).toBeVisible()
    await expect(page.getByRole('radio', { name: '1 h' })).toBeChecked()
    const lanes = page.getByRole('list', { name: 'Servers over time' })
    await expect(lanes.getByRole('button', { name: /^weather Up/u })).toBeVisible()
    await audit(page, 'timeline of all')
    await lanes.getByRole('button', { name: /^weather/u }).focus()
    await page.keyboard.press('ArrowLeft')
    const readOut = page.getByRole('status', { name: 'What there was' })
    await expect(readOut).toContainText(/^weather · .+ · (Up|Down)$/u)
    await page.keyboard.press('ArrowDown')
    await expect(readOut).toContainText(/^idle · /u)
    await page.keyboard.press('+')
    await page.getByRole('button', { name: /back to the whole range/u }).click()
    await expect(lanes.getByRole('button', { name: /^weather Up/u })).toBeVisible()
  })

  await test.step('it follows the filters, and a lane leads to its server', async () => {
    const lanes = page.getByRole('list', { name: 'Servers over time' })
    await page.getByRole('searchbox', { name: 'Search servers' }).fill('weath')
    await expect(lanes.getByRole('listitem')).toHaveCount(1)
    await page.getByRole('searchbox', { name: 'Search servers' }).fill('no such thing')
    await expect(page.getByRole('heading', { name: 'No server fits these filters' })).toBeVisible()
    await page.getByRole('button', { name: 'Clear filters' }).last().click()
    await window.screen('Servers').click()
    await page.getByRole('radio', { name: 'Off', exact: true }).click()
    await window.screen('Timeline').click()
    await expect(lanes.getByRole('button')).toHaveText([/^idle/u])
    await page.getByRole('button', { name: 'Stop filtering by Off' }).click()
    await lanes.getByRole('button', { name: /^weather/u }).click()
    await expect(details.getByRole('tab', { name: 'Timeline' })).toHaveAttribute('aria-selected', 'true')
  })
})

test('without servers the timeline says what it will hold', async ({ rollcall }) => {
  const { page } = rollcall
  await new Window(page).screen('Timeline').click()
  await expect(page.getByRole('heading', { name: 'No servers yet' })).toBeVisible()
  await audit(page, 'timeline without servers')
})
