import { WilfulServer } from '../tests/wilful-server'
import { audit } from './audit'
import { expect, test } from './rollcall'
import { Window } from './window'

test('servers are treated as equal, compared, and taken apart again', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  const days = (type: string) => ({ type: 'object', properties: { days: { type } } })
  await using weather = await new WilfulServer().start()
  await using backup = await new WilfulServer().start()
  weather.answers['tools/list'] = () => ({
    tools: [
      { name: 'forecast', inputSchema: days('number') },
      { name: 'history', inputSchema: days('number') },
    ],
  })
  backup.answers['tools/list'] = () => ({
    tools: [
      { name: 'forecast', inputSchema: days('number'), description: 'From the second site' },
      { name: 'history', inputSchema: days('string') },
      { name: 'tides', inputSchema: { type: 'object' } },
    ],
  })
  await rollcall.api('POST', '/servers', { name: 'weather', url: weather.url })
  await rollcall.api('POST', '/servers', { name: 'weather_backup', url: backup.url })

  await test.step('both are chosen and called a service', async () => {
    await window.row('weather').click({ modifiers: ['ControlOrMeta'] })
    await window.row('weather_backup').click({ modifiers: ['ControlOrMeta'] })
    await page.getByRole('button', { name: 'Equal…' }).click()
    const popover = page.getByRole('dialog', { name: 'Equal…' })
    await expect(popover.getByLabel('Name of the service')).toHaveValue('weather')
    await audit(page, 'treating servers as equal')
    await popover.getByRole('button', { name: 'Treat as equal', exact: true }).click()
    for (const name of ['weather', 'weather_backup'])
      await expect(window.row(name).getByRole('img', { name: /^Of the service weather/ })).toBeVisible()
    await page.getByRole('button', { name: 'End the selection' }).click()
  })

  const card = page.getByRole('region', { name: 'Equal servers' })
  await test.step('the overview says where their tools differ', async () => {
    await window.row('weather').click()
    await expect(card).toContainText('1 tool alike · 1 differs · 1 only there')
    await card.getByRole('button', { name: 'Differences' }).click()
    await expect(card).toContainText('/properties/days/type')
    await expect(card).toContainText('"number" here, "string" there')
    await expect(card).toContainText('tides')
    await audit(page, 'equal servers')
    await card.getByRole('button', { name: 'weather_backup' }).click()
    await expect(page.getByRole('region', { name: 'weather_backup', exact: true })).toBeVisible()
    await expect(card).toContainText('1 tool alike · 1 differs · 1 only here')
  })

  await test.step('one is taken out of the service', async () => {
    await card.getByRole('button', { name: 'Not equal' }).click()
    await expect(card).toHaveCount(0)
    await window.row('weather').click()
    await expect(card).toContainText('No other server is of this service.')
  })
})
