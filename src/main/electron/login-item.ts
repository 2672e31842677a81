import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { App } from 'electron'
import type { Startup } from '../../shared/contract/rollcall'
import type { Preferences } from './preferences'

/** What Rollcall is started with when the system starts it at login. */
const atLogin = '--at-login'

interface LoginItemParts {
  readonly app: Pick<App, 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'>
  readonly platform: NodeJS.Platform
  /** The program to start: on Linux the AppImage, where it is one. */
  readonly executable: string
  /** `$XDG_CONFIG_HOME`, usually `~/.config`; only Linux looks there. */
  readonly configDir: string
  readonly preferences: Pick<Preferences, 'startsMinimized' | 'keepStartsMinimized'>
}

/**
 * Rollcall among what the system opens at login: through Electron on macOS and Windows, through a file in the XDG
 * autostart folder on Linux, for which Electron has nothing. Only an installed Rollcall can be one.
 */
export class LoginItem {
  readonly #parts: LoginItemParts

  constructor(parts: LoginItemParts) {
    this.#parts = parts
  }

  startup(): Startup | null {
    const { app, platform, preferences } = this.#parts
    if (!app.isPackaged || !['darwin', 'win32', 'linux'].includes(platform)) return null
    return { openAtLogin: this.#isThere(), minimized: preferences.startsMinimized() }
  }

  set(startup: Startup): Startup {
    const { app, platform, preferences } = this.#parts
    preferences.keepStartsMinimized(startup.minimized)
    if (platform === 'linux') this.#writeEntry(startup.openAtLogin)
    else app.setLoginItemSettings({ openAtLogin: startup.openAtLogin, ...this.#windows() })
    return { ...startup, openAtLogin: this.#isThere() }
  }

  /** Whether the window begins minimised: the system opened Rollcall, and the person wants it out of the way. */
  startsMinimized(argv: readonly string[]): boolean {
    const { app, platform, preferences } = this.#parts
    if (!preferences.startsMinimized()) return false
    return platform === 'darwin' ? app.getLoginItemSettings().wasOpenedAtLogin : argv.includes(atLogin)
  }

  #isThere(): boolean {
    const { app, platform } = this.#parts
    if (platform === 'linux') return existsSync(this.#entry)
    return app.getLoginItemSettings(this.#windows()).openAtLogin
  }

  /** Windows compares program and arguments; macOS knows neither. */
  #windows(): { path: string; args: string[] } | Record<never, never> {
    return this.#parts.platform === 'win32' ? { path: this.#parts.executable, args: [atLogin] } : {}
  }

  get #entry(): string {
    return join(this.#parts.configDir, 'autostart', 'rollcall.desktop')
  }

  #writeEntry(on: boolean): void {
    if (!on) {
      rmSync(this.#entry, { force: true })
      return
    }
    mkdirSync(dirname(this.#entry), { recursive: true })
    const lines = [
      '[Desktop Entry]',
      'Type=Application',
      'Name=Rollcall',
      `Exec=${execQuoted(this.#parts.executable)} ${atLogin}`,
      'Terminal=false',
    ]
    writeFileSync(this.#entry, `${lines.join('\n')}\n`)
  }
}

/** One argument as the Desktop Entry Specification quotes it, then escaped once more as every value there. */
function execQuoted(argument: string): string {
  const quoted = argument.replaceAll(/["`$\\]/gu, (character) => `\\${character}`).replaceAll('%', '%%')
  return `"${quoted.replaceAll('\\', '\\\\')}"`
}
