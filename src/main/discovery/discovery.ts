import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { isAbsolute, parse, resolve } from 'node:path'
import type { DroppedFile, FilePreview, ImportResult, Source, SourceInput } from '../../shared/contract/discovery'
import { Fault } from '../../shared/contract/fault'
import type { Database } from '../database/database'
import type { Host } from '../host'
import type { Approvals } from '../registry/approvals'
import type { Registry } from '../registry/registry'
import { manualSource } from '../registry/server-record'
import { readDrop, previewOf } from './drop'
import { type ExportDocument, exportAll, exportSource } from './export'
import type { FileSourceParts } from './file-source'
import { type ImportInput, importFiles } from './import'
import { placeOf } from './place'
import { type SourceRow, SourceRows } from './source-rows'
import { WatchedFile } from './watched-file'

export interface DiscoveryParts {
  readonly database: Database
  readonly registry: Registry
  readonly approvals: Approvals
  readonly host: Host
  /** Other times and another way to observe, for tests. */
  readonly watching?: Pick<FileSourceParts, 'times' | 'observe'>
}

type SourceInput = z.input<typeof SourceInputSchema>

/**
 * Everything that names servers: the files a person added, and "by hand". Owns the watching of the files and hands
 * what they say to the registry. `changed` comes when any source reads otherwise than before.
 *
 * A file's `client_config` (`max_concurrent_connections`, `default_timeout`) is kept for export and decides nothing:
 * two files could not both be right about how many connections one Rollcall makes. The settings do.
 */
export class Discovery extends EventEmitter<{
  changed: []
  discovered: [{ sourceId: string; name: string }]
}> {
  readonly #parts: DiscoveryParts
  readonly #rows: SourceRows
  /** By source id, in the order they were added. */
  readonly #files = new Map<string, WatchedFile>()
  /** Additions one after the other, so that two of the same file cannot pass each other. */
  #adding: Promise<unknown> = Promise.resolve()
  readonly #onRegistry = () => this.emit('changed')
}
