import { expect, test } from '@playwright/test'
import { launch } from './stand-in/launch'

test('fake', async ({}, info) => {
  const dir = info.outputPath('data')
  const app = await launch({
    args: ['/tmp/fake', dir],
    env: { ...process.env, ROLLCALL_CHROMIUM: '/usr/bin/chromium' },
  })
  const page = await app.firstWindow()
  console.log(page.url(), app.output())
  console.log(await page.evaluate(`Object.keys(window.rollcall).join()+Object.isFrozen(window.rollcall)`))
  console.log(
    await page.evaluate(
      `new Promise(r => { const stop = window.rollcall.onFrame(f => r(f)); window.rollcall.send('hello') })`,
    ),
  )
  console.log(
    await page.evaluate(
      `(() => {try { return window.rollcall.send(()=>1) } catch (e) { return e.message }})()`,
    ),
  )
  console.log(
    await page.evaluate(
      `(() => {try { return window.rollcall.pathForFile(new File(['abc'],'x.json')) } catch (e) { return e.message }})()`,
    ),
  )
  await app.announceFiles(['/tmp/fake/package.json'])
  await page.setInputFiles('input', '/tmp/fake/package.json')
  console.log(await page.evaluate(`window.rollcall.pathForFile(document.querySelector('input').files[0])`))
  await page.click('a')
  await page.evaluate(`void window.open('https://a.example/')`)
  await page.evaluate(`void (location.href='https://b.example/')`)
  await page.evaluate(`void (location.href='https://b.example/')`).catch((e) => console.log(e.message))
  await expect.poll(() => app.output()).toContain('nav https://b')
  console.log(page.url())
  console.log(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length))
  const second = await launch({
    args: ['/tmp/fake', dir],
    env: { ...process.env, ROLLCALL_CHROMIUM: '/usr/bin/chromium' },
  })
  await expect.poll(() => app.output()).toContain('second')
  await page.reload()
  await page.evaluate(`typeof window.rollcall`)
  console.log(app.output(), second.output(), second.process().exitCode)
  await app.close()
  console.log(app.process().exitCode)
})
