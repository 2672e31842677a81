import type { Session } from 'electron'

/**
 * Denies every permission a page can ask for or look up, every device, and capturing the screen. The one exception is
 * putting text on the clipboard, which a Copy button needs and which reads nothing.
 */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_page, permission, answer) => answer(permission === writeClipboard))
  session.setPermissionCheckHandler((_page, permission) => permission === writeClipboard)
  session.setDevicePermissionHandler(() => false)
  // Without a handler nothing can be captured. One that grants nothing would throw at every page that asks.
  session.setDisplayMediaRequestHandler(null)
}

const writeClipboard = 'clipboard-sanitized-write'
