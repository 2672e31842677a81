import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandLine } from './command-line'

const line = (command: string, args: string[] = [], env: Record<string, string> = {}, cwd?: string) =>
  commandLine({ command, args, env, cwd })

test('quotes what a shell would take apart', () => {
  expect(line('npx', ['-y', '@scope/server@1.2', '/tmp/dir'])).toBe('npx -y @scope/server@1.2 /tmp/dir')
  expect(line('node', ['a b', '', "it's", '$(rm -rf ~)', ';', '*'])).toBe(
    `node 'a b' '' 'it'\\''s' '$(rm -rf ~)' ';' '*'`,
  )
  expect(line('run', [], { KEY: 'a b' }, '/my dir')).toBe(`cd '/my dir' && KEY='a b' run`)
})

test('shows characters that hide, turn or break the line', () => {
  expect(line('echo', ['safe\u202egnp.exe', 'a\u200bb', 'x\ny', '\u001b[2K'])).toBe(
    `echo 'safe\\u{202e}gnp.exe' 'a\\u{200b}b' 'x\\u{a}y' '\\u{1b}[2K'`,
  )
})

test.skipIf(process.platform === 'win32')('a POSIX shell reads visible arguments back as they were', () => {
  const argument = fc.stringMatching(/^[ -~天气]{0,20}$/)
  fc.assert(
    fc.property(fc.array(argument, { maxLength: 5 }), (args) => {
      const script = line('printf', ['%s\\0', ...args])
      const read = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
      expect(read).toEqual(args.length === 0 ? [''] : args)
    }),
    { numRuns: 50 },
  )
})
