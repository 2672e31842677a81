import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findChromium } from '../scripts/setup.mjs'
import { chromiumFlags } from './chromium'
import { electronBinary } from './electron-binary'
import { projectDir } from './project'
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

// Some five hundred Node processes are started with the same few bundles: compiled once, they start in two thirds of the time.
process.env.NODE_COMPILE_CACHE ??= join(projectDir, 'node_modules/.cache/rollcall/compiled')

/**
 * What runs on the stand-in. To a page the desktop differs from the web in three functions (frames out, frames in, where
 * a file lies), in where it is kept, and in what main does around it; so there run the specs of these, and of the rest
 * those tagged `@desktop`: where a dropped file lies, what main is told of the page and the page of main, the person's
 * own browser, notices of the system, a newcomer's start and restart, many frames at once, an answer that comes piece by
 * piece. Every spec runs on the web, and on Electron itself.
 */
const onStandIn = /\.(desktop|stand-in)\.spec|@desktop/u

/** Layout looks at the page alone, which is the same in every shell. */
const specs: Record<Shell['name'], { testMatch: string[]; testIgnore: string[]; grep?: RegExp }> = {
  web: { testMatch: ['*.spec.ts'], testIgnore: ['*.desktop.spec.ts', '*.stand-in.spec.ts'] },
  'stand-in': { testMatch: ['*.spec.ts'], testIgnore: [], grep: onStandIn },
  electron: { testMatch: ['*.spec.ts'], testIgnore: ['*.stand-in.spec.ts', 'layout.spec.ts'] },
}

export default defineConfig<object, ShellOption>({
  testDir: '.',
  outputDir: '../test-results',
  // More than there are processors: a spec waits half of its time.
  workers: Math.ceil(1.5 * availableParallelism()),
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
    ...specs[name],
  })),
})
