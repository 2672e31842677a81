/** `npm test`: sets up, then runs every check there is and says which passed. */
import { installChromium, installPackages, run, say } from './setup.mjs'

installPackages()
const chromium = await installChromium()
if (chromium) process.env.ROLLCALL_CHROMIUM = chromium

const steps = ['check', 'build', 'test:unit', 'test:e2e']
const failed = steps.filter((step) => {
  say(`\n── npm run ${step}`)
  return !run('npm', ['run', '--silent', step], { mayFail: true })
})
say('')
for (const step of steps) say(`${failed.includes(step) ? 'failed' : 'passed'}  npm run ${step}`)
process.stdout.write(`steps: ${steps.length - failed.length} passed, ${failed.length} failed\n`)
process.exitCode = failed.length > 0 ? 1 : 0
