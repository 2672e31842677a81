import { startServer } from '../tests/servers/start'
import { expect, test } from './rollcall'
import { Window } from './window'

// On the stand-in only: nobody puts the machine to sleep for the real one.
test('when the machine wakes, the window says so and all servers are asked again', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await using server = await startServer('dual.ts')
  await rollcall.api('PATCH', '/settings', { checkIntervalMs: 600_000, steadyIntervalMs: 600_000 })
  await rollcall.api('POST', '/servers', { name: 'apple', url: server.url })
  await window.expectStanding('apple', 'Up')
  const wokeAt = Date.now()
  await rollcall.desktop.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'), undefined)
  await expect(page.getByRole('status').filter({ hasText: 'This machine slept.' })).toBeVisible()
  await window.expectStanding('apple', 'Up')
  const okAt = async () =>
    Date.parse(((await rollcall.api('GET', '/servers/apple')) as { health: { okAt: string } }).health.okAt)
  await expect.poll(okAt).toBeGreaterThan(wokeAt)
})

test('beside the icon stands how many servers need attention', async ({ rollcall }) => {
  const badge = () => rollcall.desktop.evaluate(({ app }) => Reflect.get(app, 'badge') as number, undefined)
  await using server = await startServer('dual.ts')
  await rollcall.api('POST', '/servers', { name: 'apple', url: server.url })
  await new Window(rollcall.page).expectStanding('apple', 'Up')
  expect(await badge()).toBe(0)
  await rollcall.api('POST', '/servers', { name: 'gone', url: 'http://127.0.0.1:9/mcp' })
  await expect.poll(badge, { timeout: 30_000 }).toBe(1)
  await rollcall.api('DELETE', '/servers/gone')
  await expect.poll(badge).toBe(0)
})
