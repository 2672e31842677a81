import { Moments } from './moments.mjs'

/** @import { Browser, Page } from 'playwright-core' */

/**
 * Runs in the page. `bench.hear(count)` resolves with the text of the answer and, for each of its pieces, what the piece
 * says of itself and when the frame that showed it was drawn.
 */
const listening = `
  globalThis.bench = {
    hear: (count) => new Promise((resolve) => {
      const pieces = []
      const textNow = () => document.querySelector('[aria-label="What was said"]')?.textContent ?? ''
      const shown = () => {
        const said = Array.from(textNow().matchAll(/\\bat:(\\d+\\.\\d{3})/g), ([, moment]) => Number(moment))
        // After the frame.
        setTimeout(() => {
          const at = performance.timeOrigin + performance.now()
          for (const moment of said.slice(pieces.length)) pieces.push([moment, at])
          if (pieces.length < count) return
          observer.disconnect()
          resolve({ pieces, text: textNow() })
        })
      }
      let isDue = false
      const observer = new MutationObserver(() => {
        if (isDue) return
        isDue = true
        requestAnimationFrame(() => { isDue = false; shown() })
      })
      observer.observe(document.body, { subtree: true, childList: true, characterData: true })
    }),
  }
`

/** The chat on a screen, as a person asks and reads. */
export class ChatPage {
  /** @param {Page} page */
  constructor(page) {
    this.page = page
  }

  /** @param {Browser} browser @param {string} url */
  static async open(browser, url) {
    const context = await browser.newContext({ viewport: { width: 1_360, height: 860 }, locale: 'en-GB' })
    const page = await context.newPage()
    await page.addInitScript(listening)
    await page.goto(url)
    await page.getByRole('button', { name: /^Chat/u }).waitFor()
    // Wherever it stands; the button would close an open one.
    await page.keyboard.press('g')
    await page.keyboard.press('q')
    await page.getByRole('textbox', { name: 'Question' }).waitFor()
    return new ChatPage(page)
  }

  /** In a conversation of its own. @param {string} text @param {number} pieces How many the answer has. */
  async ask(text, pieces) {
    const { page } = this
    const said = page.getByRole('region', { name: 'What was said' })
    if (await said.isVisible()) await page.getByRole('button', { name: 'New', exact: true }).click()
    await said.waitFor({ state: 'detached' })
    const field = page.getByRole('textbox', { name: 'Question' })
    await field.fill(text)
    const heard = page.evaluate(`bench.hear(${pieces})`)
    const [answer] = /** @type {[{ pieces: [number, number][], text: string }, void]} */ (
      await Promise.all([heard, field.press('Enter')])
    )
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached' })
    const moments = new Moments()
    moments.callMs = Number(/call:([\d.]+)/u.exec(answer.text)?.[1])
    moments.pieceMs = answer.pieces.map(([moment, at]) => at - moment)
    return moments
  }
}
