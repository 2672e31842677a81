import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { testHost } from '../../../tests/host'
import { openRegistry } from '../../../tests/registry'
import { toRegistration } from '../../shared/contract/registration'
import type { Approvals } from './approvals'

const shell = {
  name: 'shell',
  command: 'node',
  args: ['a', 'b'],
  env: { REGION: 'north', API_KEY: `\${secret:${'r'.repeat(22)}}` },
  cwd: '/srv',
}
let approvals: Approvals

beforeEach(async () => {
  const host = testHost()
  const opened = await openRegistry(host)
  approvals = opened.approvals
  onTestFinished(async () => {
    await opened[Symbol.asyncDispose]()
    await host[Symbol.asyncDispose]()
  })
})

const fingerprint = (changes: object = {}) => approvals.fingerprint(toRegistration({ ...shell, ...changes }))

describe('a fingerprint', () => {
  test.each([
    ['the name', { name: 'shell2' }],
    ['the command', { command: 'nodf' }],
    ['an argument', { args: ['a', 'c'] }],
    ['where one argument ends', { args: ['ab'] }],
    ['the order of arguments', { args: ['b', 'a'] }],
    ['a variable', { env: { ...shell.env, REGION: 'south' } }],
    ['a secret', { env: { ...shell.env, API_KEY: `\${secret:${'s'.repeat(22)}}` } }],
    ['one variable more', { env: { ...shell.env, NODE_OPTIONS: '--require=/tmp/x' } }],
    ['the directory', { cwd: '/' }],
  ])('changes with %s', (_what, changes) => {
    expect(fingerprint(changes)).not.toBe(fingerprint())
  })

  test('stays the same with what does not run, and with the order of variables', () => {
    expect(fingerprint({ tags: ['x'], description: 'y', priority: 3, auto_connect: false })).toBe(
      fingerprint(),
    )
    expect(fingerprint({ env: { API_KEY: shell.env.API_KEY, REGION: 'north' } })).toBe(fingerprint())
    expect(fingerprint()).toMatch(/^[0-9a-f]{64}$/)
  })
})

test('a preview shows all that would run, secrets masked, and carries what to approve', () => {
  expect(approvals.preview(toRegistration(shell))).toEqual({
    fingerprint: fingerprint(),
    command: 'node',
    args: ['a', 'b'],
    env: { REGION: 'north', API_KEY: '••••••' },
    cwd: '/srv',
    line: "cd /srv && REGION=north API_KEY='••••••' node a b",
  })
})
