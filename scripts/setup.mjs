/**
 * Makes a machine ready, and says in one line what it does when there is something to do.
 * Runs before anything is installed, on Node 20 too: it imports nothing but Node.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

const windows = process.platform === 'win32'

/** Installs the packages of the lock file, unless exactly these are there already. */
export function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const mark = join(root, 'node_modules', '.cache', 'rollcall', 'installed-lock')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return
  const byHand = join(root, 'node_modules', '.package-lock.json')
  if (stampOf(byHand) < stampOf(join(root, 'package-lock.json'))) {
    say('Installing packages (npm ci), about a minute…')
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  }
  mkdirSync(dirname(mark), { recursive: true })
  writeFileSync(mark, lock)
}

/** The Node every part runs on: version 24 from the packages, else the one at hand if it is new enough. */
export function nodeBinary() {
  const bundled = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')
  if (existsSync(bundled)) return bundled
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 22)) return process.execPath
  throw new Error(
    `Rollcall needs Node 24; this is ${process.versions.node} and the package “node” has none for it.`,
  )
}

/** Builds where a source is newer than the bundles. What the build warns of goes to stderr. */
export function build() {
  const newest = newestIn(['src', 'electron.vite.config.ts', 'package-lock.json'])
  const outputs = [
    'main/index.js',
    'main/headless.js',
    'main/cli.js',
    'preload/index.cjs',
    'renderer/index.html',
  ]
  const stamps = outputs.map((file) => stampOf(join(root, 'out', file)))
  if (Math.min(...stamps) >= newest) return
  say('Building…')
  run('npm', ['run', '--silent', 'build', '--', '--logLevel', 'warn'], { quiet: true })
}

/** A Chromium for the end-to-end tests: one already here, else Playwright's, else Debian's package. */
export async function installChromium() {
  const found = await findChromium()
  if (found) return found
  say('Installing a Chromium for the tests (Playwright)…')
  if (run('npx', ['playwright', 'install', 'chromium'], { mayFail: true }) && (await findChromium()))
    return findChromium()
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    say("Installing a Chromium for the tests (Debian's package)…")
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'])
    const installed = await findChromium()
    if (installed) return installed
  }
  throw new Error('No Chromium could be installed. Install one, or name it in ROLLCALL_CHROMIUM.')
}

/** The path of a Chromium-like browser, or undefined. `ROLLCALL_CHROMIUM` wins. */
export async function findChromium() {
  const named = process.env.ROLLCALL_CHROMIUM
  if (named) return named
  const usual = browserPlaces().find((path) => existsSync(path))
  if (usual || !existsSync(join(root, 'node_modules', 'playwright-core'))) return usual
  const { chromium } = await import('playwright-core')
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined
}

function browserPlaces() {
  if (windows) {
    const homes = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']
    return homes
      .filter((home) => home !== undefined)
      .flatMap((home) => programs.map((program) => join(home, program)))
  }
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge']
    return apps.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`)
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
  return names.map((name) => `/usr/bin/${name}`)
}

/** Runs a command in the project; throws when it fails, unless it may. @param {string} command @param {string[]} args @param {{ quiet?: boolean, silent?: boolean, mayFail?: boolean }} [options] */
export function run(command, args, { quiet = false, silent = false, mayFail = false } = {}) {
  /** @type {import('node:child_process').StdioOptions} */
  const stdio = silent ? 'ignore' : quiet ? ['ignore', 2, 2] : 'inherit'
  const result = spawnSync(command, args, { cwd: root, stdio, shell: windows })
  if (result.status === 0) return true
  if (mayFail) return false
  throw new Error(
    `${command} ${args.join(' ')} ended with ${result.status ?? result.signal ?? result.error?.message}`,
  )
}

/** One line for the person at the terminal; stdout stays free for what programs read. @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** @param {string[]} places */
function newestIn(places) {
  return Math.max(...places.map((place) => newest(join(root, place))))
}

/** @param {string} path @returns {number} */
function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(
    0,
    ...readdirSync(path).map((name) => (name.includes('.test.') ? 0 : newest(join(path, name)))),
  )
}

/** @param {string} path */
function stampOf(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0
}
