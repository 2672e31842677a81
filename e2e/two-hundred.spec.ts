import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startServer } from '../tests/servers/start'
import { expect, test } from './rollcall'
import { Window } from './window'

const many = 200
const nameOf = (index: number) => `server-${String(index).padStart(3, '0')}`

test('two hundred servers of one file connect, and one more line shows within a second', {
  tag: '@desktop',
}, async ({ rollcall }) => {
  await using server = await startServer('dual.ts')
  const file = join(rollcall.dataDir, 'many.json')
  /** Written beside and renamed into place, as careful programs do. */
  const write = async (count: number) => {
    const servers = Array.from({ length: count }, (_, index) => ({
      name: nameOf(index),
      url: server.url,
      tags: ['many'],
    }))
    await writeFile(`${file}.new`, JSON.stringify({ servers }))
    await rename(`${file}.new`, file)
  }
  await write(many)
  await rollcall.api('POST', '/sources', { type: 'file_watch', file_path: file })
  const { page } = rollcall
  const window = new Window(page)
  await expect(page.getByRole('grid', { name: 'Servers' })).toHaveAttribute('aria-rowcount', String(many + 1))

  const search = page.getByRole('searchbox', { name: 'Search servers' })
  await test.step('the search keeps its focus and its text while rows change', async () => {
    await search.click()
    await search.pressSequentially('server-20', { delay: 40 })
    await expect(search).toBeFocused()
    await expect(search).toHaveValue('server-20')
  })

  await test.step('all connect', async () => {
    const connected = async () => {
      const servers = (await rollcall.api('GET', '/servers?state=connected')) as unknown[]
      return servers.length
    }
    await expect.poll(connected, { timeout: 60_000 }).toBe(many)
  })

  await test.step('a new line in the file is a new row within a second', async () => {
    await write(many + 1)
    await expect(window.row(nameOf(many))).toBeVisible({ timeout: 1_000 })
    await expect(search).toBeFocused()
  })
})
