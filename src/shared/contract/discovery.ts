import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { ServerName } from './registration'

/** `manual` is "by hand": it always exists and cannot be removed. The names are the original's. */
export const sourceTypes = ['manual', 'file_watch', 'http_polling', 'multicast'] as const

/**
 * What happens to a server a source names. `connect`: it is wanted at once (what must be approved still waits in the
 * inbox). `ask`: it waits in the inbox, whatever it is. `list`: it is listed, off.
 */
export const sourcePolicies = ['connect', 'ask', 'list'] as const

/** One step of trying a source. Codes have a sentence in both languages (`sourceStep.<code>`). */
export const SourceStep = z.object({
  code: z.enum([
    'file-exists',
    'readable',
    'dns',
    'tcp',
    'tls',
    'status',
    'content-type',
    'parses',
    'answers',
    'names-servers',
  ]),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  tookMs: z.number(),
  /** Values for the sentence: `address`, `status`, `bytes`, `servers`, `reason`, … */
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type SourceStep = z.infer<typeof SourceStep>

/** How trying a source went: its steps in order, what it names (at most 20 names), what is wrong in it. */
export interface SourceTest {
  steps: SourceStep[]
  servers: { count: number; names: string[] }
  issues: SourceIssue[]
}

/** What is wrong in a source, and where. */
export const SourceIssue = z.object({
  severity: z.enum(['error', 'warning']),
  /** Stable; each has a sentence in both languages (`source.<code>`). */
  code: z.enum([
    'missing',
    'unreadable',
    'not-a-file',
    'too-large',
    'empty',
    'not-utf8',
    'syntax',
    'comments',
    'too-deep',
    'duplicate-key',
    'forbidden-key',
    'no-servers',
    'invalid-entry',
    'duplicate-name',
    'name-taken',
    'confusable',
    'watch-fallback',
    'host-not-found',
    'connection-refused',
    'unreachable',
    'timed-out',
    'cut-off',
    'not-secure',
    'http-status',
    'credentials-wanted',
    'secret-missing',
    'redirect-refused',
    'redirect-loop',
    'address-barred',
    'content-type',
    'answer-empty',
    'answer-not-utf8',
    'answer-too-large',
    'no-list-here',
    'list-endless',
    'too-many-entries',
    'too-many-links',
    'input-missing',
    'no-way-to-reach',
    'sent-in-clear',
  ]),
  message: z.string(),
  /** Values for the sentence in other languages. */
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
  /** 1-based; null where the whole file is meant. */
  line: z.int().nullable(),
  column: z.int().nullable(),
  /** Path into the document, e.g. `servers[3].url`; empty for the whole. */
  field: z.string(),
  /** The entry's name where it has one. */
  server: z.string().nullable(),
  /** The offending line, cut at 200 characters, control characters escaped. */
  excerpt: z.string().nullable(),
  /** Where in `excerpt` the offending character stands, from 0; null where there is none. */
  mark: z.int().nullable(),
})
export type SourceIssue = z.infer<typeof SourceIssue>

export const Source = z.object({
  id: z.string(),
  type: z.enum(sourceTypes),
  /** What the screen calls it: the file's name without its ending, or the name given. */
  name: z.string(),
  /** The file's full path; empty for `manual`. */
  address: z.string(),
  /** `error`: the last good state is kept. `missing`: the file is not there (yet). `paused`: a person stopped it. */
  state: z.enum(['ok', 'error', 'missing', 'reading', 'paused']),
  /** The last good read. */
  lastSeenAt: z.iso.datetime().nullable(),
  /** The last read of any outcome. */
  lastReadAt: z.iso.datetime().nullable(),
  /** How often it is looked at without an event, in ms; 0 for `manual`. */
  intervalMs: z.int(),
  /** The next such look, unless something happens before; null where it is paused, being read, or `manual`. */
  nextLookAt: z.iso.datetime().nullable(),
  /** Servers it names now. */
  servers: z.int(),
  /** When it last named other servers than before, and how many came, changed and went. */
  lastChange: z
    .object({ at: z.iso.datetime(), added: z.int(), changed: z.int(), removed: z.int() })
    .nullable(),
  issues: z.array(SourceIssue),
})
export type Source = z.infer<typeof Source>

/** Between two looks without an event, in ms: one second to one day. */
const IntervalMs = z.int().min(1_000).max(86_400_000)
/** The original's spelling of it, in seconds. */
const IntervalSeconds = z.number().min(1).max(86_400)

/** Accepts the original's spelling too: `{ "type": "file_watch", "file_path": "…", "interval": 30 }`. */
const SourceInput = z
  .looseObject({
    type: z.enum(['file_watch', 'file']).default('file_watch'),
    path: z.string().min(1).max(4_096).optional(),
    file_path: z.string().min(1).max(4_096).optional(),
    name: ServerName.optional(),
    intervalMs: IntervalMs.optional(),
    interval: IntervalSeconds.optional(),
  })
  .refine((source) => (source.path ?? source.file_path) !== undefined, {
    path: ['path'],
    message: 'is missing',
  })

/** What a person may change of a source; what is not given stays. */
const SourcePatch = z.object({
  /** A paused source keeps its servers and is not read; kept over restarts. */
  paused: z.boolean().optional(),
  /** `null` leaves it to Rollcall again: 60 s, 5 s where the system tells of no changes, 2 s while the file is missing. */
  intervalMs: IntervalMs.nullable().optional(),
  interval: IntervalSeconds.optional(),
  name: ServerName.optional(),
})
export type SourcePatch = z.infer<typeof SourcePatch>

/** One server as one source describes it now. Secrets are masked. */
export const Sighting = z.object({
  source: Source.pick({ id: true, type: true, name: true, address: true }),
  /** True where this source keeps the server: what changes there changes here. */
  keeps: z.boolean(),
  /** The registration there, in the original format. */
  document: z.record(z.string(), z.unknown()),
  /** Where it begins in the source, 1-based. */
  line: z.int(),
  /**
   * In what the registration here is another one, e.g. `priority`, `headers.Authorization`; null where one side has no
   * such field. Empty where both say the same.
   */
  differences: z.array(z.object({ field: z.string(), here: z.unknown(), there: z.unknown() })),
})
export type Sighting = z.infer<typeof Sighting>

export const SamplesState = z.object({
  running: z.boolean(),
  /** Where each sample answers, e.g. `http://127.0.0.1:8001/mcp`. */
  servers: z.array(z.object({ name: z.string(), url: z.string(), pid: z.int().nullable() })),
  /** The source file that names them. */
  file: z.string().nullable(),
})
export type SamplesState = z.infer<typeof SamplesState>

export const discoveryContract = {
  sources: oc
    .route({ method: 'GET', path: '/sources', tags: ['discovery'], summary: 'All sources' })
    .output(z.array(Source)),
  /** Adds a source and reads it once before answering. Faults: invalid, source-exists. */
  addSource: oc
    .route({
      method: 'POST',
      path: '/sources',
      successStatus: 201,
      tags: ['discovery'],
      summary: 'Add a source',
    })
    .input(SourceInput)
    .output(Source),
  /**
   * Pauses or resumes a source, sets how often it is looked at, or renames it. Resuming reads it before the answer.
   * Faults: not-found, invalid (`manual`), disk-full.
   */
  changeSource: oc
    .route({
      method: 'PATCH',
      path: '/sources/{id}',
      inputStructure: 'detailed',
      tags: ['discovery'],
      summary: 'Pause, resume or rename a source, or set its interval',
    })
    .input(z.object({ params: z.object({ id: z.string() }), body: SourcePatch }))
    .output(Source),
  /**
   * Forgets the source and unregisters the servers it named; `restoreSource` with `undo` brings all of it back within
   * a day. Faults: not-found, invalid (`manual`).
   */
  removeSource: oc
    .route({
      method: 'DELETE',
      path: '/sources/{id}',
      tags: ['discovery'],
      summary: 'Remove a source and its servers',
    })
    .input(z.object({ id: z.string() }))
    .output(z.object({ removed: z.array(z.string()), undo: z.string() })),
  /**
   * Undoes the removal of a source: it is watched again, its servers are back with their switches and the consent they
   * had. Names taken meanwhile stay with their new owner. Faults: not-found, source-exists.
   */
  restoreSource: oc
    .route({
      method: 'POST',
      path: '/sources/restore',
      tags: ['discovery'],
      summary: 'Undo the removal of a source',
    })
    .input(z.object({ undo: z.string() }))
    .output(z.object({ source: Source, restored: z.array(z.string()) })),
  /** Reads it now; a paused one this once. Faults: not-found. */
  scan: oc
    .route({ method: 'POST', path: '/sources/{id}/scan', tags: ['discovery'], summary: 'Read a source now' })
    .input(z.object({ id: z.string() }))
    .output(Source),
  /**
   * What each source says of a server now, in the order the sources were added. Empty where none names it.
   * Faults: not-found.
   */
  sightings: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/sightings',
      tags: ['discovery'],
      summary: 'What sources say of a server',
    })
    .input(z.object({ server: ServerName }))
    .output(z.array(Sighting)),
  /**
   * Takes what a source says of a server: the fields named as `differences` names them, all without `fields`. Once
   * nothing differs the source keeps the server again; another command waits for approval. Answers with what the
   * sources say then. Faults: not-found (server or source), invalid.
   */
  adopt: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/adopt',
      tags: ['discovery'],
      summary: 'Take what a source says of a server',
    })
    .input(
      z.object({
        server: ServerName,
        /** A source's id. */
        source: z.string(),
        fields: z.array(z.string().max(512)).max(1_000).optional(),
      }),
    )
    .output(z.array(Sighting)),
  /** Starts the sample servers and watches the file that names them. Starting twice is the same as once. */
  startSamples: oc
    .route({
      method: 'POST',
      path: '/samples/start',
      tags: ['discovery'],
      summary: 'Start the sample servers',
    })
    .output(SamplesState),
  /** Ends them and forgets their source. */
  stopSamples: oc
    .route({ method: 'POST', path: '/samples/stop', tags: ['discovery'], summary: 'Stop the sample servers' })
    .output(SamplesState),
  samples: oc
    .route({
      method: 'GET',
      path: '/samples',
      tags: ['discovery'],
      summary: 'Whether the sample servers run',
    })
    .output(SamplesState),
  /** All sources and the samples, now and after each change. */
  watch: oc
    .route({
      method: 'GET',
      path: '/watch/sources',
      tags: ['watch'],
      summary: 'Sources as they change (server-sent events)',
    })
    .output(eventIterator(z.object({ sources: z.array(Source), samples: SamplesState }))),
}
