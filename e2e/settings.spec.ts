import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EmbeddingsEndpoint } from '../tests/embeddings-endpoint'
import { audit } from './audit'
import { expect, test } from './rollcall'
import { Window } from './window'

test('a default is changed in seconds, undone, and put back', async ({ rollcall }) => {
  const { page } = rollcall
  await new Window(page).screen('Settings').click()
  const field = page.getByRole('textbox', { name: 'Time to connect' })
  const defaults = page.getByRole('region', { name: 'Defaults' })
  const kept = async () =>
    ((await rollcall.api('GET', '/settings')) as { connectTimeoutMs: number }).connectTimeoutMs
  await expect(field).toHaveValue('30')

  await test.step('what does not fit is told and not kept', async () => {
    await field.fill('0')
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(field).toHaveAccessibleDescription('This takes 0.1 to 600.')
    await audit(page, 'a number that does not fit')
    await field.press('Escape')
    await expect(field).toHaveValue('30')
  })

  await test.step('Enter keeps it, and undo takes it back', async () => {
    await field.fill('2.5')
    await field.press('Enter')
    await expect(defaults.getByText('Saved')).toBeVisible()
    await expect.poll(kept).toBe(2_500)
    // Undo is offered for a few seconds; an audit may take longer.
    await defaults.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(kept).toBe(30_000)
    await expect(field).toHaveValue('30')
    await audit(page, 'settings')
  })

  await test.step('each goes back to its default, and all do', async () => {
    await field.fill('5')
    await field.press('Enter')
    await defaults.getByRole('button', { name: 'Put back to the default: Time to connect' }).click()
    await expect.poll(kept).toBe(30_000)
    await rollcall.api('PATCH', '/settings', { connectTimeoutMs: 900, slowAfterMs: 50 })
    await expect(field).toHaveValue('0.9')
    await defaults.getByRole('button', { name: 'Put all back to the defaults' }).click()
    await expect.poll(kept).toBe(30_000)
    await expect(page.getByRole('textbox', { name: 'Slow after' })).toHaveValue('1000')
  })
})

test('says where everything lies, and never the token', { tag: '@desktop' }, async ({ rollcall }) => {
  const { page } = rollcall
  await new Window(page).screen('Settings').click()
  const data = page.getByRole('region', { name: 'Data', exact: true })
  await expect(data).toContainText(rollcall.dataDir)
  await expect(data).toContainText(/\d+(\.\d)? (kB|MB)/u)
  await expect(page.getByRole('region', { name: 'HTTP API' })).toContainText('http://127.0.0.1:')
  await expect(page.getByRole('region', { name: 'About' })).toContainText(/SQLite\s*3\./u)
  await expect(data.getByRole('button', { name: 'Open', exact: true })).toHaveCount(
    rollcall.shell === 'web' ? 0 : 1,
  )
  await expect(page.getByRole('switch', { name: 'Open at login' })).toBeDisabled()
  const { token } = JSON.parse(readFileSync(join(rollcall.dataDir, 'api.json'), 'utf8'))
  expect(await page.content()).not.toContain(token)
})

test('every package it is made with has its licence', async ({ rollcall }) => {
  const { page } = rollcall
  await new Window(page).screen('Settings').click()
  await page.getByRole('region', { name: 'About' }).getByRole('button', { name: 'Show' }).click()
  const licences = page.getByRole('dialog', { name: 'Licences' })
  const packages = licences.getByRole('list', { name: 'Packages' })
  await expect(packages.getByRole('button', { name: /^react /u })).toBeVisible()
  await audit(page, 'licences')
  await licences.getByLabel('Search packages').fill('inter')
  await packages.getByRole('button', { name: /fontsource-variable\/inter/u }).click()
  await expect(licences.getByRole('region', { name: /inter/u })).toContainText('SIL OPEN FONT LICENSE')
  await licences.getByLabel('Search packages').fill('no such thing')
  await expect(licences).toContainText('No package fits.')
})

test('an embeddings endpoint is set, given a key, tried and taken away', async ({ rollcall }) => {
  const { page } = rollcall
  await using endpoint = await new EmbeddingsEndpoint([]).start()
  await new Window(page).screen('Settings').click()
  const section = page.getByRole('region', { name: 'Finding tools' })
  const address = section.getByRole('textbox', { name: 'By meaning too' })
  const kept = () => rollcall.api('GET', '/settings')

  await address.fill('nowhere')
  await expect(address).toHaveAccessibleDescription(/no address/)
  await audit(page, 'an address that does not fit')
  await address.fill(endpoint.url)
  await address.press('Enter')
  await expect.poll(kept).toMatchObject({ embeddingsUrl: endpoint.url })

  await section.getByLabel('Key', { exact: true }).fill('sk-e2e')
  await section.getByLabel('Key', { exact: true }).press('Enter')
  await expect(section.getByRole('button', { name: 'Forget' })).toBeVisible()
  await section.getByRole('button', { name: 'Try' }).click()
  await expect(section.getByText(/It answers/)).toBeVisible()
  expect(endpoint.asked.at(-1)).toMatchObject({ authorization: 'Bearer sk-e2e' })
  await audit(page, 'an embeddings endpoint')

  await rollcall.api('POST', '/route/embeddings/key', { key: 'sk-api' })
  expect(await rollcall.api('GET', '/route/embeddings')).toMatchObject({ hasKey: true })
  await section.getByRole('button', { name: 'Forget' }).click()
  await expect(section.getByLabel('Key', { exact: true })).toHaveValue('')
  await address.fill('')
  await address.press('Enter')
  await expect.poll(kept).toMatchObject({ embeddingsUrl: 'off' })
})

test('lets others read the registry once it is switched on, with a token shown on a click', async ({
  rollcall,
}) => {
  const { page } = rollcall
  await new Window(page).screen('Settings').click()
  const api = page.getByRole('region', { name: 'HTTP API' })
  const token = api.getByText(/^[\w-]{43}$/u)
  await expect(api.getByText('/api/discover')).toBeHidden()
  await api.getByRole('combobox', { name: 'Let others read the registry' }).selectOption('on')
  await expect(api.getByText('/api/discover')).toBeVisible()
  await expect(token).toBeHidden()
  await api.getByRole('button', { name: 'Show' }).click()
  await expect(token).toBeVisible()
  const first = await token.textContent()
  await api.getByRole('button', { name: 'Make another' }).click()
  await expect(token).not.toHaveText(String(first))
  await audit(page, 'sharing')
})
