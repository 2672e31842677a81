import { dialog, shell } from 'electron'
import type { Log } from '../host'
import { openable } from './links'
import type { ShellText } from './text'

/** Sign-in pages carry much in their addresses. */
const askedMax = 8_192

/** The only way out of Rollcall: one address at a time, shown whole, opened after a yes. */
export class Opener {
  readonly #text: () => ShellText
  readonly #log: Log
  #asking = false

  constructor(parts: { text: () => ShellText; log: Log }) {
    this.#text = parts.text
    this.#log = parts.log
  }

  /** Asks, then opens in the person's browser. Addresses other than https (or http to this machine) are refused. */
  async open(address: string): Promise<void> {
    const url = openable(address)
    if (!url) {
      this.#log.warn({ address: address.slice(0, 200) }, 'a link that may not be opened')
      return
    }
    if (this.#asking) return
    this.#asking = true
    try {
      if (await this.#agreed(url)) await shell.openExternal(url.href)
    } finally {
      this.#asking = false
    }
  }

  /** Opens what a person has just asked for, such as the page to sign in on. Refuses what `open` refuses; then, false. */
  async openAsked(address: string): Promise<boolean> {
    const url = openable(address, askedMax)
    if (url) await shell.openExternal(url.href)
    else this.#log.warn({ address: address.slice(0, 200) }, 'an address that may not be opened')
    return url !== undefined
  }

  async #agreed(url: URL): Promise<boolean> {
    const { title, message, open, cancel } = this.#text().opener
    const { response } = await dialog.showMessageBox({
      type: 'question',
      title,
      message: message.replace('{{host}}', url.host),
      detail: url.href,
      buttons: [open, cancel],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    })
    return response === 0
  }
}
