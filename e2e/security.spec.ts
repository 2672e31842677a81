import { expect, test } from './rollcall'

test('the page has the one frozen object of the preload, and nothing else of Electron or Node', {
  tag: '@desktop',
}, async ({ rollcall }) => {
  const { page } = rollcall
  const exposed = await page.evaluate(
    `typeof window.rollcall === 'undefined' ? null : Object.keys(window.rollcall)`,
  )
  expect(exposed).toEqual(rollcall.shell !== 'web' ? ['send', 'onFrame', 'pathForFile'] : null)
  expect(await page.evaluate(`window.rollcall === undefined || Object.isFrozen(window.rollcall)`)).toBe(true)
  const found = await page.evaluate(
    `['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter((name) => name in window)`,
  )
  expect(found).toEqual([])
})

test('the policy lets no text become a script', { tag: '@desktop' }, async ({ rollcall }) => {
  const { page } = rollcall
  const outcome = await page.evaluate(`(async () => {
    const refused = {}
    // The debugger may evaluate; what runs in a turn of its own is the page's, and under its policy.
    await new Promise((resolve) => setTimeout(resolve))
    try { new Function('return 1')(); refused.function = false } catch { refused.function = true }
    try { (0, eval)('1'); refused.eval = false } catch { refused.eval = true }
    const script = document.createElement('script')
    try { script.textContent = 'window.inlineRan = true' } catch { refused.inline = true }
    script.append('window.inlineRan = true')
    document.body.append(script)
    const image = document.createElement('img')
    try { image.setAttribute('onerror', 'window.handlerRan = true') } catch { refused.handler = true }
    image.src = 'missing.png'
    const failed = new Promise((resolve) => image.addEventListener('error', resolve))
    document.body.append(image)
    await failed
    refused.ran = window.inlineRan ?? window.handlerRan ?? 'nothing'
    try { document.createElement('div').innerHTML = '<b>x</b>'; refused.markup = false } catch { refused.markup = true }
    refused.fetch = await fetch('https://example.com/').then(() => false, () => true)
    return refused
  })()`)
  expect(outcome).toEqual({
    function: true,
    eval: true,
    inline: true,
    handler: true,
    markup: true,
    fetch: true,
    ran: 'nothing',
  })
  // Chromium complains about each of these, as it should; the last of them comes last.
  await expect.poll(() => rollcall.complaints.join()).toContain('example.com')
  rollcall.complaints.length = 0
})
