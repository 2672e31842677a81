import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startServer } from '../tests/servers/start'
import { expect, test } from './rollcall'
import { Window } from './window'

test('what a watched file names anew is told, with the way to it', async ({ rollcall }) => {
  await using server = await startServer('dual.ts')
  const { page } = rollcall
  const file = join(rollcall.dataDir, 'team.json')
  const write = (names: readonly string[]) =>
    writeFile(file, JSON.stringify({ servers: names.map((name) => ({ name, url: server.url })) }))
  await write(['first'])
  await rollcall.api('POST', '/sources', { type: 'file_watch', file_path: file })
  await page.reload()
  const window = new Window(page)
  await window.expectStanding('first', 'Up')

  await test.step('one by its name; Show opens it', async () => {
    await write(['first', 'second'])
    const notice = page.getByRole('listitem').filter({ hasText: 'second found in team and connected' })
    await notice.getByRole('button', { name: 'Show' }).click()
    await expect(page.getByRole('region', { name: 'second', exact: true })).toBeVisible()
  })

  await test.step('several by their number; Show narrows the list to their source', async () => {
    await rollcall.api('POST', '/servers', { name: 'elsewhere', url: server.url })
    await write(['first', 'second', 'third', 'fourth'])
    const notice = page.getByRole('listitem').filter({ hasText: '2 servers found in team' })
    await notice.getByRole('button', { name: 'Show' }).click()
    await expect(window.button('Stop filtering by team')).toBeVisible()
    await expect(window.row('elsewhere')).toHaveCount(0)
  })
})
