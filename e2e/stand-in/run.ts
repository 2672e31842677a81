import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { hearLauncher } from './control'
import { app } from './electron'

/** Runs a built app as Electron would: `run.ts <app directory> [arguments]`. Ready comes after the entry's evaluation. */
const [directory = '.', ...rest] = process.argv.slice(2)
const root = resolve(directory)
const { main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const [node = process.execPath] = process.argv
process.argv = [node, root, ...rest]
app.place(root)
hearLauncher()
process.on('SIGTERM', () => app.quit())
process.on('SIGINT', () => app.quit())
const stuck = setTimeout(() => {
  throw new Error('The entry has not been evaluated for 5 s, and Electron is not ready before it is')
}, 5_000)
await import(pathToFileURL(join(root, main)).href)
clearTimeout(stuck)
app.becomeReady()
