import { stdioCommand } from '../tests/servers/start'
import { RpcError, toolNamed, WilfulServer } from '../tests/wilful-server'
import { audit } from './audit'
import { expect, test } from './rollcall'
import { Window } from './window'

test('what is kept of a list says how old it is, whether it is whole, and is read again on a press', async ({
  rollcall,
}) => {
  const { page } = rollcall
  const window = new Window(page)
  await using server = await new WilfulServer().start()
  server.answers['tools/list'] = () => ({ tools: [toolNamed('echo')], nextCursor: 'again' })
  await rollcall.api('POST', '/servers', { name: 'circle', url: server.url })
  await window.expectStanding('circle', 'Up')

  await test.step('the tab says that the list may not be whole', async () => {
    const details = await window.open('circle', 'Tools')
    await expect(details.getByText('Its pages lead in a circle; it may not be whole.')).toBeVisible()
    await audit(page, 'a list that is not whole')
  })

  await test.step('the overview has its age and the rate of hits', async () => {
    const details = await window.open('circle', 'Overview')
    await expect(details.getByText(/Read (just now|\d+ s(ec)?\.? ago)/u)).toBeVisible()
    await expect(details.getByText(/of uses met a fresh list/u)).toBeVisible()
    server.answers['tools/list'] = () => ({ tools: [toolNamed('echo'), toolNamed('second')] })
    await details.getByRole('button', { name: 'Read again' }).click()
    await expect(page.getByText('Lists read again')).toBeVisible()
    await expect(details.getByText('2 tools')).toBeVisible()
    await audit(page, 'overview with kept lists', 'section[aria-label=circle]')
  })

  await test.step('the note is gone once the list is whole', async () => {
    const details = await window.open('circle', 'Tools')
    await expect(details.getByRole('button', { name: 'second' })).toBeVisible()
    await expect(details.getByText('Its pages lead in a circle')).toHaveCount(0)
  })
})

test('a server whose list fails works in part, and its tab says why', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await using server = await new WilfulServer().start()
  server.answers['tools/list'] = () => {
    throw new RpcError(-32_603, 'The index is broken')
  }
  await rollcall.api('POST', '/servers', { name: 'broken', url: server.url })
  await window.expectStanding('broken', 'Works in part')
  const details = await window.open('broken', 'Overview')
  await expect(
    details.getByText('Answers its checks, but a list of what it offers cannot be read.'),
  ).toBeVisible()
  await window.open('broken', 'Tools')
  await expect(details.getByText('The list could not be read')).toBeVisible()
  await expect(details.getByText(/The index is broken/u)).toBeVisible()
  await audit(page, 'a list that cannot be read')
  server.answers['tools/list'] = () => ({ tools: [toolNamed('mended')] })
  await details.getByRole('button', { name: 'Read again' }).click()
  await expect(details.getByRole('button', { name: 'mended' })).toBeVisible()
  await window.expectStanding('broken', 'Up')
})

test('a call that has to wait says for how many, and can be stopped', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await using server = await new WilfulServer().start()
  server.answers['tools/call'] = () => undefined
  const metadata = { connection: { max_requests: 1 } }
  await rollcall.api('POST', '/servers', { name: 'busy', url: server.url, metadata })
  await window.expectStanding('busy', 'Up')
  const others = [0, 1].map(() => rollcall.api('POST', '/servers/busy/tools/echo', {}).catch(() => {}))
  await expect
    .poll(async () => (await rollcall.api('GET', '/servers/busy/connection')) as object)
    .toMatchObject({ underWay: 1, waiting: 1 })
  const details = await window.open('busy', 'Tools')
  await details.getByRole('button', { name: 'echo' }).click()
  await details.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(details.getByText('Waiting for 2 other requests')).toBeVisible()
  await audit(page, 'a call that waits')
  await details.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(details.getByText('Waiting for 2 other requests')).toHaveCount(0)
  await rollcall.api('POST', '/servers/busy/disconnect')
  await Promise.all(others)
})

test('a process nobody uses falls asleep, and a run wakes it', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  const metadata = { connection: { sleep_after_ms: 1_500 } }
  const { command, args } = stdioCommand('legacy.mjs', ['--stdio'])
  await rollcall.api('POST', '/servers', { name: 'sleeper', command, args, metadata })
  await window.expectStanding('sleeper', 'Asleep')
  const details = await window.open('sleeper', 'Overview')
  await expect(
    details.getByText('Put to sleep because nobody used it. The next request wakes it.'),
  ).toBeVisible()
  await audit(page, 'asleep')
  const result = await window.run('sleeper', 'echo', { text: 'awake' })
  await expect(result).toContainText('awake')
  await window.expectStanding('sleeper', 'Asleep')
})

test('whether lists are kept is a switch among the defaults', async ({ rollcall }) => {
  const { page } = rollcall
  await new Window(page).screen('Settings').click()
  const keep = page.getByRole('switch', { name: 'Keep lists' })
  await expect(keep).toBeChecked()
  await keep.click()
  await expect(keep).not.toBeChecked()
  await expect
    .poll(async () => (await rollcall.api('GET', '/lists')) as object)
    .toMatchObject({ enabled: false })
  await audit(page, 'defaults with a switch')
  await page.getByRole('button', { name: 'Put all back to the defaults' }).click()
  await expect(keep).toBeChecked()
})
