import { rename, writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { Announcer } from '../src/main/discovery/kinds/multicast/announcer.fixture'
import { expect, test } from './rollcall'
import { Window } from './window'

const document = (...names: string[]) => {
  const servers = names.map((name) => ({ name, url: `http://127.0.0.1:9/${name}`, auto_connect: false }))
  return JSON.stringify({ servers }, null, 2)
}

test('a watched file is followed however it is written, and the window with it', { tag: '@desktop' }, async ({
  rollcall,
}) => {
  const { page } = rollcall
  const window = new Window(page)
  const file = join(rollcall.dataDir, 'team.json')
  await writeFile(file, document('first'))
  await rollcall.api('POST', '/sources', { path: file })
  await expect(window.row('first')).toBeVisible()
  // Gone once the page is loaded anew.
  await page.evaluate('window.isTheSame = true')

  await test.step('another file is renamed over it', async () => {
    await writeFile(`${file}.tmp`, document('first', 'renamed'))
    await rename(`${file}.tmp`, file)
    await expect(window.row('renamed')).toBeVisible()
  })
  await test.step('it is written in place', async () => {
    await writeFile(file, document('first', 'in-place'))
    await expect(window.row('in-place')).toBeVisible()
  })
  await test.step('an editor keeps a backup, moves it away and writes it new', async () => {
    await writeFile(`${file}~`, document('first', 'in-place'))
    await rename(file, `${file}.swp`)
    await writeFile(file, document('first', 'danced'))
    await expect(window.row('danced')).toBeVisible()
  })
  await expect(window.row('first')).toBeVisible()
  expect(await page.evaluate('window.isTheSame')).toBe(true)
})

const link = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address

// Without a network nobody can be heard.
if (link !== undefined)
  test('a server that announces itself waits in the inbox, and is missing once it says goodbye', {
    tag: '@desktop',
  }, async ({ rollcall }) => {
    const { page } = rollcall
    const window = new Window(page)
    // A kind of service of this test's own: nobody else on the network is of it, or looks for it.
    const service = `_e2e${process.pid}x${Date.now() % 100_000}._tcp`
    const kitchen = { instance: 'Kitchen', target: 'kitchen-e2e.local', kind: `${service}.local`, port: 9 }
    await using host = await Announcer.on(5_353, link, link)
    await rollcall.api('POST', '/sources', { type: 'multicast', service })
    await host.announce(kitchen)
    await window.expectStanding('Kitchen', 'Needs approval')
    await expect(page.getByTitle('1 server waits for your decision')).toBeVisible()

    await host.goodbye(kitchen)
    await expect(window.row('Kitchen')).toContainText('missing')
    await host.announce(kitchen)
    await expect(window.row('Kitchen')).not.toContainText('missing')
  })
