import { protocol } from 'electron'
import { pageFiles } from './page-files'

const scheme = 'app'
const host = 'rollcall'

/** Where our page lives in the desktop. */
export const appOrigin = `${scheme}://${host}`

/** Makes `app:` a secure origin of its own. Chromium reads this once: call it before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built page from `root` to every window of the default session. */
export function serveApp(root: string): void {
  protocol.handle(scheme, pageFiles(root, host))
}
