import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { callLine } from '../src/renderer/connections/command-line'

/** What a shell makes of the line, word by word. */
function wordsOf(line: string): string[] {
  const script = `rollcall() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${line}`
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

describe.skipIf(process.platform === 'win32')('a call as a command line', () => {
  test('reads plainly where nothing needs quotes', () => {
    expect(callLine('weather', 'get_weather', {})).toBe('rollcall call weather get_weather')
  })

  test.each([
    { text: "it's" },
    { text: '$(touch /tmp/x) `id` "quoted" \\ !! %PATH%' },
    { text: 'two\nlines\u0000', nested: { list: [1, null, '北京'] } },
  ])('the shell hands its arguments on as they are: %j', (args) => {
    const words = wordsOf(callLine("Ann's box", 'get it; ls', args) ?? '')
    expect(words.slice(0, 2)).toEqual(['call', '--args'])
    expect(JSON.parse(words[2] ?? '')).toEqual(args)
    expect(words.slice(3)).toEqual(["Ann's box", 'get it; ls'])
  })

  test('nothing in it can drive a terminal it is pasted into', () => {
    expect(callLine('one', 'x\u001b[201~\nid', {})).toBeUndefined()
    expect(callLine('one', 'echo', { text: '\u001b\u009b\u007f' })).toContain('\\u001b\\u009b\\u007f')
  })

  test('a name that begins with a dash is no option', () => {
    expect(wordsOf(callLine('-x', 'echo', {}) ?? '')).toEqual(['call', '--', '-x', 'echo'])
  })
})
