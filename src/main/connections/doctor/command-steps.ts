import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, resolve } from 'node:path'
import { loginPath } from '../login-path'
import { environmentOf, isDirectory } from '../process'
import type { Examined } from './examined'

/** Whether what is to be run, and where, is there; starts nothing. */
export async function commandFound(examined: Examined): Promise<boolean> {
  return (await directoryThere(examined)) && (await programThere(examined))
}

async function directoryThere({ opened: { cwd }, sheet }: Examined): Promise<boolean> {
  if (cwd === undefined) return true
  sheet.begin('directory')
  const there = await isDirectory(cwd)
  if (there) sheet.pass('directory', { facts: { cwd } })
  else sheet.fail({ code: 'cwd-missing', detail: { cwd } })
  return there
}

async function programThere({ opened, sheet, host, signal }: Examined): Promise<boolean> {
  const { command = '', cwd } = opened
  sheet.begin('command')
  const shellPath = await loginPath(host, { signal })
  const env = environmentOf({ ...(shellPath !== null && { PATH: shellPath }), ...opened.env })
  const searched = pathIn(env)
  const { path, executable } = await lookFor(command, { env, cwd })
  const facts = { ...(path !== undefined && { path }), ...(!hasPath(command) && { searched }) }
  if (path === undefined) sheet.fail({ code: 'command-missing', detail: { command }, facts })
  else if (!executable) sheet.fail({ code: 'command-not-executable', detail: { command: path }, facts })
  else sheet.pass('command', { facts })
  return path !== undefined && executable
}

interface Place {
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string | undefined
}

/** Where the system would find a program: the first that may be executed, else the first that is there at all. */
export async function lookFor(
  command: string,
  { env, cwd = process.cwd() }: Place,
): Promise<{ readonly path?: string; readonly executable: boolean }> {
  const folders = hasPath(command) ? [''] : pathIn(env).split(delimiter)
  const places = folders.flatMap((folder) =>
    endingsIn(env).map((ending) => placeOf(command + ending, folder, cwd)),
  )
  let hindered: string | undefined
  for (const path of places) {
    if (!(await isFile(path))) continue
    if (await mayExecute(path)) return { path, executable: true }
    hindered ??= path
  }
  return { ...(hindered !== undefined && { path: hindered }), executable: false }
}

const hasPath = (command: string) =>
  command.includes('/') || (process.platform === 'win32' && command.includes('\\'))

const placeOf = (name: string, folder: string, cwd: string) =>
  isAbsolute(name) ? name : resolve(cwd, folder, name)

/** The variable has no certain spelling on Windows. */
function pathIn(env: Place['env']): string {
  const name = Object.keys(env).find((key) => key === 'PATH' || key.toUpperCase() === 'PATH')
  return (name !== undefined && env[name]) || ''
}

function endingsIn(env: Place['env']): readonly string[] {
  if (process.platform !== 'win32') return ['']
  return ['', ...(env.PATHEXT ?? process.env.PATHEXT ?? '.EXE;.CMD;.BAT;.COM').split(';')]
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

async function mayExecute(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
