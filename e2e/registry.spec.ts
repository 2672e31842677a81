import { startServer } from '../tests/servers/start'
import { expect, test } from './rollcall'
import { Window } from './window'

test('a server is added by hand, changed, removed, brought back, and kept', async ({ rollcall }) => {
  await using server = await startServer('dual.ts')
  const window = new Window(rollcall.page)
  await window.button('Add server').first().click()
  const dialog = rollcall.page.getByRole('dialog', { name: 'Add a server' })

  await test.step('problems are told beside the field', async () => {
    await dialog.getByLabel('Name', { exact: true }).fill('toolbox')
    await dialog.getByLabel('URL', { exact: true }).fill('ftp://example.com')
    await dialog.getByRole('button', { name: 'Add server' }).click()
    const url = dialog.getByLabel('URL', { exact: true })
    await expect(url).toHaveAttribute('aria-invalid', 'true')
    await expect(url).toHaveAccessibleDescription(/http:\/\/ or https:\/\//u)
    await expect(dialog).toBeVisible()
  })

  await test.step('once mended it is added and connects', async () => {
    await dialog.getByLabel('URL', { exact: true }).fill(server.url)
    await dialog.getByLabel('Tags').fill('tools, mine')
    await dialog.getByRole('button', { name: 'Add server' }).click()
    await expect(dialog).toBeHidden()
    await window.expectStanding('toolbox', 'Up')
  })

  await test.step('a second one of the same name is refused beside the name', async () => {
    await window.button('Add server').click()
    await dialog.getByLabel('Name', { exact: true }).fill('toolbox')
    await dialog.getByLabel('URL', { exact: true }).fill(server.url)
    await dialog.getByRole('button', { name: 'Add server' }).click()
    await expect(dialog.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  await test.step('its description is changed', async () => {
    const details = await window.open('toolbox', 'Overview')
    await details.getByRole('button', { name: 'More actions' }).click()
    await rollcall.page.getByRole('menuitem', { name: 'Edit…' }).click()
    const edit = rollcall.page.getByRole('dialog', { name: 'Edit toolbox' })
    await edit.getByLabel('Description').fill('A box of tools')
    await edit.getByRole('button', { name: 'Save' }).click()
    await expect(details).toContainText('A box of tools')
  })

  await test.step('it is removed, and undo brings it back', async () => {
    const details = await window.open('toolbox', 'Overview')
    await details.getByRole('button', { name: 'More actions' }).click()
    await rollcall.page.getByRole('menuitem', { name: 'Remove' }).click()
    await expect(window.row('toolbox')).toHaveCount(0)
    await window.button('Undo').click()
    await window.expectStanding('toolbox', 'Up')
  })

  await test.step('it is there after a restart', async () => {
    await rollcall.restart()
    const after = new Window(rollcall.page)
    await after.expectStanding('toolbox', 'Up')
    const details = await after.open('toolbox', 'Overview')
    await expect(details).toContainText('A box of tools')
    const echo = await after.run('toolbox', 'echo', { text: 'still here' })
    await expect(echo).toContainText('still here')
  })
})
