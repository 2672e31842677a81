import type { Page } from '@playwright/test'
import { startServer } from '../tests/servers/start'
import { audit } from './audit'
import { expect, type Rollcall, test } from './rollcall'
import { Window } from './window'

/** Until what is told has been gathered. */
const gathered = { timeout: 30_000 }

const summary = (page: Page) => page.getByRole('button', { name: /^Servers by state/u })

/** Servers that are looked for where nothing listens, and soon known to be down. */
async function registerDown(rollcall: Rollcall, names: readonly string[]): Promise<void> {
  await rollcall.api('PATCH', '/settings', { downAfter: 1 })
  for (const name of names)
    await rollcall.api('POST', '/servers', { name, url: `http://127.0.0.1:9/${name}` })
  for (const name of names) await new Window(rollcall.page).expectStanding(name, 'Down')
}

async function choose(page: Page, name: string, item: string): Promise<void> {
  await new Window(page).row(name).click({ button: 'right' })
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

test('a muted server needs no attention, says until when, and is heard of again', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await registerDown(rollcall, ['apple', 'banana'])
  await expect(summary(page)).toHaveAccessibleName(/0 up\s*,\s*2 down/u)
  await expect(page).toHaveTitle('(2) Rollcall')

  await choose(page, 'apple', 'Mute for an hour')
  const mark = window
    .row('apple')
    .getByRole('img', { name: /^Muted until \d\d:\d\d$|^Muted until .* \d\d:\d\d$/u })
  await expect(mark).toBeVisible()
  await expect(summary(page)).toHaveAccessibleName(/1 down\s*,\s*1 muted/u)
  await window.expectStanding('apple', 'Down')

  await summary(page).click()
  await expect(window.row('banana')).toBeVisible()
  await expect(window.row('apple')).toHaveCount(0)
  await expect(summary(page)).toHaveAttribute('aria-pressed', 'true')
  await audit(page, 'what needs attention')
  await summary(page).click()
  await window.open('apple', 'Overview')
  await audit(page, 'overview of a muted server')
  await page.getByRole('button', { name: 'Unmute', exact: true }).click()
  await expect(mark).toHaveCount(0)
  await expect(page.getByText('apple is not muted any more')).toBeVisible()

  await test.step('several are muted at once, and told in the settings', async () => {
    await page.getByRole('button', { name: 'Close details' }).click()
    await page.getByRole('grid').press('ControlOrMeta+a')
    await page.getByRole('button', { name: 'Mute…' }).click()
    await page.getByRole('menuitem', { name: 'Mute until I say' }).click()
    await expect(summary(page)).toHaveAccessibleName(/2 muted/u)
    await window.screen('Settings').click()
    const muted = page.getByRole('list', { name: 'Muted servers' })
    await expect(muted.getByRole('listitem')).toHaveText([/apple.*Muted until you say/u, /banana/u])
    await page.getByRole('button', { name: 'Unmute apple' }).click()
    await expect(muted.getByRole('listitem')).toHaveText([/banana/u])
  })
})

test('what the settings of notices say is kept', async ({ rollcall }) => {
  const { page } = rollcall
  await new Window(page).screen('Settings').click()
  const section = page.getByRole('region', { name: 'Notices' })
  await section.getByRole('switch', { name: 'Quiet hours' }).click()
  await section.getByLabel('to', { exact: true }).fill('06:30')
  await section.getByLabel('from').focus()
  const settings = () => rollcall.api('GET', '/settings')
  await expect.poll(settings).toMatchObject({ quietHours: '22:00-06:30', notifications: 'important' })
  await audit(page, 'settings of notices')
  await section.getByRole('switch', { name: 'Tell me what matters' }).click()
  await expect.poll(settings).toMatchObject({ notifications: 'off' })
  await expect(section.getByRole('switch', { name: 'Quiet hours' })).toBeDisabled()
})

test('where the browser may, it shows a notice while the person looks at something else', {
  tag: '@desktop',
}, async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await page.context().grantPermissions(['notifications'])
  await page.reload()
  await window.screen('Settings').click()
  const section = page.getByRole('region', { name: 'Notices' })
  if (rollcall.shell !== 'web') {
    await expect(section.getByText('Your system shows them')).toBeVisible()
    await expect(section.getByRole('switch', { name: 'Outside the window' })).toHaveCount(0)
    return
  }
  await section.getByRole('switch', { name: 'Outside the window' }).click()
  await expect(section.getByRole('switch', { name: 'Outside the window' })).toBeChecked()
  // Under test a page always has the focus, and nobody sees what the browser shows.
  await page.evaluate(`
    document.hasFocus = () => false
    globalThis.shown = []
    globalThis.Notification = class extends Notification {
      constructor(title, options) { super(title, options); globalThis.shown.push(title) }
    }
  `)
  await rollcall.api('POST', '/notices/test')
  await expect.poll(() => page.evaluate('globalThis.shown')).toEqual(['This is how a notice looks'])
  await expect(page.getByRole('listitem').filter({ hasText: 'This is how' })).toHaveCount(0)
  await page.evaluate('document.hasFocus = () => true')
  await rollcall.api('POST', '/notices/test')
  await expect(page.getByRole('listitem').filter({ hasText: 'This is how' })).toBeVisible()
})

test('the row tells how old its evidence is, and how much of the time is known', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await using server = await startServer('dual.ts')
  await rollcall.api('POST', '/servers', { name: 'apple', url: server.url })
  await window.expectStanding('apple', 'Up')
  await window.row('apple').getByRole('img', { name: /^Last/u }).hover()
  const hint = page.getByRole('tooltip').filter({ hasText: 'Last success' })
  await expect(hint).toContainText(/Last success (just now|\d+ s ago), by/u)
  await expect(hint.getByRole('row', { name: /24 h 100% .* of the time unknown/u })).toBeVisible()
  await audit(page, 'the hint of a row')
  await page.keyboard.press('Escape')
  await expect(hint).toHaveCount(0)
  const details = await window.open('apple', 'Overview')
  await expect(details.getByText(/^Last success \d+ s ago, by/u)).toBeVisible()
  await expect(details.getByRole('row', { name: /30 d 100%/u })).toBeVisible()
})

test('that a server is down is told once, with the reason, and leads there', { tag: '@desktop' }, async ({
  rollcall,
}) => {
  test.slow()
  const { page } = rollcall
  const window = new Window(page)
  await rollcall.api('PATCH', '/settings', { checkIntervalMs: 1_000, downAfter: 1 })
  await using server = await startServer('dual.ts')
  for (const name of ['apple', 'banana']) await rollcall.api('POST', '/servers', { name, url: server.url })
  for (const name of ['apple', 'banana']) await window.expectStanding(name, 'Up')
  await choose(page, 'banana', 'Mute until I say')
  await server.kill()

  if (rollcall.shell === 'web') {
    const notice = page.getByRole('listitem').filter({ hasText: 'apple is down' })
    await expect(notice).toBeVisible(gathered)
    await expect(notice).toContainText('Nothing listens at')
    await audit(page, 'a notice')
    await notice.getByRole('button', { name: 'Show' }).click()
  } else {
    const shown = () =>
      rollcall.desktop.evaluate(({ Notification }) => {
        const { shown: all } = Notification as unknown as { shown: { title: string; body: string }[] }
        return all.map(({ title, body }) => ({ title, body }))
      }, undefined)
    await expect
      .poll(shown, gathered)
      .toEqual([{ title: 'apple is down', body: expect.stringContaining('Nothing listens at') }])
    await rollcall.desktop.evaluate(({ Notification }) => {
      const { shown: all } = Notification as unknown as { shown: { emit(event: string): void }[] }
      all[0]?.emit('click')
    }, undefined)
  }
  await expect(page.getByRole('region', { name: 'apple', exact: true })).toBeVisible()
  await window.expectStanding('banana', 'Down')
})
