import { expect, test } from './rollcall'
import { Window } from './window'

interface Samples {
  readonly servers: readonly { readonly name: string; readonly pid: number | null }[]
}

test('a newcomer tries the samples, uses their tools, and sees one go down and come back', async ({
  rollcall,
}) => {
  const window = new Window(rollcall.page)
  await expect(rollcall.page.getByRole('heading', { name: 'Which servers do you have?' })).toBeVisible()

  await test.step('the samples appear, connect and turn green', async () => {
    await window.button('Try the sample servers').click()
    for (const name of ['weather', 'database', 'text']) {
      await window.expectStanding(name, 'Up')
      await expect(window.connectSwitch(name)).toBeChecked()
    }
  })

  await test.step('a tag narrows the list', async () => {
    const tag = window.tag('weather')
    await tag.click()
    await expect(window.row('weather')).toBeVisible()
    await expect(window.row('database')).toHaveCount(0)
    await tag.click()
    await expect(window.row('database')).toBeVisible()
  })

  await test.step('their tools run', async () => {
    const climate = await window.run('weather', 'get_climate', { city: '北京' })
    await expect(climate).toContainText('Beijing')
    const tables = await window.run('database', 'list_tables')
    await expect(tables).toContainText('customers')
  })

  await test.step('a killed server goes down and comes back by itself', async () => {
    const { servers } = (await rollcall.api('GET', '/samples')) as Samples
    const pid = servers.find(({ name }) => name === 'weather')?.pid
    expect(pid).toEqual(expect.any(Number))
    process.kill(pid ?? 0, 'SIGKILL')
    await window.expectStanding('weather', /^(Down|Reconnecting)$/u)
    await window.expectStanding('weather', 'Up', 60_000)
  })
})

test('what a newcomer did is there after a restart', { tag: '@desktop' }, async ({ rollcall }) => {
  const window = new Window(rollcall.page)
  await window.button('Try the sample servers').click()
  await window.expectStanding('text', 'Up')
  await window.connectSwitch('text').click()
  await window.expectStanding('text', 'Off')
  await rollcall.restart()
  const after = new Window(rollcall.page)
  await after.expectStanding('text', 'Off')
  await expect(after.connectSwitch('weather')).toBeChecked()
})
