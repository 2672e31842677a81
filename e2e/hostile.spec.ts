import { startPromising } from '../tests/servers/promising'
import { audit } from './audit'
import { expect, test } from './rollcall'
import { Window } from './window'

test('an answer that is not what its tool promised says so, and a server that breaks the protocol is told of', async ({
  rollcall,
}) => {
  await using server = await startPromising()
  const { page } = rollcall
  await page.setViewportSize({ width: 1360, height: 860 })
  await rollcall.api('POST', '/servers', { name: 'promising', url: server.url })
  const window = new Window(page)
  await window.expectStanding('promising', 'Up')
  const details = await window.open('promising', 'Tools')
  const result = details.getByRole('region', { name: 'Result', exact: true })
  const give = async (tool: string) => {
    await details.getByRole('button', { name: tool }).first().click()
    await details.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(result.getByText(`This is ${tool}.`)).toBeVisible()
  }

  await give('kept')
  await expect(result.getByText(/promises|Not checked/u)).toHaveCount(0)
  await give('broken')
  await expect(result.getByText(/the rule “.?type.?” is not met at .?\/degrees/u)).toBeVisible()
  await audit(page, 'a structure that does not fit')
  await give('endless')
  await expect(result.getByText('Not checked: it would have taken too long.')).toBeVisible()
  await give('elsewhere')
  await expect(result.getByText('refers to another document, and Rollcall fetches none')).toBeVisible()

  await details.getByRole('tab', { name: 'Overview' }).click()
  await expect(details.getByText('Broke the protocol')).toBeVisible()
  await audit(page, 'a server that broke the protocol')
  await details.getByRole('tab', { name: 'Log' }).click()
  await expect(details.getByText(/A second answer to one request, id \d+: dropped/u).first()).toBeVisible()
})
