import type { Notification, NotificationConstructorOptions } from 'electron'
import type { Notice } from '../../shared/contract/notices'
import { noticeText } from '../../shared/notice-text'
import { sharedWords } from './shared-words'
import type { Language } from './text'

/** Shown and not yet gone; what the system forgot to say is let go. */
const keptMax = 50

/** What is used of Electron's `Notification`. */
export interface NotificationMaker {
  isSupported(): boolean
  new (options: NotificationConstructorOptions): Pick<Notification, 'on' | 'show'>
}

/** Shows notices through the system, in the language of the window. A press on one brings the window to front. */
export class Notifier {
  readonly #notification: NotificationMaker
  readonly #language: () => Language
  readonly #platform: NodeJS.Platform
  readonly #openWindow: () => void
  /** The system's object goes with ours, and with it what a press does. */
  readonly #shown = new Set<object>()

  constructor(parts: {
    notification: NotificationMaker
    language: () => Language
    platform: NodeJS.Platform
    openWindow: () => void
  }) {
    this.#notification = parts.notification
    this.#language = parts.language
    this.#platform = parts.platform
    this.#openWindow = parts.openWindow
  }

  /** False where the system shows none. */
  notify(notice: Notice, onChosen: () => void): boolean {
    if (!this.#notification.isSupported()) return false
    const language = this.#language()
    const { title, body } = noticeText(notice, sharedWords(language), language)
    const shown = new this.#notification({
      title,
      body: this.#platform === 'linux' ? withoutMarkup(body) : body,
    })
    const [oldest] = this.#shown.size >= keptMax ? this.#shown : []
    if (oldest) this.#shown.delete(oldest)
    this.#shown.add(shown)
    shown.on('close', () => this.#shown.delete(shown))
    shown.on('click', () => {
      this.#shown.delete(shown)
      this.#openWindow()
      onChosen()
    })
    shown.show()
    return true
  }
}

/** On Linux the body may be read as markup, and a stranger's text may look like some. */
function withoutMarkup(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›').replaceAll('&', '＆')
}
