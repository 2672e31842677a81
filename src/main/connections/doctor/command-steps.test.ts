import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lookFor } from './command-steps'

let root: string
const at = (...parts: string[]) => join(root, ...parts)

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'rollcall-look-'))
  for (const folder of ['one', 'two', 'three']) mkdirSync(at(folder))
  writeFileSync(at('one', 'tool'), '', { mode: 0o644 })
  writeFileSync(at('two', 'tool'), '', { mode: 0o755 })
  writeFileSync(at('three', 'tool'), '', { mode: 0o755 })
  writeFileSync(at('one', 'idle'), '', { mode: 0o644 })
  mkdirSync(at('two', 'folder'))
})
afterAll(() => rmSync(root, { recursive: true }))

const place = () => ({
  env: { PATH: [at('gone'), at('one'), at('two'), at('three')].join(delimiter) },
  cwd: root,
})

test('the first program of the PATH that may be executed is the one', async () => {
  expect(await lookFor('tool', place())).toEqual({ path: at('two', 'tool'), executable: true })
})

test('where none may be executed, the one that is there is named', async () => {
  expect(await lookFor('idle', place())).toEqual({ path: at('one', 'idle'), executable: false })
})

test('a folder of that name is no program', async () => {
  expect(await lookFor('folder', place())).toEqual({ executable: false })
})

test('a path is taken from the working directory, never from the PATH', async () => {
  expect(await lookFor('./three/tool', place())).toEqual({ path: at('three', 'tool'), executable: true })
  expect(await lookFor('./tool', place())).toEqual({ executable: false })
})
