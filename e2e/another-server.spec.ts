import { startServer } from '../tests/servers/start'
import { audit } from './audit'
import { expect, test } from './rollcall'
import { Window } from './window'

test('another server on the port is not used until a person accepts it', async ({ rollcall }) => {
  test.slow()
  const { page } = rollcall
  const window = new Window(page)
  const first = await startServer('dual.ts')
  await rollcall.api('POST', '/servers', { name: 'weather', url: first.url })
  await window.expectStanding('weather', 'Up')
  await first.kill()
  await using _other = await startServer('showcase.mjs', ['--port', String(first.port)])
  await window.expectStanding('weather', 'Failed', 60_000)

  const details = await window.open('weather', 'Overview')
  await expect(details).toContainText(
    `Another server answers at ${first.url} now: it calls itself showcase, and dual was there before.`,
  )
  await audit(page, 'another server answers')
  await details.getByRole('button', { name: 'Accept the new server' }).click()
  await window.expectStanding('weather', 'Up', 60_000)
})
