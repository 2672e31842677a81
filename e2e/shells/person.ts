import { join } from 'node:path'

/** The home directory of the person a test plays. */
export function homeIn(dataDir: string): string {
  return join(dataDir, 'home')
}

/** What the person's programs are told: their files are looked for in a home of the test's own, never in the real one. */
export function environmentIn(dataDir: string): NodeJS.ProcessEnv {
  const home = homeIn(dataDir)
  const { CODEX_HOME: _codex, COPILOT_HOME: _copilot, XDG_CONFIG_HOME: _config, ...rest } = process.env
  return { ...rest, HOME: home, USERPROFILE: home, APPDATA: join(home, 'AppData', 'Roaming') }
}
