import type { Page } from '@playwright/test'
import { expect, test } from './rollcall'
import { Window } from './window'

/** The smallest window, what 200 % zoom leaves of the usual and of the smallest one, and a large screen. */
const sizes = {
  'the smallest window': { width: 900, height: 600 },
  'the usual window at 200 %': { width: 680, height: 430 },
  'the smallest window at 200 %': { width: 450, height: 300 },
  'a large screen': { width: 2_560, height: 1_440 },
}

const words = {
  en: {
    chat: 'Question',
    screens: ['Servers', 'Discovery', 'Inbox', 'Timeline', 'Activity', 'Processes', 'Settings'],
    add: 'Add server',
    source: 'Add source…',
  },
  zh: {
    chat: '问题',
    screens: ['服务器', '发现', '收件箱', '时间线', '动态', '进程', '设置'],
    add: '添加服务器',
    source: '添加来源…',
  },
} as const

/**
 * What a person could not reach: controls that stand outside the window, or are cut off by a frame that does not scroll.
 * The page itself never scrolls.
 */
const unreachable = `(() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const scrolls = (style, axis) => ['auto', 'scroll'].includes(style['overflow' + axis])
  const cut = (element) => {
    let box = element.getBoundingClientRect()
    const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }
    let within = { x: true, y: true }
    for (let frame = element.parentElement; frame; frame = frame.parentElement) {
      const style = getComputedStyle(frame)
      if (style.position === 'fixed') break
      if (scrolls(style, 'X')) within.x = false
      if (scrolls(style, 'Y')) within.y = false
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue
      const edge = frame.getBoundingClientRect()
      if (within.x && (middle.x < edge.left || middle.x > edge.right)) return true
      if (within.y && (middle.y < edge.top || middle.y > edge.bottom)) return true
    }
    return (
      (within.x && (middle.x < 0 || middle.x > innerWidth)) || (within.y && (middle.y < 0 || middle.y > innerHeight))
    )
  }
  const controls = [...document.querySelectorAll('button, input, select, textarea, [role=tab], [role=switch]')]
  const lost = controls
    .filter((control) => shown(control) && !control.closest('.sr-only') && cut(control))
    .map((control) => control.getAttribute('aria-label') ?? control.textContent ?? control.tagName)
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement
  return scrollWidth > clientWidth || scrollHeight > clientHeight ? [...lost, 'the page scrolls'] : lost
})()`

async function expectReachable(page: Page, where: string): Promise<void> {
  const lost = () => page.evaluate<string[]>(unreachable)
  await expect.soft.poll(lost, { message: where, timeout: 3_000 }).toEqual([])
}

for (const language of ['en', 'zh'] as const)
  for (const [name, size] of Object.entries(sizes))
    test(`everything can be reached on ${name}, in ${language}`, async ({ rollcall }) => {
      const { page } = rollcall
      const { screens, add, source, chat } = words[language]
      await page.evaluate(
        `localStorage.setItem('rollcall.view', ${JSON.stringify(JSON.stringify({ state: { language }, version: 1 }))})`,
      )
      await page.setViewportSize(size)
      await page.reload()
      const window = new Window(page)
      await expect(window.button(add).first()).toBeVisible()
      await expectReachable(page, 'first start')
      await rollcall.api('POST', '/samples/start')
      await window.expectStanding('weather', /^(Up|正常)$/u)
      for (const screen of screens) {
        await window.screen(screen).click()
        await expectReachable(page, screen)
      }
      await page.keyboard.press('g')
      await page.keyboard.press('c')
      await expect(page.getByRole('textbox', { name: chat })).toBeVisible()
      await expectReachable(page, 'chat')
      await window.screen(screens[0]).click()
      await window.button(add).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await expectReachable(page, 'dialog')
      await page.keyboard.press('Escape')
      await window.screen(screens[1]).click()
      await window.button(source).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await expectReachable(page, 'a source being added')
      await page.keyboard.press('Escape')
      await window.screen(screens[0]).click()
      await window.row('weather').click()
      const details = page.getByRole('region', { name: 'weather', exact: true })
      for (const tab of await details.getByRole('tab').all()) {
        await tab.click()
        await expectReachable(page, `details, ${await tab.textContent()}`)
      }
    })
