import { expect, test } from './rollcall'

test('the page stays where it is and opens no window', async ({ rollcall }) => {
  const { page, desktop } = rollcall
  const before = page.url()
  await desktop.evaluate(({ dialog }) => {
    Object.assign(dialog, { showMessageBox: async () => ({ response: 1, checkboxChecked: false }) })
  }, undefined)
  await page.evaluate(`{
    window.open('https://example.com/')
    const link = document.createElement('a')
    link.href = 'file:///etc/passwd'
    link.target = '_blank'
    document.body.append(link)
    link.click()
    location.href = 'https://example.com/'
  }`)
  await expect(page.getByRole('navigation')).toBeVisible()
  expect(page.url()).toBe(before)
  const windows = await desktop.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows().length,
    undefined,
  )
  expect(windows).toBe(1)
  rollcall.complaints.length = 0
})

test('an address leaves Rollcall only after a yes, and only over https', async ({ rollcall }) => {
  const { page, desktop } = rollcall
  await desktop.evaluate(({ dialog, shell }) => {
    const seen = { asked: [] as string[], opened: [] as string[] }
    Object.assign(globalThis, { seen })
    Object.assign(dialog, {
      showMessageBox: async (options: { detail: string }) => {
        seen.asked.push(options.detail)
        return { response: options.detail.includes('yes') ? 0 : 1, checkboxChecked: false }
      },
    })
    Object.assign(shell, { openExternal: async (url: string) => seen.opened.push(url) })
  }, undefined)
  const seen = async () =>
    await desktop.evaluate(
      () => (globalThis as { seen?: { asked: string[]; opened: string[] } }).seen,
      undefined,
    )
  for (const url of ['ms-calculator:', 'http://example.com/', 'https://example.com/no']) {
    await page.evaluate(`void window.open(${JSON.stringify(url)})`)
  }
  await expect.poll(async () => (await seen())?.asked).toEqual(['https://example.com/no'])
  await page.evaluate(`void window.open('https://example.com/yes')`)
  await expect.poll(async () => (await seen())?.opened).toEqual(['https://example.com/yes'])
})

test('a frame counts only from the main frame of our own page', async ({ rollcall }) => {
  const { page, desktop } = rollcall
  const answered = await desktop.evaluate(({ BrowserWindow, ipcMain }) => {
    const [window] = BrowserWindow.getAllWindows()
    if (!window) throw new Error('no window')
    const contents = window.webContents
    const sent: string[] = []
    const send = contents.send.bind(contents)
    contents.send = (_channel: string, frame: string) => void sent.push(frame)
    const frame = JSON.stringify({ i: 'intruder', p: { u: '/rollcall/about' } })
    const ours = { parent: null, origin: 'app://rollcall', isDestroyed: () => false }
    const intruders: unknown[] = [null, { ...ours, origin: 'https://example.com' }, { ...ours, parent: ours }]
    for (const senderFrame of intruders)
      ipcMain.emit('rollcall:frame', { sender: contents, senderFrame }, frame)
    return new Promise<number>((resolve) => {
      setImmediate(() => {
        contents.send = send
        resolve(sent.filter((text) => text.includes('intruder')).length)
      })
    })
  }, undefined)
  expect(answered).toBe(0)
  await expect(page.getByRole('navigation')).toBeVisible()
})

test('a page may put text on the clipboard and nothing more', async ({ rollcall }) => {
  const names = [
    'clipboard-write',
    'clipboard-read',
    'camera',
    'microphone',
    'geolocation',
    'notifications',
    'midi',
  ]
  const granted = await rollcall.page.evaluate(`Promise.all(${JSON.stringify(names)}.map(async (name) =>
    (await navigator.permissions.query({ name })).state === 'granted' ? name : ''))`)
  expect(granted).toEqual(['clipboard-write', '', '', '', '', '', ''])
})
