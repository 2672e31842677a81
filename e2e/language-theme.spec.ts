import { expect, test } from './rollcall'
import { Window } from './window'

test('language and theme change at once and are kept', { tag: '@desktop' }, async ({ rollcall }) => {
  const window = new Window(rollcall.page)
  const html = rollcall.page.locator('html')
  await expect(html).toHaveAttribute('lang', 'en')

  await test.step('to Chinese, live', async () => {
    await window.screen('Settings').click()
    await rollcall.page.getByRole('radio', { name: '中文' }).click()
    await expect(html).toHaveAttribute('lang', 'zh-CN')
    await expect(window.screen('服务器')).toBeVisible()
  })

  await test.step('to dark and to light, live', async () => {
    await rollcall.page.getByRole('radio', { name: '深色' }).click()
    await expect(html).toHaveAttribute('data-theme', 'dark')
    await rollcall.page.getByRole('radio', { name: '浅色' }).click()
    await expect(html).not.toHaveAttribute('data-theme', 'dark')
    await rollcall.page.getByRole('radio', { name: '深色' }).click()
  })

  await test.step('kept over a reload', async () => {
    await rollcall.page.reload()
    await expect(html).toHaveAttribute('lang', 'zh-CN')
    await expect(html).toHaveAttribute('data-theme', 'dark')
  })
})

test('the system theme is followed', { tag: '@desktop' }, async ({ rollcall }) => {
  const html = rollcall.page.locator('html')
  await rollcall.page.emulateMedia({ colorScheme: 'dark' })
  await expect(html).toHaveAttribute('data-theme', 'dark')
  await rollcall.page.emulateMedia({ colorScheme: 'light' })
  await expect(html).not.toHaveAttribute('data-theme', 'dark')
})
