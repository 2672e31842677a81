import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startModelServer } from '../tests/servers/model-server'
import { audit } from './audit'
import { expect, test } from './rollcall'
import { Window } from './window'

const key = 'sk-a-key-nobody-may-see'

test('a provider is added, tested, used by default, and removed with its key', async ({ rollcall }) => {
  const { page } = rollcall
  await using server = await startModelServer(({ path, headers }) => {
    if (path !== '/v1/models') return undefined
    if (headers.authorization !== `Bearer ${key}`)
      return { status: 401, body: { error: { message: `Incorrect API key provided: ${key}` } } }
    return { body: { data: [{ id: 'large' }, { id: 'small' }] } }
  })
  const state = () => rollcall.api('GET', '/models')
  await new Window(page).screen('Settings').click()
  const models = page.getByRole('region', { name: 'Models' })

  await test.step('without any it says that the chat works all the same', async () => {
    await expect(models).toContainText('The chat works without')
    await audit(page, 'no model', '#settings-models')
  })

  await test.step('its kind is found by its name in either language', async () => {
    await models.getByRole('button', { name: 'Add a provider' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a provider' })
    const search = dialog.getByRole('combobox')
    await expect(search).toBeFocused()
    await audit(page, 'kinds of providers', '[role=dialog]')
    await search.fill('no such thing')
    await expect(dialog).toContainText('None of this name')
    await search.fill('智谱')
    await expect(dialog.getByRole('option')).toHaveText([/Zhipu/u])
    await search.fill('deepseek')
    await search.press('Enter')
  })

  const form = page.getByRole('dialog', { name: 'Add DeepSeek' })
  await test.step('what is wrong is told in words, beside its field or as what the test came to', async () => {
    await expect(form.getByLabel('Key', { exact: true })).toBeFocused()
    await form.getByLabel('Address').fill('ftp://example.com')
    await form.getByLabel('Key', { exact: true }).fill('wrong-key')
    await form.getByRole('button', { name: 'Test' }).click()
    await expect(form.getByLabel('Address')).toHaveAttribute('aria-invalid', 'true')
    await form.getByLabel('Address').fill(server.url)
    await form.getByRole('button', { name: 'Test' }).click()
    await expect(form.getByRole('status')).toContainText('DeepSeek refused the key (HTTP 401).')
    await expect(form.getByRole('status')).toContainText('Check that the whole key was entered')
    await audit(page, 'a provider that refuses the key', '[role=dialog]')
  })

  await test.step('a good key finds the models, at the address that answers', async () => {
    await form.getByLabel('Key', { exact: true }).fill(key)
    await form.getByRole('button', { name: 'Test' }).click()
    await expect(form.getByRole('status')).toContainText(`${server.url}/v1 answers and offers 2 models`)
    await form.getByRole('button', { name: 'Save' }).click()
    const card = models.getByRole('listitem', { name: 'DeepSeek' })
    await expect(card).toContainText('2 models')
    await expect(card).toContainText('key kept')
    await expect(card).toContainText(`${server.url}/v1`)
  })

  await test.step('one of them is chosen with the keyboard', async () => {
    await models.getByLabel('Provider of the default model').selectOption('DeepSeek')
    const model = models.getByLabel('Name of the default model')
    await model.focus()
    await model.press('ArrowDown')
    await model.press('Enter')
    await expect.poll(state).toMatchObject({ llm_config: { provider: 'deepseek', model: 'large' } })
    const temperature = models.getByLabel('Temperature')
    await temperature.fill('7')
    await expect(temperature).toHaveAccessibleDescription('A number from 0 to 2, please.')
    await temperature.fill('0.3')
    await temperature.press('Enter')
    await expect.poll(state).toMatchObject({ llm_config: { model: 'large', temperature: 0.3 } })
    await audit(page, 'a model by default', '#settings-models')
  })

  await test.step('the key stays when something else is changed, and is shown nowhere', async () => {
    await models.getByRole('button', { name: 'Change DeepSeek' }).click()
    const change = page.getByRole('dialog', { name: 'Change DeepSeek' })
    await expect(change.getByLabel('Key', { exact: true })).toHaveValue('')
    await change.getByLabel('Name').fill('Ours')
    await change.getByRole('button', { name: 'Test' }).click()
    await expect(change.getByRole('status')).toContainText('offers 2 models')
    await change.getByRole('button', { name: 'Save' }).click()
    await expect(models.getByRole('listitem', { name: 'Ours' })).toContainText('key kept')
    expect(await page.content()).not.toContain(key)
    expect(JSON.stringify(await state())).not.toContain(key)
    const files = readdirSync(rollcall.dataDir, { recursive: true, withFileTypes: true })
    const holding = files
      .filter((file) => file.isFile() && readFileSync(join(file.parentPath, file.name)).includes(key))
      .map(({ name }) => name)
    expect(holding).toEqual(rollcall.shell === 'web' ? ['secrets.json'] : expect.anything())
  })

  await test.step('it goes with its key, after a question', async () => {
    await models.getByRole('button', { name: 'Remove Ours' }).click()
    const question = page.getByRole('dialog', { name: 'Remove Ours?' })
    await expect(question).toContainText('cannot be brought back')
    await audit(page, 'removing a provider', '[role=dialog]')
    await question.getByRole('button', { name: 'Remove' }).click()
    await expect(models).toContainText('No model is set up')
    await expect.poll(state).toEqual({ providers: [], llm_config: null })
    expect(readFileSync(join(rollcall.dataDir, 'secrets.json'), 'utf8')).not.toContain(key)
  })
})
