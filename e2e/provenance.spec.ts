import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { audit } from './audit'
import { expect, test } from './rollcall'
import { Window } from './window'

const entry = (fields: object = {}) => ({
  name: 'hub',
  url: 'http://127.0.0.1:9/mcp',
  auto_connect: false,
  ...fields,
})

test('the overview says of a server that its name is shared, that nobody names it any more, and what became of it', async ({
  rollcall,
}) => {
  const { page } = rollcall
  const write = (file: string, ...servers: object[]) =>
    writeFile(join(rollcall.dataDir, file), JSON.stringify({ servers }))
  const sources: string[] = []
  for (const [file, server] of [
    ['team.json', entry({ priority: 1 })],
    ['lan.json', entry({ url: 'http://127.0.0.1:9/other' })],
  ] as const) {
    await write(file, server)
    const added = await rollcall.api('POST', '/sources', { path: join(rollcall.dataDir, file) })
    sources.push((added as { id: string }).id)
  }
  const window = new Window(page)
  const twin = await window.open('hub (2)', 'Overview')
  await expect(twin).toContainText('Another server has this name')
  await expect(twin).toContainText('stays off until you switch it on')
  await audit(page, 'a twin')

  await write('team.json', entry({ priority: 7 }))
  await rollcall.api('POST', `/sources/${sources[0]}/scan`)
  await write('team.json')
  await rollcall.api('POST', `/sources/${sources[0]}/scan`)
  const details = await window.open('hub', 'Overview')
  await expect(details).toContainText('No source names it any more')
  const changes = details
    .getByRole('region', { name: 'History of changes', exact: true })
    .getByRole('listitem')
  await expect(changes).toHaveText([/team.*no longer named/u, /team.*priority: 1 → 7/u])
  await audit(page, 'missing')
})
