import type { App, Event, WebContents } from 'electron'
import type { Log } from '../host'
import { isOurs } from './links'
import type { Opener } from './opener'

/**
 * Keeps every page where it is: no navigation away from our origin, no second window, no <webview>. A link that asks
 * for a window of its own is put to the opener instead.
 */
export function lockNavigation(app: App, parts: { origin: string; opener: Opener; log: Log }): void {
  app.on('web-contents-created', (_event, contents) => lock(contents, parts))
}

function lock(contents: WebContents, { origin, opener, log }: Parameters<typeof lockNavigation>[1]): void {
  const stay = (details: Event<{ url: string; isMainFrame: boolean }>) => {
    if (details.isMainFrame && isOurs(details.url, origin)) return
    details.preventDefault()
    log.warn({ url: details.url.slice(0, 200) }, 'a page tried to go elsewhere')
  }
  contents.on('will-frame-navigate', stay)
  contents.on('will-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    void opener.open(url)
    return { action: 'deny' }
  })
}
