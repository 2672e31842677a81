import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, test } from 'vitest'
import { findProgram, interpreterOf, isForeign, unsafeInCmd, whyNot } from './program'

const dir = mkdtempSync(join(tmpdir(), 'rollcall-program-'))
afterAll(() => rmSync(dir, { recursive: true }))

function file(name: string, content: string | Buffer, mode = 0o755): string {
  const path = join(dir, name)
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}

/** The beginning of an ELF file for this machine's number. */
function elf(machine: number): Buffer {
  const head = Buffer.alloc(64)
  head.write('\x7fELF\x02\x01\x01', 'latin1')
  head.writeUInt16LE(machine, 18)
  return head
}

describe.skipIf(process.platform === 'win32')('why a command cannot be started', () => {
  const place = { path: dir, cwd: undefined }
  const codeOf = async (command: string) => (await whyNot(command, place))?.error.code

  it('is told by what its file is', async () => {
    mkdirSync(join(dir, 'folder'))
    expect(await codeOf('no-such-program')).toBe('command-missing')
    expect(await codeOf(join(dir, 'folder'))).toBe('command-is-folder')
    expect(await codeOf(file('plain.txt', 'words', 0o644))).toBe('command-not-executable')
    expect(await codeOf('plain.txt')).toBe('command-not-executable')
    expect(await codeOf(file('foreign', elf(process.arch === 'x64' ? 183 : 62)))).toBe(
      'command-wrong-machine',
    )
    expect(await codeOf(file('lost', '#!/no/such/interpreter -x\n'))).toBe('interpreter-missing')
    expect(await codeOf(file('lost-env', '#!/usr/bin/env no-such-interpreter\n'))).toBe('interpreter-missing')
  })

  it('is not its file where that is well', async () => {
    expect(await codeOf(file('有 空格.sh', '#!/bin/sh\n'))).toBeUndefined()
    expect(await codeOf('有 空格.sh')).toBeUndefined()
    expect(await codeOf(process.execPath)).toBeUndefined()
    expect(await codeOf(file('short', 'x'))).toBeUndefined()
  })

  it('finds a program as the system does: one that may run before one that may not, relative ones from the cwd', async () => {
    const other = join(dir, 'other')
    mkdirSync(other)
    file('twice', '', 0o644)
    const second = join(other, 'twice')
    writeFileSync(second, '')
    chmodSync(second, 0o755)
    expect(await findProgram('twice', { path: `${dir}:${other}`, cwd: undefined })).toBe(second)
    expect(await findProgram('./twice', { path: '', cwd: other })).toBe(second)
    expect(await findProgram('folder', place)).toBeUndefined()
  })
})

it('knows what is made for another system', () => {
  const [mach, windows] = [Buffer.from('cffaedfe', 'hex'), Buffer.from('MZ')]
  expect(isForeign(elf(62), { platform: 'linux', arch: 'x64' })).toBe(false)
  expect(isForeign(elf(3), { platform: 'linux', arch: 'x64' })).toBe(false)
  expect(isForeign(elf(62), { platform: 'linux', arch: 'arm64' })).toBe(true)
  expect(isForeign(elf(1_000), { platform: 'linux', arch: 'unheard-of' })).toBe(false)
  expect(isForeign(elf(62), { platform: 'darwin', arch: 'x64' })).toBe(true)
  expect([isForeign(mach, { platform: 'darwin', arch: 'x64' }), isForeign(mach)]).toEqual([false, true])
  expect(isForeign(windows, { platform: 'win32', arch: 'x64' })).toBe(false)
  expect(isForeign(windows, { platform: 'linux', arch: 'x64' })).toBe(true)
})

it('reads the interpreter of a script', () => {
  expect(interpreterOf('#!/usr/bin/python3 -u\nx')).toBe('/usr/bin/python3')
  expect(interpreterOf('#! /usr/bin/env node\n')).toBe('node')
  expect(interpreterOf('#!/usr/bin/env -S NODE_ENV=x node --flag\n')).toBe('node')
  expect(interpreterOf('#!\n')).toBeUndefined()
  expect(interpreterOf('print(1)')).toBeUndefined()
})

test('what cmd.exe would take for more than an argument is found', () => {
  for (const safe of ['test&calc', '%PATH%', '$(id)', '{"a": 1}', 'a | b', '^', ''])
    expect(unsafeInCmd([safe])).toBeUndefined()
  for (const bad of ['a" & calc & "', '{"a": "b|c"}', 'line\nbreak', '">file'])
    expect(unsafeInCmd(['ok', bad])).toBe(bad)
})

/** What the package would start on Windows; it decides by `process.platform` when it is loaded. */
function onWindows(command: string, args: readonly string[]): { command: string; args: string[] } {
  const shims = join(dir, 'shims')
  mkdirSync(shims, { recursive: true })
  for (const name of ['npx.cmd', 'real.exe']) writeFileSync(join(shims, name), '')
  const script = `Object.defineProperty(process, 'platform', { value: 'win32' })
    const parse = require(${JSON.stringify(createRequire(import.meta.url).resolve('cross-spawn'))})._parse
    process.env.PATHEXT = '.exe;.cmd'
    const env = { PATH: ${JSON.stringify(shims)} }
    const { command, args } = parse(...JSON.parse(process.argv[1]), { env })
    console.log(JSON.stringify({ command, args }))`
  const input = JSON.stringify([command, args])
  return JSON.parse(execFileSync(process.execPath, ['-e', script, input], { encoding: 'utf8' }))
}

/** What cmd.exe hands on of a line: a caret takes the meaning from what follows it. Undefined where something has one. */
function readByCmd(line: string): string | undefined {
  return /(?:^|[^^])(?:\^\^)*[&|<>%"]/u.test(line) ? undefined : line.replaceAll(/\^(.)/gu, '$1')
}

test('on Windows a .cmd file is run by cmd.exe with every character of its arguments inert, a program without it', () => {
  const args = ['-y', 'test&calc', '%PATH%', 'a b', '$(id)', 'x>y', '中文']
  const { command, args: given } = onWindows('npx', args)
  expect(command).toMatch(/cmd\.exe$/u)
  expect(given.slice(0, 3)).toEqual(['/d', '/s', '/c'])
  const line = given[3]?.slice(1, -1) ?? ''
  expect(readByCmd(line)).toBe(`npx ${args.map((arg) => `"${arg}"`).join(' ')}`)
  expect(onWindows('real', args).args).toEqual(args)
})
