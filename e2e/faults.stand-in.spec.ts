import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launch } from './stand-in/launch'

/** A small app with one thing wrong in it. */
interface Faulty {
  readonly preload?: string
  /** Before Electron is ready. */
  readonly before?: string
  /** Once it is. */
  readonly after?: string
  readonly options?: string
  readonly says: string
}

const faults: Record<string, Faulty> = {
  'an ES module as preload': { preload: `import { x } from 'electron'`, says: 'preload-error' },
  'a preload that needs Node': { preload: `require('node:fs')`, says: 'module not found: node:fs' },
  'a preload that uses what is not there': {
    preload: `require('electron').ipcRenderer.invoke('x')`,
    says: 'no ipcRenderer.invoke',
  },
  'a function sent to main': {
    preload: `require('electron').ipcRenderer.send('rollcall:frame', () => 1)`,
    says: 'An object could not be cloned.',
  },
  'a second thing of the same name': {
    preload: `const { contextBridge } = require('electron'); contextBridge.exposeInMainWorld('document', {})`,
    says: 'Cannot bind an API on top of an existing property',
  },
  'a scheme registered too late': {
    before: '',
    after: `protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])`,
    says: 'after the app was ready',
  },
  'a window without a sandbox': { options: 'sandbox: false', says: 'no window without a sandbox' },
  'an option the stand-in does not know': {
    options: 'webviewTag: true',
    says: "no web preference 'webviewTag'",
  },
  'a member the stand-in does not have': { after: 'app.relaunch()', says: 'no app.relaunch' },
  'an event the stand-in never emits': {
    after: `app.on('continue-activity', () => {})`,
    says: `no event 'continue-activity' of app`,
  },
  'waiting for ready while being evaluated': {
    before: 'await app.whenReady()',
    says: 'The entry has not been evaluated',
  },
}

const privileged = `protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])`

const mainOf = ({ before = privileged, after = '', options = 'sandbox: true' }: Faulty) => `
import { app, BrowserWindow, protocol } from 'electron'
app.setPath('userData', process.argv[2])
${before}
app.whenReady().then(async () => {
  ${after}
  protocol.handle('app', () => new Response('<title>Faulty</title>', { headers: { 'content-type': 'text/html' } }))
  const preload = import.meta.dirname + '/preload.cjs'
  const window = new BrowserWindow({ webPreferences: { preload, contextIsolation: true, ${options} } })
  await window.loadURL('app://faulty/index.html')
})
`

for (const [fault, faulty] of Object.entries(faults))
  test(`the stand-in notices ${fault}`, async ({ browserName: _ }, info) => {
    const directory = info.outputPath('app')
    await mkdir(directory, { recursive: true })
    const manifest = { name: 'faulty', version: '1.0.0', type: 'module', main: 'main.js' }
    await writeFile(join(directory, 'package.json'), JSON.stringify(manifest))
    await writeFile(join(directory, 'preload.cjs'), faulty.preload ?? '')
    await writeFile(join(directory, 'main.js'), mainOf(faulty))
    const app = await launch({ args: [directory, info.outputPath('data')], env: process.env })
    const gone = once(app.process(), 'exit')
    await expect.poll(() => app.output()).toContain(faulty.says)
    await app.close()
    await gone
  })
