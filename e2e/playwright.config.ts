import { defineConfig } from '@playwright/test'
import { findChromium } from '../scripts/setup.mjs'
import { chromiumFlags } from './chromium'
import { electronBinary } from './electron-binary'
import type { ShellOption } from './rollcall'
import type { Shell } from './shells/shell'

/** The same specs on every shell: the web page, the desktop on the Electron stand-in, and Electron where it is here. */
const executablePath = await findChromium()
// The stand-in starts its own Chromium, in a process of its own.
if (executablePath) process.env.ROLLCALL_CHROMIUM = executablePath

const electron = electronBinary()
const notRun = electron ? {} : { electron: 'its binary is not installed; npx install-electron fetches it' }
// Where Electron must be there, as in the project's workflow, its absence is a failure and not a remark.
if (!electron && process.env.ROLLCALL_REQUIRE_SHELLS?.split(',').includes('electron'))
  throw new Error('The real Electron is required here, but its binary is not installed.')
const shells: Shell['name'][] = ['web', 'stand-in', ...(electron ? (['electron'] as const) : [])]

/** Specs that make no sense on a shell, or no difference. */
const elsewhere: Record<Shell['name'], string[]> = {
  web: ['*.desktop.spec.ts', '*.stand-in.spec.ts'],
  // Layout and axe look at the page alone, which is the same in every shell, and take long.
  'stand-in': ['layout.spec.ts', 'a11y.spec.ts'],
  electron: ['*.stand-in.spec.ts', 'layout.spec.ts'],
}

export default defineConfig<ShellOption>({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results',
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // On a machine that is busy with other things; what passed only then is listed as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['./shells-reporter.ts', { notRun }]],
  use: {
    launchOptions: { args: chromiumFlags, ...(executablePath && { executablePath }) },
  },
  projects: shells.map((name) => ({
    name,
    use: { shellName: name },
    testIgnore: elsewhere[name],
  })),
})
