import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Source, SourceIssue } from './discovery'
import { ImportResult, PreviewEntry } from './import'
import { ServerName } from './registration'

/** One file of another MCP client on this computer, and what it names. */
export const ClientFile = z.object({
  /** Stable, e.g. `claude-desktop`. */
  client: z.string(),
  name: z.object({ en: z.string(), zh: z.string() }),
  /** Full path, as the client knows it. */
  path: z.string(),
  state: z.enum(['found', 'missing', 'unreadable']),
  /** What it names, with what importing would do; empty where it is not found. Secrets are masked. */
  entries: z.array(PreviewEntry),
  /** What is wrong with the file as a whole. */
  issues: z.array(SourceIssue),
  /** The source that watches it; null where none does. */
  source: z.string().nullable(),
})
export type ClientFile = z.infer<typeof ClientFile>

const place = {
  /** A client's `id`. */
  client: z.string().max(64),
  /** One of the files `list` told; the client's usual one without it. */
  path: z.string().max(4_096).optional(),
  /** Takes the client's file of a project in this folder, e.g. `.cursor/mcp.json`, instead of the person's own. */
  folder: z.string().max(4_096).optional(),
}

const UseRemark = z.object({
  /** `variable`: a secret is left to a variable of that name. `fill-in`: the client knows none, a person fills it in. */
  code: z.enum(['variable', 'fill-in']),
  server: z.string(),
  field: z.string(),
  placeholder: z.string(),
})

export const UsePreview = z.object({
  client: z.string(),
  name: z.object({ en: z.string(), zh: z.string() }),
  /** Where it will be written, links followed. */
  path: z.string(),
  /** False where the file would be made, which `create` has to say. */
  exists: z.boolean(),
  /** What happens to each server; `no-remote`: this client starts commands only. */
  servers: z.array(
    z.object({ server: z.string(), outcome: z.enum(['added', 'changed', 'unchanged', 'no-remote']) }),
  ),
  /** Unified diff of the file; empty where nothing changes. Values that look secret are masked. */
  diff: z.string(),
  remarks: z.array(UseRemark),
  /** What to send back to write exactly this. */
  hash: z.string(),
})
export type UsePreview = z.infer<typeof UsePreview>

const servers = z.array(ServerName).min(1).max(1_000)

export const clientsContract = {
  /** The known clients' files on this computer. Those that are not there are told with `all`. Changes nothing. */
  list: oc
    .route({
      method: 'GET',
      path: '/clients',
      tags: ['discovery'],
      summary: 'Other clients on this computer',
    })
    .input(
      z.object({
        /** Looks for files of a project in this folder, too. */
        folder: z.string().max(4_096).optional(),
        all: z.union([z.boolean(), z.stringbool()]).default(false),
      }),
    )
    .output(z.array(ClientFile)),
  /**
   * Registers entries of a client's file by hand: those in `names`, all without it. Commands wait unless their
   * fingerprint is in `approve`. Secrets go to the secret store, variables stay as they are written.
   * Faults: not-found (client or file), file-unusable, disk-full.
   */
  import: oc
    .route({
      method: 'POST',
      path: '/clients/{client}/import',
      tags: ['discovery'],
      summary: 'Import from another client',
    })
    .input(
      z.object({
        ...place,
        names: z.array(z.string().max(1_024)).max(10_000).optional(),
        approve: z.array(z.string()).max(10_000).default([]),
      }),
    )
    .output(ImportResult),
  /**
   * Keeps reading a client's file as a source, in that client's spelling. What it names waits in the inbox (policy
   * `ask`). One that is watched already is read again. Faults: not-found (client or file), disk-full.
   */
  watch: oc
    .route({
      method: 'POST',
      path: '/clients/{client}/watch',
      tags: ['discovery'],
      summary: "Keep watching another client's file",
    })
    .input(z.object(place))
    .output(Source),
  /** What `write` would do. Changes nothing. Faults: not-found (client or server), file-unusable. */
  preview: oc
    .route({
      method: 'POST',
      path: '/clients/{client}/preview',
      tags: ['discovery'],
      summary: 'What using servers in another client would change',
    })
    .input(z.object({ ...place, servers }))
    .output(UsePreview),
  /**
   * Writes what the preview showed and keeps the file as it was, for `undo`. Secrets are never written. Refused where
   * the file or a server has changed since. Faults: not-found (also where the file is missing and `create` is not
   * said), file-changed, file-unusable, file-unwritable, disk-full.
   */
  write: oc
    .route({
      method: 'POST',
      path: '/clients/{client}/write',
      tags: ['discovery'],
      summary: 'Use servers in another client',
    })
    .input(z.object({ ...place, servers, hash: z.string(), create: z.boolean().default(false) }))
    .output(z.object({ path: z.string(), backup: z.string().nullable(), undo: z.string() })),
  /** Puts the file back as it was before. Faults: not-found, file-changed (since it was written), file-unwritable. */
  undo: oc
    .route({
      method: 'POST',
      path: '/clients/{client}/undo',
      tags: ['discovery'],
      summary: 'Undo using servers in another client',
    })
    .input(z.object({ client: z.string().max(64), undo: z.uuid() }))
    .output(z.object({ path: z.string() })),
}
