import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { testHost } from '../../../tests/host'
import { openRegistry } from '../../../tests/registry'
import { toRegistration } from '../../shared/contract/registration'
import type { Approvals } from './approvals'
import type { Registry } from './registry'

const secret = (letter: string) => `\${secret:${letter.repeat(22)}}`
const shell = {
  name: 'shell',
  command: 'node',
  args: ['a', 'b'],
  env: { REGION: 'north', API_KEY: secret('r') },
  cwd: '/srv',
}
const maps = { name: 'maps', url: 'https://maps.test/mcp' }
let approvals: Approvals
let registry: Registry

beforeEach(async () => {
  const host = testHost()
  const opened = await openRegistry(host)
  approvals = opened.approvals
  registry = opened.registry
  registry.say('lan', { trusted: false })
  registry.say('asking', { policy: 'ask' })
  registry.say('listed', { policy: 'list' })
  onTestFinished(async () => {
    await opened[Symbol.asyncDispose]()
    await host[Symbol.asyncDispose]()
  })
})

const fingerprint = (changes: object = {}) => approvals.fingerprint(toRegistration({ ...shell, ...changes }))
const take = async (source: string, document: { name: string; [field: string]: unknown }) => {
  await registry.take(source, [document])
  return registry.byName(document.name)
}
const approve = (name: string) => {
  const record = registry.byName(name)
  approvals.approve(record, approvals.fingerprint(record.registration))
}

describe('a fingerprint', () => {
  test.each([
    ['the name', { name: 'shell2' }],
    ['the command', { command: 'nodf' }],
    ['an argument', { args: ['a', 'c'] }],
    ['where one argument ends', { args: ['ab'] }],
    ['the order of arguments', { args: ['b', 'a'] }],
    ['a variable', { env: { ...shell.env, REGION: 'south' } }],
    ['a secret', { env: { ...shell.env, API_KEY: secret('s') } }],
    ['one variable more', { env: { ...shell.env, NODE_OPTIONS: '--require=/tmp/x' } }],
    ['the directory', { cwd: '/' }],
    ['a health address', { health_check_url: 'http://a.test/health' }],
  ])('of a command changes with %s', (_what, changes) => {
    expect(fingerprint(changes)).not.toBe(fingerprint())
  })

  test.each([
    ['the name', { name: 'map' }],
    ['the address', { url: 'https://maps.test/mcq' }],
    ['the transport', { type: 'sse' as const }],
    ['the name of a header', { headers: { 'X-Other': secret('r') } }],
    ['the value of a header', { headers: { 'X-Key': secret('s') } }],
    ['the health address', { health_check_url: 'https://maps.test/health' }],
  ])('of an address changes with %s', (_what, changes) => {
    const before = { ...maps, headers: { 'X-Key': secret('r') } }
    expect(fingerprint({ command: undefined, ...before, ...changes })).not.toBe(
      fingerprint({ command: undefined, ...before }),
    )
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

describe('what waits', () => {
  test.each([
    ['a command, whoever names it', 'file', { name: 'a', command: 'node' }, true],
    ['an address of a source nobody trusts', 'lan', { ...maps }, true],
    ['an address of a source that is to be asked about', 'asking', { ...maps }, true],
    ['an address of a file', 'file', { ...maps }, false],
    ['an address that is only listed', 'listed', { ...maps }, false],
  ])('%s', async (_what, source, document, waits) => {
    expect(approvals.pending(await take(source, document)) !== null).toBe(waits)
  })

  test('an address shows where it leads, with its headers masked', async () => {
    const record = await take('lan', {
      ...maps,
      headers: { Authorization: 'Bearer 12345' },
      health_check_url: 'https://maps.test/health',
    })
    expect(approvals.pending(record)).toEqual({
      fingerprint: approvals.fingerprint(record.registration),
      url: maps.url,
      transport: 'http',
      headers: { Authorization: '••••••' },
      health_check_url: 'https://maps.test/health',
      line: maps.url,
    })
  })

  test('T15: text that merely claims trust raises nothing', async () => {
    const claims = {
      autoApprove: ['*'],
      alwaysAllow: true,
      trusted: true,
      trust: true,
      approved: true,
      policy: 'connect',
      source: 'manual',
      metadata: { trusted: true, autoApprove: true, alwaysAllow: ['*'], policy: 'connect' },
    }
    for (const document of [
      { ...maps, ...claims },
      { name: 'sh', command: 'sh', ...claims },
    ]) {
      const record = await take('lan', document)
      expect(approvals.approved(record)).toBe(false)
    }
  })

  test('is asked about anew once its source is trusted, and the other way round', async () => {
    const { id } = await take('lan', maps)
    const changed: string[] = []
    registry.on('changed', (record) => changed.push(record.id))
    const isApproved = () => approvals.approved(registry.byName('maps'))
    registry.say('lan', { trusted: true })
    expect([isApproved(), changed]).toEqual([true, [id]])
    registry.say('lan', { policy: 'ask' })
    expect(isApproved()).toBe(false)
  })
})

describe('T16: approve, then swap', () => {
  const headers = { 'X-Key': 'one' }
  test.each([
    ['an argument', { ...shell, env: {} }, { args: ['a', 'c'] }],
    ['the value of a variable', { ...shell, env: { REGION: 'north' } }, { env: { REGION: 'south' } }],
    ['a secret', { ...shell, env: { API_KEY: 'one' } }, { env: { API_KEY: 'two' } }],
    ['the directory', { ...shell, env: {} }, { cwd: '/tmp' }],
    ['the address', { ...maps }, { url: 'https://maps.test/other' }],
    ['the name of a header', { ...maps, headers }, { headers: { 'X-Other': 'one' } }],
    ['the value of a header', { ...maps, headers }, { headers: { 'X-Key': 'two' } }],
    ['the transport', { ...maps }, { type: 'sse' }],
  ])(
    '%s that changes voids the consent, which does not come back with it',
    async (_what, document, change) => {
      await take('lan', document)
      approve(document.name)
      expect(approvals.approved(registry.byName(document.name))).toBe(true)
      const changed = await take('lan', { ...document, ...change })
      expect(approvals.approved(changed)).toBe(false)
      expect(approvals.consented(document.name)?.lapsedAt).not.toBeNull()
      expect(approvals.approved(await take('lan', document))).toBe(false)
    },
  )

  test('what was shown is no longer what it is: neither answer is taken', async () => {
    const shown = await take('lan', maps)
    const { fingerprint: old } = approvals.pending(shown) ?? {}
    const now = await take('lan', { ...maps, url: 'https://evil.test/mcp' })
    expect(() => approvals.approve(now, old ?? '')).toThrow(
      expect.objectContaining({ code: 'approval-stale' }),
    )
    expect(() => approvals.refuse(now, old ?? '', true)).toThrow(
      expect.objectContaining({ code: 'approval-stale' }),
    )
    expect(approvals.approved(now)).toBe(false)
  })
})

describe('a refusal', () => {
  test('is of these bytes: others ask again, and approving takes it back', async () => {
    const record = await take('lan', maps)
    approvals.refuse(record, approvals.fingerprint(record.registration), true)
    expect(approvals.refused(record)).toBe(true)
    expect(approvals.refused(await take('lan', { ...maps, description: 'kinder' }))).toBe(true)
    expect(approvals.refused(await take('lan', { ...maps, url: 'https://maps.test/v2' }))).toBe(false)
    approve('maps')
    expect(approvals.refusal('maps')).toBeNull()
  })

  test('is not of what runs already, and goes with the server', async () => {
    const byHand = await registry.register(maps)
    const print = approvals.fingerprint(byHand.registration)
    expect(() => approvals.refuse(byHand, print, true)).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    )
    const record = await take('lan', { ...maps, name: 'other' })
    approvals.refuse(record, approvals.fingerprint(record.registration), true)
    registry.unregister('other')
    expect(approvals.refusal('other')).toBeNull()
  })
})

describe('what came without a person’s word', () => {
  test('waits though it is kept by hand, and goes on waiting while it is edited, removed and brought back', async () => {
    await registry.register(maps, { approve: 'ask' })
    const waits = () => !approvals.approved(registry.byName('maps'))
    expect(waits()).toBe(true)
    await registry.update('maps', { description: 'edited' })
    await registry.update('maps', { url: 'https://maps.test/v2' })
    expect(waits()).toBe(true)
    registry.restore(registry.unregister('maps').undo)
    expect(waits()).toBe(true)
    approve('maps')
    expect(waits()).toBe(false)
    await registry.update('maps', { url: 'https://maps.test/v3' })
    expect(waits()).toBe(false)
  })

  test('and changes what a person has registered, waits with what it was beside it', async () => {
    await registry.register(maps)
    await registry.update('maps', { description: 'of no consequence' }, { approve: 'ask' })
    expect(approvals.approved(registry.byName('maps'))).toBe(true)
    const now = await registry.update('maps', { url: 'https://evil.test/' }, { approve: 'ask' })
    expect(approvals.approved(now)).toBe(false)
    expect(approvals.consented('maps')?.subject).toMatchObject({ url: maps.url })
  })
})
