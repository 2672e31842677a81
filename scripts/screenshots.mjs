/**
 * `npm run screenshots`: writes `docs/images/*.png`, every screen and state of the window as it really is, over a small
 * registry of real servers. Servers are shown in both themes, languages and sizes, the rest in light English and dark
 * Chinese; `--every` shows everything in everything, `--to DIR` writes elsewhere, `--only NAME` takes one state,
 * `--sizes tiny` (what 200 % zoom leaves) and `--sizes huge` take other sizes.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { chromiumFlags } from '../e2e/chromium.ts'
import { Headless } from './headless.mjs'
import { Demo } from './screenshots/demo.mjs'
import { firstStart, states, textsOf } from './screenshots/states.mjs'
import { Talk } from './screenshots/talk.mjs'
import { build, installChromium, installPackages, root, say } from './setup.mjs'

/**
 * @import { Browser, Page } from 'playwright-core'
 * @typedef {{ theme: 'light' | 'dark', language: 'en' | 'zh', size: keyof typeof sizes }} Look
 */

const sizes = {
  '': { width: 1360, height: 860 },
  small: { width: 900, height: 600 },
  tiny: { width: 680, height: 430 },
  huge: { width: 2560, height: 1440 },
}
const firstStartName = 'first-start'

const { values: options } = parseArgs({
  options: {
    to: { type: 'string', default: join(root, 'docs', 'images') },
    every: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    sizes: { type: 'string', multiple: true, default: ['', 'small'] },
  },
})

/** @returns {Look[]} */
function looks() {
  const wanted = /** @type {(keyof typeof sizes)[]} */ (options.sizes)
  return /** @type {const} */ (['light', 'dark']).flatMap((theme) =>
    /** @type {const} */ (['en', 'zh']).flatMap((language) =>
      wanted.map((size) => ({ theme, language, size })),
    ),
  )
}

/** @param {string} state @param {Look} look */
function isWanted(state, { theme, language, size }) {
  if (options.only.length > 0 && !options.only.includes(state)) return false
  if (options.every || state === 'servers') return true
  return size === '' && (language === 'en') === (theme === 'light')
}

/** `servers-zh-small-dark.png`; what is plain is left out. @param {string} state @param {Look} look */
function fileOf(state, { theme, language, size }) {
  const marks = [language === 'zh' && 'zh', size, theme === 'dark' && 'dark'].filter(Boolean)
  if (state === 'servers' && marks.length === 0) marks.push('light')
  return join(options.to, `${[state, ...marks].join('-')}.png`)
}

/** @param {Browser} browser @param {Look} look @param {string} url */
async function open(browser, { theme, language, size }, url) {
  const context = await browser.newContext({
    colorScheme: theme,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    viewport: sizes[size],
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(url)
  await page.getByRole('navigation').first().waitFor()
  return page
}

/** @param {Page} page @param {string} file */
async function take(page, file) {
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' })
  say(file)
}

/** @param {Browser} browser @param {Headless} rollcall */
async function takeFirstStart(browser, rollcall) {
  for (const look of looks().filter((one) => isWanted(firstStartName, one))) {
    const page = await open(browser, look, rollcall.pageUrl)
    await firstStart({ page, t: textsOf(look.language) })
    await take(page, fileOf(firstStartName, look))
    await page.context().close()
  }
}

/** @param {Browser} browser @param {Headless} rollcall @param {Demo} demo */
async function takeStates(browser, rollcall, demo) {
  for (const look of looks()) {
    const page = await open(browser, look, rollcall.pageUrl)
    for (const [state, go] of Object.entries(states)) {
      if (!isWanted(state, look)) continue
      const leave = await go({ page, demo, t: textsOf(look.language) })
      await take(page, fileOf(state, look))
      await leave?.()
    }
    await page.context().close()
  }
}

installPackages()
build()
const executablePath = await installChromium()
mkdirSync(options.to, { recursive: true })
const dir = mkdtempSync(join(tmpdir(), 'rollcall-'))
await using stack = new AsyncDisposableStack()
stack.defer(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }))
const rollcall = new Headless(join(dir, 'data'))
await rollcall.start()
stack.defer(() => rollcall.end())
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: chromiumFlags })
stack.defer(() => browser.close())
await takeFirstStart(browser, rollcall)
say('Filling the bars, about a minute…')
const demo = new Demo(rollcall, dir)
stack.defer(() => demo.end())
await demo.start()
const talk = new Talk(rollcall)
stack.defer(() => talk.end())
await talk.start()
await takeStates(browser, rollcall, demo)
