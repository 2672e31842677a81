/** `npm test`: sets up, then runs every check there is and says which passed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { installChromium, installPackages, root, run, say } from './setup.mjs'

installPackages()
const chromium = await installChromium()
if (chromium) process.env.ROLLCALL_CHROMIUM = chromium

/** How much of what a failed step printed last is printed once more at the end, where logs are read first. */
const linesRepeated = 150

const steps = ['check', 'build', 'test:unit', 'test:e2e']
/** @type {Map<string, string>} */
const failed = new Map()
for (const step of steps) {
  say(`\n── npm run ${step}`)
  const output = process.env.CI ? await watched(step) : await plain(step)
  if (output !== undefined) failed.set(step, output)
}
for (const [step, output] of failed)
  if (output) say(`\n── the end of npm run ${step}, which failed\n${output}`)
say('')
for (const step of steps) say(`${failed.has(step) ? 'failed' : 'passed'}  npm run ${step}`)
process.stdout.write(`steps: ${steps.length - failed.size} passed, ${failed.size} failed\n`)
process.exitCode = failed.size > 0 ? 1 : 0

/** Runs a step at the person's terminal. @param {string} step */
async function plain(step) {
  return run('npm', ['run', '--silent', step], { mayFail: true }) ? undefined : ''
}

/** Runs a step, and answers with the end of what it printed when it failed. @param {string} step */
async function watched(step) {
  const shell = process.platform === 'win32'
  const child = spawn('npm', ['run', '--silent', step], {
    cwd: root,
    stdio: ['inherit', 'pipe', 'pipe'],
    shell,
  })
  let end = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      process.stderr.write(chunk)
      end = `${end}${chunk}`.split('\n').slice(-linesRepeated).join('\n')
    })
  const [code] = await once(child, 'close')
  return code === 0 ? undefined : end
}
