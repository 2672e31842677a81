import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHost } from './host'
import { openRegistry } from './registry'

const registrations = 200
let bundle: string

beforeAll(async () => {
  bundle = mkdtempSync(join(tmpdir(), 'rollcall-kill-nine-'))
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('kill-nine-writer.ts', import.meta.url)),
      outDir: bundle,
      rolldownOptions: { output: { entryFileNames: 'writer.mjs' } },
    },
  })
})
afterAll(() => rmSync(bundle, { recursive: true, force: true }))

/** Starts a writer and kills it when it has acknowledged `limit` servers; answers with every acknowledged name. */
async function killedAfter(limit: number, dataDir: string, prefix: string): Promise<string[]> {
  const writer = spawn(process.execPath, [join(bundle, 'writer.mjs'), dataDir, prefix, `${registrations}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(writer, 'close')
  const acknowledged: string[] = []
  for await (const name of createInterface(writer.stdout)) {
    acknowledged.push(name)
    if (acknowledged.length === limit) writer.kill('SIGKILL')
  }
  await gone
  return acknowledged
}

test('a kill at any moment loses no server that was acknowledged, nor its secret, and the database is whole', async () => {
  await using host = testHost()
  const acknowledged: string[] = []
  let interrupted = 0
  for (let round = 0; round < 6; round++) {
    const limit = 1 + Math.floor(Math.random() * (registrations - 1))
    const names = await killedAfter(limit, host.dataDir, `round-${round}`)
    expect(names.length).toBeGreaterThanOrEqual(limit)
    acknowledged.push(...names)
    interrupted += names.length < registrations ? 1 : 0
    await using opened = await openRegistry(host)
    const { database, registry, vault } = opened
    expect(database.recovered).toBeNull()
    expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    const kept = new Set(registry.all().map(({ document }) => document.name))
    expect(acknowledged.filter((name) => !kept.has(name))).toEqual([])
    for (const { registration } of registry.all()) {
      const { headers, name } = await vault.open(registration)
      if ('Authorization' in headers) expect(headers).toEqual({ Authorization: `Bearer ${name}` })
    }
  }
  expect(interrupted).toBeGreaterThan(0)
}, 120_000)
