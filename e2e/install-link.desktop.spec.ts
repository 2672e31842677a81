import { expect, test } from './rollcall'

test('a link another program opens shows what it names, and adds nothing', async ({ rollcall }) => {
  const { page } = rollcall
  const config = Buffer.from(
    JSON.stringify({ mcpServers: { linked: { command: 'sh', args: ['-c', 'true'] } } }),
  )
  const link = `rollcall://v1/install?config=${config.toString('base64url')}`
  await rollcall.desktop.evaluate(({ app }, url) => {
    app.emit('open-url', { preventDefault: () => {} }, url)
  }, link)
  const box = page.getByRole('dialog', { name: 'Add from anything' })
  await expect(box).toContainText('Recognised: an install link of Rollcall 1 server: linked')
  await expect(box).toContainText('sh -c true')
  expect(await rollcall.api('GET', '/servers')).toEqual([])
  await page.keyboard.press('Escape')
  await expect(box).toBeHidden()
})
