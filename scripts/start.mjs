/** `npm start`: sets up, builds, opens the app. Electron where its binary can be had, else the same app in a browser window. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build, findChromium, installPackages, nodeBinary, root, run, say } from './setup.mjs'

const wanted = process.argv.slice(2)
const cache = join(root, 'node_modules', '.cache', 'rollcall')
const headless = wanted.includes('--headless')
const passed = wanted.filter((argument) => argument !== '--headless')

installPackages()
build()
const electron = headless ? undefined : electronBinary()
if (electron) startElectron(electron)
else await startInBrowser()

/** Electron's binary: there already, or fetched now. A failed fetch is not repeated for a day. */
function electronBinary() {
  const require = createRequire(join(root, 'package.json'))
  const folder = dirname(require.resolve('electron/package.json'))
  const failed = join(cache, 'electron-not-fetched')
  const there = () => (existsSync(join(folder, 'path.txt')) ? require('electron') : undefined)
  const triedToday = existsSync(failed) && Date.now() - statSync(failed).mtimeMs < 86_400_000
  if (there() || triedToday) return there()
  say('Fetching Electron, once…')
  if (run('npx', ['--no-install', 'install-electron'], { silent: true, mayFail: true }) && there()) {
    rmSync(failed, { force: true })
    return there()
  }
  mkdirSync(dirname(failed), { recursive: true })
  writeFileSync(failed, '')
  return undefined
}

/** @param {string} binary */
function startElectron(binary) {
  const app = spawn(binary, [root, ...passed], { stdio: 'inherit' })
  endTogether(app)
}

async function startInBrowser() {
  if (!headless)
    say(
      "Electron's binary is not here and could not be fetched, so Rollcall opens in a browser window instead.",
    )
  const server = spawn(nodeBinary(), [join(root, 'out', 'main', 'headless.js'), ...passed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  endTogether(server)
  const { url, token } = await readyLine(server.stdout)
  const page = `${url}/#token=${token}`
  const browser = hasDisplay() ? await findChromium() : undefined
  if (!browser) {
    process.stdout.write(`${page}\n`)
    return
  }
  say(`Rollcall is at ${url}. Closing its window ends it.`)
  // Kept between starts, so that the window remembers its language and theme; one for each data directory.
  const profile = join(
    cache,
    `window-${createHash('sha256').update(passed.join('\n')).digest('hex').slice(0, 12)}`,
  )
  const flags = [
    `--app=${page}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--window-size=1360,900',
  ]
  if (process.getuid?.() === 0) flags.push('--no-sandbox', '--test-type')
  const window = spawn(browser, flags, { stdio: 'ignore' })
  window.on('exit', () => server.kill('SIGTERM'))
}

function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/**
 * The headless shell's one line on stdout.
 * @param {import('node:stream').Readable} output
 * @returns {Promise<{ url: string, token: string }>}
 */
async function readyLine(output) {
  let text = ''
  for await (const chunk of output) {
    text += chunk
    if (text.includes('\n')) break
  }
  return JSON.parse(text)
}

/** @param {import('node:child_process').ChildProcess} child */
function endTogether(child) {
  child.on('exit', (code) => process.exit(code ?? 0))
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.on(signal, () => child.kill(signal))
}
