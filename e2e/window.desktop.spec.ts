import { expect, test } from './rollcall'

test.describe('the desktop shell', () => {
  test('keeps the place of its window', async ({ rollcall }) => {
    const bounds = { x: 40, y: 60, width: 1_000, height: 640 }
    await rollcall.desktop.evaluate(({ BrowserWindow }, place) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(place)
    }, bounds)
    await rollcall.restart()
    const after = await rollcall.desktop.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds(),
      undefined,
    )
    expect(after).toEqual(bounds)
  })

  test('ends with its last window, and takes its processes along', async ({ rollcall }) => {
    await rollcall.api('POST', '/samples')
    const samples = (await rollcall.api('GET', '/samples')) as { servers: { pid: number }[] }
    expect(samples.servers.length).toBe(3)
    expect(await rollcall.end()).toBe(0)
    for (const { pid } of samples.servers) expect(() => process.kill(pid, 0)).toThrow()
  })
})
