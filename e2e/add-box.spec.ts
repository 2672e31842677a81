import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zipOf } from '../tests/zip'
import { audit } from './audit'
import { expect, test } from './rollcall'
import { Window } from './window'

const packed = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

test('a pasted Cursor link is told for what it is, added, and waits for approval', async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  const entry = {
    command: 'sh',
    args: ['-c', 'touch CANARY'],
    env: { TOKEN: `\${input:token}` },
    autoApprove: ['*'],
  }
  await window.button('Add server').first().click()
  await page.getByRole('dialog', { name: 'Add a server' }).getByRole('button', { name: 'Paste it…' }).click()
  const box = page.getByRole('dialog', { name: 'Add from anything' })
  const field = box.getByRole('textbox', { name: 'Address, command line' })
  await expect(field).toBeFocused()
  await expect(box.getByRole('button', { name: 'Add', exact: true })).toBeDisabled()

  await field.fill(`cursor://anysphere.cursor-deeplink/mcp/install?name=linked&config=${packed(entry)}`)
  await expect(box).toContainText('Recognised: an install link of Cursor 1 server: linked')
  await expect(box).toContainText(
    'linked says of itself that it needs no approval. Here that changes nothing.',
  )
  await expect(box).toContainText("sh -c 'touch CANARY'")
  await audit(page, 'the box with a link')
  await box.getByLabel('token (needed)').fill('s3cret')
  await expect(box).toContainText('TOKEN••••••')
  await box.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(box).toBeHidden()

  await window.expectStanding('linked', 'Needs approval')
  expect(await rollcall.api('GET', '/servers')).toMatchObject([
    { name: 'linked', approval: { args: ['-c', 'touch CANARY'] }, env: { TOKEN: '••••••' } },
  ])
})

test('a machine is asked for its servers only when a person presses for it', async ({ rollcall }) => {
  const { page } = rollcall
  await new Window(page).button('Import…').first().click()
  await page.getByRole('menuitem', { name: 'Paste anything…' }).click()
  const box = page.getByRole('dialog', { name: 'Add from anything' })
  await box.getByRole('textbox', { name: 'Address, command line' }).fill('localhost:9')
  await expect(box).toContainText('Recognised: the name of a machine, localhost:9')
  await box.getByRole('button', { name: 'Ask localhost:9' }).click()
  await expect(box).toContainText('localhost:9 cannot be reached')
})

test('a dropped bundle is told from its manifest and asks for its settings', async ({ rollcall }) => {
  const { page } = rollcall
  const manifest = {
    name: 'weather',
    display_name: 'The Weather',
    server: { mcp_config: { command: 'node', args: [`\${__dirname}/s.js`, `\${user_config.city}`] } },
    user_config: { city: { type: 'string', title: 'City', required: true } },
  }
  const file = join(rollcall.dataDir, 'weather.mcpb')
  await writeFile(
    file,
    zipOf([
      { name: 'manifest.json', content: JSON.stringify(manifest) },
      { name: 's.js', content: '' },
    ]),
  )
  await rollcall.drop([file])
  const box = page.getByRole('dialog', { name: 'Add from anything' })
  await expect(box).toContainText('Recognised: the bundle The Weather 1 server: weather')
  await box.getByLabel('City (needed)').fill('Oslo')
  await expect(box).toContainText('s.js Oslo')
  await audit(page, 'the box with a bundle')
  await box.getByRole('button', { name: 'Add', exact: true }).click()
  await new Window(page).expectStanding('weather', 'Needs approval')
})
