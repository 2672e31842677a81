import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { silentLog } from '../../../tests/host'
import { loginPath } from './login-path'

const dir = mkdtempSync(join(tmpdir(), 'rollcall-shell-'))
afterAll(() => rmSync(dir, { recursive: true }))

/** A shell that does this before it does what it is asked. */
function shell(name: string, start: string): string {
  const file = join(dir, name)
  writeFileSync(file, `#!/bin/sh\n${start}\nshift $(($# - 1))\nexec /bin/sh -c "$1"\n`)
  chmodSync(file, 0o755)
  return file
}

const desktop = () => ({ kind: 'desktop', log: silentLog }) as const
const asked = (file: string) => ({ platform: 'linux', env: { ...process.env, SHELL: file } }) as const

it('takes the PATH of the login shell, whatever its start files print', async () => {
  const file = shell(
    'noisy',
    'echo "PATH=/not/this"; echo welcome >&2; PATH="/home/有 空格/bin:$PATH"; export PATH',
  )
  expect(await loginPath(desktop(), asked(file))).toBe(`/home/有 空格/bin:${process.env.PATH}`)
})

it('asks once, and again when it is told to', async () => {
  const counted = join(dir, 'count')
  const file = shell(
    'counting',
    `echo x >>'${counted}'; PATH="/n$(wc -l <'${counted}' | tr -d ' '):$PATH"; export PATH`,
  )
  const host = desktop()
  const first = await loginPath(host, asked(file))
  expect(first).toMatch(/^\/n1:/u)
  expect(await loginPath(host, asked(file))).toBe(first)
  expect(await loginPath(host, { ...asked(file), again: true })).toMatch(/^\/n2:/u)
})

it.each([
  ['a shell that hangs', 'sleep 1000'],
  ['a shell that ends at once', 'exit 3'],
  ['a shell that floods', 'exec yes'],
])('goes on without it where there is %s', async (name, start) => {
  const file = shell(name.replaceAll(' ', '-'), start)
  expect(await loginPath(desktop(), { ...asked(file), longestMs: 500 })).toBeNull()
})

it('goes on without it where there is no such shell', async () => {
  expect(await loginPath(desktop(), asked(join(dir, 'none')))).toBeNull()
})

it('needs none where Rollcall was started from a terminal, nor on Windows', async () => {
  const file = shell('unused', 'PATH=/unused:$PATH; export PATH')
  expect(await loginPath({ kind: 'headless', log: silentLog }, asked(file))).toBeNull()
  expect(await loginPath(desktop(), { ...asked(file), platform: 'win32' })).toBeNull()
})

it('stops waiting when nobody needs it any more', async () => {
  const file = shell('slow', 'sleep 1000')
  const signal = AbortSignal.abort()
  expect(await loginPath(desktop(), { ...asked(file), longestMs: 500, signal })).toBeNull()
})
