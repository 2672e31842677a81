import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { projectDir } from './project'
import { launch } from './stand-in/launch'

// On the stand-in only: in Electron the message waits for a person.
test('the desktop says so and ends with 3 while a Rollcall without a window uses its data', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-e2e-'))
  const headless = spawn(
    process.execPath,
    [join(projectDir, 'out/main/headless.js'), '--port', '0', '--data-dir', dataDir],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  await once(headless.stdout, 'data')

  const desktop = await launch({ args: [projectDir, '--data-dir', dataDir], env: process.env })
  const [code] = await once(desktop.process(), 'exit')
  expect(code).toBe(3)
  expect(desktop.output()).toContain('Rollcall is running already')
  expect(desktop.output()).toContain(dataDir)

  headless.kill('SIGTERM')
  await once(headless, 'exit')
  await rm(dataDir, { recursive: true })
})
