import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { testHost } from '../../../tests/host'
import type { Source, SourceIssue } from '../../shared/contract/discovery'
import { Database } from '../database/database'
import { Approvals } from '../registry/approvals'
import { Registry } from '../registry/registry'
import { registryTables } from '../registry/tables'
import { Vault } from '../registry/vault'
import { Discovery } from './discovery'
import type { SourceKind } from './kind'
import { SourceKinds } from './kinds'
import { FileKind } from './kinds/file/file-kind'
import type { FileWatching } from './kinds/file/file-reader'
import { fileTimes } from './kinds/file/file-watch'
import { discoveryTables } from './tables'

/** Short waits, so that tests of absences and rescans take moments. */
export const briskTimes = { ...fileTimes, settleMs: 20, absenceMs: 300, missingRescanMs: 200, rescanMs: 500 }

/**
 * A discovery over a real registry and database, in directories that vanish at the end of the block; of files alone, and
 * of the kinds given.
 */
export async function openDiscovery(
  parts: { dataDir?: string; watching?: FileWatching; kinds?: readonly SourceKind[] } = {},
) {
  const { dataDir, watching = { times: briskTimes } } = parts
  const host = testHost(dataDir === undefined ? {} : { dataDir })
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rollcall-files-')))
  const database = Database.open(
    join(host.dataDir, 'rollcall.db'),
    [...registryTables, ...discoveryTables],
    host.log,
  )
  const vault = new Vault(host)
  await vault.start()
  const approvals = new Approvals({ database, clock: host.clock })
  const registry = new Registry({ database, vault, approvals, clock: host.clock })
  await registry.start()
  const kinds = new SourceKinds([new FileKind(watching), ...(parts.kinds ?? [])])
  const discovery = new Discovery({ database, registry, approvals, vault, kinds, host })
  await discovery.start()
  const present = () => registry.all().filter(({ missingSince }) => missingSince === null)
  /** Of what is named now, or was registered by hand. */
  const names = () => present().map(({ registration }) => registration.name)
  return {
    host,
    folder,
    approvals,
    vault,
    registry,
    discovery,
    names,
    /** Writes a file into the folder and returns its path; anything but a text or bytes is written as JSON. */
    write(name: string, content: unknown): string {
      const path = join(folder, name)
      const isRaw = typeof content === 'string' || content instanceof Uint8Array
      writeFileSync(path, isRaw ? content : JSON.stringify(content, null, 2))
      return path
    },
    source(id: string): Source {
      const source = discovery.sources().find((each) => each.id === id)
      if (!source) throw new Error(`no source ${id}`)
      return source
    },
    async until(condition: () => void): Promise<void> {
      await vi.waitFor(condition, { timeout: 10_000, interval: 20 })
    },
    async [Symbol.asyncDispose]() {
      await discovery.end()
      await registry.end()
      database.end()
      await host[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a test compares of issues. */
export function codesOf(source: { readonly issues: readonly SourceIssue[] }): string[] {
  return source.issues.map(({ code }) => code)
}

export function server(name: string, fields: Record<string, unknown> = {}) {
  return { name, url: `http://127.0.0.1:9000/${encodeURIComponent(name)}`, ...fields }
}
