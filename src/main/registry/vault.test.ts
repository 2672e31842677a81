import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { type TestHost, testHost } from '../../../tests/host'
import { toRegistration } from '../../shared/contract/registration'
import type { Cipher } from '../host'
import { refsOf } from './secrets'
import { SecretMissing, Vault } from './vault'

const cipher = (trustworthy: boolean): Cipher => ({
  trustworthy,
  encrypt: async (text) => Buffer.from([...text].reverse().join('')),
  decrypt: async (sealed) => [...sealed.toString()].reverse().join(''),
})
const weather = {
  name: 'weather',
  url: 'http://localhost:8001/mcp',
  headers: { Authorization: 'Bearer s3cret' },
  env: { API_KEY: 'k3y', REGION: 'north' },
}
const values = { headers: weather.headers, env: weather.env }

let host: TestHost
const file = () => join(host.dataDir, 'secrets.json')
const written = () => readFileSync(file(), 'utf8')

beforeEach(() => {
  host = testHost()
  const ending = host
  onTestFinished(() => ending[Symbol.asyncDispose]())
})

async function started(trust: 'none' | 'keyring' | 'untrusted' = 'none'): Promise<Vault> {
  const vault = new Vault({ ...host, cipher: trust === 'none' ? null : cipher(trust === 'keyring') })
  await vault.start()
  return vault
}

describe('sealing', () => {
  test('takes every header and the secret-looking variables, and nothing else', async () => {
    const sealed = await (await started()).seal(weather)
    expect(JSON.stringify(sealed)).not.toMatch(/s3cret|k3y/)
    expect(sealed).toMatchObject({ name: 'weather', url: weather.url, env: { REGION: 'north' } })
    expect(refsOf(sealed)).toHaveLength(2)
  })

  test('gives the same document for the same values, also after a restart', async () => {
    const first = await (await started()).seal(weather)
    const vault = await started()
    expect(await vault.seal(weather)).toEqual(first)
    expect(await vault.seal(first)).toEqual(first)
    expect(await vault.seal({ ...weather, headers: { Authorization: 'Bearer other' } })).not.toEqual(first)
  })
})

describe('opening', () => {
  test('gives the values back after a restart when they were kept', async () => {
    const vault = await started()
    const sealed = await vault.seal(weather)
    await vault.keep(refsOf(sealed))
    expect(await (await started()).open(toRegistration(sealed))).toMatchObject(values)
  })

  test('refuses a reference that is not known, naming the field', async () => {
    const sealed = await (await started()).seal(weather)
    const missing = (await started()).open(toRegistration(sealed))
    await expect(missing).rejects.toThrow(SecretMissing)
    await expect(missing).rejects.toMatchObject({ field: 'headers.Authorization' })
  })

  test('refuses a reference copied to another server or another field', async () => {
    const vault = await started()
    const sealed = await vault.seal(weather)
    const thief = { ...sealed, name: 'thief', url: 'http://evil.example/' }
    await expect(vault.open(toRegistration(thief))).rejects.toThrow(SecretMissing)
    const moved = { ...sealed, headers: { 'X-Echo': sealed.headers?.Authorization ?? '' } }
    await expect(vault.open(toRegistration(moved))).rejects.toThrow(SecretMissing)
  })
})

describe('the file', () => {
  test('holds what is kept, forgets what is not retained, and is private', async () => {
    const vault = await started()
    const refs = refsOf(await vault.seal(weather))
    expect(written()).not.toContain('s3cret')
    await vault.keep(refs)
    expect(written()).toContain('s3cret')
    if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600)
    await vault.retain(new Set())
    expect(written()).not.toContain('s3cret')
  })

  test('is encrypted where there is a keyring, also what an earlier run kept plainly', async () => {
    const plain = await started()
    const sealed = await plain.seal(weather)
    await plain.keep(refsOf(sealed))
    const vault = await started('keyring')
    expect(vault.protection).toBe('keyring')
    expect(written()).not.toContain('s3cret')
    expect(await vault.open(toRegistration(sealed))).toMatchObject(values)
    expect(await (await started('keyring')).open(toRegistration(sealed))).toMatchObject(values)
  })

  test('holds no value where the keyring cannot be trusted, yet references stay the same', async () => {
    const vault = await started('untrusted')
    expect(vault.protection).toBe('memory')
    const sealed = await vault.seal(weather)
    await vault.keep(refsOf(sealed))
    expect(await vault.open(toRegistration(sealed))).toMatchObject(values)
    expect(written()).not.toMatch(/s3cret|k3y/)
    const later = await started('untrusted')
    await expect(later.open(toRegistration(sealed))).rejects.toThrow(SecretMissing)
    expect(await later.seal(weather)).toEqual(sealed)
  })

  test('written with a keyring is left as it is by a run without one', async () => {
    const desktop = await started('keyring')
    const sealed = await desktop.seal(weather)
    await desktop.keep(refsOf(sealed))
    const before = written()
    const headless = await started('none')
    await expect(headless.open(toRegistration(sealed))).rejects.toThrow(SecretMissing)
    await headless.keep(refsOf(await headless.seal(weather)))
    await headless.retain(new Set())
    expect(written()).toBe(before)
    expect(await (await started('keyring')).open(toRegistration(sealed))).toMatchObject(values)
  })

  test('that cannot be read is set aside and a new one begun', async () => {
    writeFileSync(file(), '{"version":1')
    const vault = await started()
    const sealed = await vault.seal(weather)
    await vault.keep(refsOf(sealed))
    expect(JSON.parse(written()).version).toBe(1)
    expect(readdirSync(host.dataDir).filter((name) => name.includes('unreadable'))).toHaveLength(1)
  })
})
