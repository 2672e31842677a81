import type { BrowserWindowConstructorOptions } from 'electron'

/** Height of the page's own top bar, in pixels; `app.tsx` draws it. */
const topBarPx = 44

/**
 * How the window's frame looks on a platform. On a Mac the page's top bar is the title bar, with the traffic lights in
 * it; Windows and Linux keep their ordinary frame, because without it the menu bar would go too.
 */
export function windowFrame(platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  if (platform !== 'darwin') return {}
  return { titleBarStyle: 'hiddenInset', titleBarOverlay: { height: topBarPx } }
}
