import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { dataDirOf, prepareDataDir } from './data-dir'

const at = (platform: NodeJS.Platform, env: Record<string, string> = {}, home = '/home/ada') => ({
  platform,
  env,
  home,
})

test.each([
  ['the XDG default on Linux', at('linux'), '/home/ada/.local/share/rollcall'],
  ['XDG_DATA_HOME', at('linux', { XDG_DATA_HOME: '/data' }), '/data/rollcall'],
  ['no relative XDG_DATA_HOME', at('linux', { XDG_DATA_HOME: 'data' }), '/home/ada/.local/share/rollcall'],
  ['Application Support on macOS', at('darwin'), '/home/ada/Library/Application Support/Rollcall'],
  [
    'APPDATA on Windows',
    at('win32', { APPDATA: 'C:\\Users\\ada\\Roaming' }),
    'C:\\Users\\ada\\Roaming\\Rollcall',
  ],
  ['the profile on a Windows without it', at('win32', {}, 'C:\\ada'), 'C:\\ada\\AppData\\Roaming\\Rollcall'],
  ['ROLLCALL_DATA_DIR', at('linux', { ROLLCALL_DATA_DIR: '/elsewhere' }), resolve('/elsewhere')],
])('data lies in the usual place: %s', (_, surroundings, expected) => {
  expect(dataDirOf(undefined, surroundings)).toBe(expected)
})

test('a directory given wins over the environment and becomes absolute', () => {
  const surroundings = at(process.platform, { ROLLCALL_DATA_DIR: '/elsewhere' })
  expect(dataDirOf('here', surroundings)).toBe(resolve('here'))
})

test('the directory is made, and private to the user', () => {
  const parent = mkdtempSync(join(tmpdir(), 'rollcall-dir-'))
  const directory = join(parent, 'a', 'b')
  prepareDataDir(directory)
  prepareDataDir(directory)
  const { mode } = statSync(directory)
  if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o700)
  rmSync(parent, { recursive: true })
})
