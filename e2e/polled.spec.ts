import { join } from 'node:path'
import { startServer } from '../tests/servers/start'
import { projectDir } from './project'
import { expect, test } from './rollcall'
import { Window } from './window'

test('a polled list is followed as it changes, kept while it cannot be had, and the window with it', {
  tag: '@desktop',
}, async ({ rollcall }) => {
  const { page } = rollcall
  const window = new Window(page)
  await using list = await startServer(join(projectDir, 'resources/examples/discovery.mjs'))
  const add = async (name: string) => {
    const body = JSON.stringify({ name, url: `http://127.0.0.1:9/${name}`, auto_connect: false })
    await fetch(list.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  }
  await add('first')
  await rollcall.api('POST', '/sources', {
    type: 'http_polling',
    url: list.url,
    name: 'Lists',
    intervalMs: 1_000,
  })
  await expect(window.row('first')).toBeVisible()
  await add('second')
  await expect(window.row('second')).toBeVisible()

  await list.stop()
  await window.screen('Discovery').click()
  const card = page.getByRole('article', { name: 'Lists', exact: true })
  await expect(card).toContainText('refuses connections')
  await expect(card).toContainText('2 servers')
})
