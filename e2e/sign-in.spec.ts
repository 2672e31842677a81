import { Realm } from '../tests/servers/sign-in'
import { startServer } from '../tests/servers/start'
import { audit } from './audit'
import { expect, type Rollcall, test } from './rollcall'
import { Window } from './window'

/** Has what the desktop would open in the person's browser kept instead; gives the last of it. */
async function browserOf(rollcall: Rollcall): Promise<() => Promise<string | undefined>> {
  if (rollcall.shell === 'web') {
    const opened: string[] = []
    // A tab that knows nothing of ours is no popup of it.
    rollcall.page.context().on('request', (request) => {
      if (request.isNavigationRequest() && request.url().includes('/authorize?')) opened.push(request.url())
    })
    return async () => opened.at(-1)
  }
  await rollcall.desktop.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    Object.assign(shell, { openExternal: async (url: string) => opened.push(url) })
  }, undefined)
  return () =>
    rollcall.desktop.evaluate(() => (globalThis as { opened?: string[] }).opened?.at(-1), undefined)
}

/** Presses "Allow" on the authorization page; gives what the browser shows in the end. */
async function allow(address = ''): Promise<string> {
  const page = await (await fetch(address)).text()
  const back = /href="([^"]+)"/u.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
  return (await fetch(back)).text()
}

test('a server that wants a sign-in is one press and a browser away from connected', {
  tag: '@desktop',
}, async ({ rollcall }) => {
  await using upstream = await startServer('modern.ts')
  await using realm = await Realm.start(upstream.url)
  realm.rules.asks = true
  const { page } = rollcall
  const window = new Window(page)
  const opened = await browserOf(rollcall)
  await rollcall.api('POST', '/servers', { name: 'notes', url: realm.url })
  const press = page.getByRole('button', { name: 'Sign in to notes' })
  const details = page.getByRole('region', { name: 'notes', exact: true })
  const underway = details.getByRole('region', { name: 'Sign-in' })
  await expect(press).toBeVisible()

  await test.step('given up, it can be begun again', async () => {
    await press.click()
    await expect(underway).toContainText('Waiting for the browser')
    await expect(underway).toContainText(new URL(realm.issuer).host)
    await audit(page, 'waiting for the browser')
    await underway.getByRole('button', { name: 'Cancel' }).click()
    await expect(underway).toBeHidden()
    await expect(details.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
    await audit(page, 'needs sign-in')
  })

  await test.step('agreed to in the browser, it connects by itself', async () => {
    const before = await opened()
    await details.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect.poll(async () => (await opened()) ?? before).not.toBe(before)
    expect(await allow(await opened())).toContain('You are signed in')
    await window.expectStanding('notes', 'Up')
    const account = details.getByRole('region', { name: 'Signed in' })
    await expect(account).toContainText(realm.issuer)
    await audit(page, 'signed in')
  })

  await test.step('signed out, it waits for a sign-in again', async () => {
    await details.getByRole('button', { name: 'Sign out' }).click()
    await expect(press).toBeVisible()
    await expect(details.getByRole('region', { name: 'Signed in' })).toBeHidden()
  })
})

test('an authorization server that takes no strangers is given a client id', async ({ rollcall }) => {
  await using upstream = await startServer('modern.ts')
  await using realm = await Realm.start(upstream.url)
  realm.rules.metadata = { registration_endpoint: undefined }
  realm.rules.asks = true
  const { page } = rollcall
  const opened = await browserOf(rollcall)
  await rollcall.api('POST', '/servers', { name: 'notes', url: realm.url })
  await page.getByRole('button', { name: 'Sign in to notes' }).click()
  const card = page.getByRole('region', { name: 'Sign-in' })
  await expect(card).toContainText('Register Rollcall there')
  await audit(page, 'client id wanted')
  await card.getByLabel('Client ID').fill('rollcall-of-mine')
  await card.getByRole('button', { name: 'Sign in' }).click()
  await expect.poll(opened).toContain('client_id=rollcall-of-mine')
  await allow(await opened())
  await new Window(page).expectStanding('notes', 'Up')
})
