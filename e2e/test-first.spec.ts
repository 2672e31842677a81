import AxeBuilder from '@axe-core/playwright'
import { startServer, stdioCommand } from '../tests/servers/start'
import { expect, test } from './rollcall'
import { Window } from './window'

test('a server is tested before it is added: what went well, what did not, and why', async ({ rollcall }) => {
  const { servers } = (await rollcall.api('POST', '/samples/start')) as { servers: { url: string }[] }
  const window = new Window(rollcall.page)
  await window.button('Add server').first().click()
  const dialog = rollcall.page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('tried')

  await test.step('one that answers', async () => {
    await dialog.getByLabel('URL').fill(servers[0]?.url ?? '')
    await dialog.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(dialog.getByText('Its tools are listed')).toBeVisible()
    await expect(dialog.getByText('4 tools')).toBeVisible()
    await expect(dialog.getByText(/^done/)).toHaveCount(3)
  })

  await test.step('nothing where it should be', async () => {
    await dialog.getByLabel('URL').fill('http://127.0.0.1:9/mcp')
    await dialog.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(dialog.getByText(/^failed/)).toHaveCount(1)
    await expect(dialog.getByText('not reached')).toHaveCount(2)
    const { violations } = await new AxeBuilder({ page: rollcall.page }).include('[role=dialog]').analyze()
    expect(violations).toEqual([])
  })

  await test.step('one that never answers, until it is stopped', async () => {
    await using hung = await startServer('hung.ts')
    await dialog.getByLabel('URL').fill(hung.url)
    await dialog.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(dialog.getByText('Connecting once; nothing is saved.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Stop' }).click()
    await expect(dialog.getByRole('region', { name: 'Test' }).or(dialog.getByRole('status'))).toHaveCount(0)
    await expect(dialog.getByRole('button', { name: 'Test', exact: true })).toBeEnabled()
  })

  await test.step('one that speaks something else, and a program that ends at once', async () => {
    await using page = await startServer('not-mcp.ts', ['--status', '200'])
    await dialog.getByLabel('URL').fill(page.url)
    await dialog.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(dialog.getByText(/does not speak MCP/)).toBeVisible()
    const { command, args } = stdioCommand('exit-stdio.ts')
    await dialog.getByText('Command', { exact: true }).click()
    await dialog.getByLabel('Program').fill(command)
    await dialog.getByLabel('Arguments').fill(args.join('\n'))
    await dialog.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(dialog.getByText('The process ended with code 3.')).toBeVisible()
    await expect(dialog.getByText(/API_KEY is not set/)).toBeVisible()
    await dialog.getByLabel('Program').fill('no-such-program-here')
    await dialog.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(dialog.getByText(/The command no-such-program-here was not found/)).toBeVisible()
  })

  await test.step('nothing was kept', async () => {
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(window.row('tried')).toHaveCount(0)
    expect(await rollcall.api('GET', '/servers/tried').catch(() => 'not there')).toBe('not there')
  })
})

test('what a tool was asked comes back with a press', async ({ rollcall }) => {
  await rollcall.api('POST', '/samples/start')
  const window = new Window(rollcall.page)
  await window.expectStanding('weather', 'Up')
  const result = await window.run('weather', 'get_climate', { city: 'Oslo' })
  await expect(result).toContainText('Oslo')
  await window.run('weather', 'get_climate', { city: 'Lima' })
  await expect(result).toContainText('Lima')
  const details = rollcall.page.getByRole('region', { name: 'weather', exact: true })
  await details.getByRole('radio', { name: /^Runs/ }).click()
  await details.getByRole('button', { name: /"Oslo"/ }).click()
  await expect(result).toContainText('Oslo')
  await expect(details.getByLabel('city')).toHaveValue('Oslo')
})
