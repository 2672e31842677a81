import { expect, test } from 'vitest'
import { toRegistration } from '../../shared/contract/registration'
import { subjectOf } from '../registry/consent-subject'
import { approvedDifferences } from './approved-differences'

const secret = (letter: string) => `\${secret:${letter.repeat(22)}}`
const tool = {
  name: 'tool',
  command: 'node',
  args: ['a', 'b', 'c'],
  env: { MODE: 'x', API_KEY: secret('r') },
}
const between = (before: object, now: object) =>
  approvedDifferences(
    subjectOf(toRegistration({ ...tool, ...before })),
    subjectOf(toRegistration({ ...tool, ...now })),
  )

test.each<[string, object, object[]]>([
  ['nothing', {}, []],
  ['another argument', { args: ['a', 'B', 'c'] }, [{ field: 'args[1]', before: 'b', after: 'B' }]],
  ['one argument more', { args: ['a', '-e', 'b', 'c'] }, [{ field: 'args[1]', before: null, after: '-e' }]],
  ['one less', { args: ['a', 'c'] }, [{ field: 'args[1]', before: 'b', after: null }]],
  [
    'another program and directory',
    { command: 'sh', cwd: '/' },
    [
      { field: 'command', before: 'node', after: 'sh' },
      { field: 'cwd', before: null, after: '/' },
    ],
  ],
  [
    'a variable',
    { env: { MODE: 'y\u202e', API_KEY: secret('r'), LD_PRELOAD: '/x' } },
    [
      { field: 'env.MODE', before: 'x', after: 'y\\u{202e}' },
      { field: 'env.LD_PRELOAD', before: null, after: '/x' },
    ],
  ],
  [
    'a secret, of which nothing is shown',
    { env: { MODE: 'x', API_KEY: secret('s') } },
    [{ field: 'env.API_KEY', before: '••••••', after: '••••••' }],
  ],
])('%s', (_what, change, differences) => {
  expect(between({}, change)).toEqual(differences)
})

test('a command that became an address', () => {
  const address = subjectOf(toRegistration({ name: 'tool', url: 'https://a.test/sse' }))
  expect(
    approvedDifferences(subjectOf(toRegistration(tool)), address).map(({ field, after }) => [field, after]),
  ).toEqual(
    expect.arrayContaining([
      ['url', 'https://a.test/sse'],
      ['transport', 'sse'],
      ['command', null],
      ['args[0]', null],
    ]),
  )
})
