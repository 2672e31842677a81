import type { BrowserContext } from 'playwright-core'

type Members = Pick<
  Electron.Session,
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
>

type CheckHandler = NonNullable<Parameters<Electron.Session['setPermissionCheckHandler']>[0]>

/** Electron's names of permissions, and Chromium's as Playwright knows them. */
const permissions = {
  'clipboard-sanitized-write': ['clipboard-write'],
  'clipboard-read': ['clipboard-read'],
  geolocation: ['geolocation'],
  media: ['camera', 'microphone'],
  midi: ['midi'],
  notifications: ['notifications'],
} as const

/** Electron's default session: what its check handler allows, Chromium is told to allow; without one, everything. */
export class StandInSession implements Members {
  #check: CheckHandler = () => true

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler ?? (() => true)
  }

  setPermissionRequestHandler(): void {}

  setDevicePermissionHandler(): void {}

  setDisplayMediaRequestHandler(): void {}

  async apply(context: BrowserContext, origin: string): Promise<void> {
    const details = { isMainFrame: true, requestingUrl: origin }
    const allowed = Object.entries(permissions).filter(([name]) =>
      this.#check(null, name as Parameters<CheckHandler>[1], origin, details),
    )
    await context.clearPermissions()
    await context.grantPermissions(
      allowed.flatMap(([, names]) => [...names]),
      { origin },
    )
  }
}
