import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startServer } from '../tests/servers/start'
import { audit } from './audit'
import { projectDir } from './project'
import { expect, test } from './rollcall'
import { Window } from './window'

/** The language decides the names and the theme the colours, neither the other: two looks show every one of both. */
const looks = [
  { language: 'en', theme: 'light' },
  { language: 'zh', theme: 'dark' },
] as const

const screens = {
  en: ['Servers', 'Discovery', 'Inbox', 'Timeline', 'Activity', 'Processes', 'Settings'],
  zh: ['服务器', '发现', '收件箱', '时间线', '动态', '进程', '设置'],
} as const

for (const { language, theme } of looks) {
  test(`every screen is accessible in ${language}, ${theme}`, async ({ rollcall }) => {
    const { page } = rollcall
    await wear(page, language, theme)
    await audit(page, 'first start')

    await rollcall.api('POST', '/samples/start')
    const window = new Window(page)
    await expect(window.row('weather')).toBeVisible()
    for (const screen of screens[language]) {
      await window.screen(screen).click()
      await audit(page, screen)
    }
  })

  test(`the chat is accessible in ${language}, ${theme}`, async ({ rollcall }) => {
    const { page } = rollcall
    await wear(page, language, theme)
    for (const key of ['g', 'c']) await page.keyboard.press(key)
    await expect(page.getByRole('textbox', { name: language === 'en' ? 'Question' : '问题' })).toBeVisible()
    await audit(page, 'chat')
  })

  test(`all of a server is accessible in ${language}, ${theme}`, async ({ rollcall }) => {
    const { page } = rollcall
    await using server = await startServer(join(projectDir, 'resources', 'examples', 'weather.mjs'))
    await rollcall.api('POST', '/servers', { name: 'weather', url: server.url })
    await wear(page, language, theme)
    const window = new Window(page)
    await window.row('weather').click()
    const details = page.getByRole('region', { name: 'weather' })
    for (const tab of await details.getByRole('tab').all()) {
      await tab.click()
      await audit(page, `details, ${await tab.textContent()}`)
    }
    await page.getByRole('button', { name: language === 'en' ? 'Add server' : '添加服务器' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await audit(page, 'dialog')
  })
}

/** Sets what the settings screen would, before the page starts. */
async function wear(page: Page, language: 'en' | 'zh', theme: 'light' | 'dark'): Promise<void> {
  const kept = JSON.stringify({ state: { language, theme, tab: 'overview', detailPercent: 46 }, version: 1 })
  await page.evaluate(`localStorage.setItem('rollcall.view', ${JSON.stringify(kept)})`)
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', language === 'en' ? 'en' : 'zh-CN')
  await expect(
    page.locator(theme === 'dark' ? 'html[data-theme=dark]' : 'html:not([data-theme=dark])'),
  ).toBeVisible()
}
