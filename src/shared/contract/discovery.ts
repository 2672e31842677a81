import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { ServerName } from './registration'

/**
 * `manual` is "by hand": it always exists and cannot be removed. The names are the original's; plug-ins bring others, so
 * a source's type is any text.
 */
export const sourceTypes = ['manual', 'file_watch', 'http_polling', 'multicast'] as const

/**
 * What happens to a server a source names. `connect`: it is wanted at once (what must be approved still waits in the
 * inbox). `ask`: it waits in the inbox, whatever it is. `list`: it is listed, off.
 */
export const sourcePolicies = ['connect', 'ask', 'list'] as const
export type SourcePolicy = (typeof sourcePolicies)[number]

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
    'twin',
    'held',
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
    'no-files',
    'too-many-files',
    'no-kind',
    'no-network',
    'no-address',
    'not-on-link',
    'strange-transport',
    'too-many-servers',
    'too-much-traffic',
  ]),
  message: z.string(),
  /** Values for the sentence in other languages. */
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
  /** 1-based; null where the whole file is meant. */
  line: z.int().nullable(),
  column: z.int().nullable(),
  /** Which file, seen from the folder the source begins in; only where a source is several files. */
  file: z.string().optional(),
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

/** How trying a source went: its steps in order, what it names (at most 20 names), what is wrong in it (at most 50). */
const SourceTest = z.object({
  steps: z.array(SourceStep),
  servers: z.object({ count: z.int(), names: z.array(z.string()) }),
  issues: z.array(SourceIssue),
})
export type SourceTest = z.infer<typeof SourceTest>

export const Source = z.object({
  id: z.string(),
  /** One of `sourceTypes`, or what a plug-in brought. */
  type: z.string(),
  /** What the screen calls it: the file's name without its ending, or the name given. */
  name: z.string(),
  /** The full path of a file or folder, a pattern of paths, a URL, what is looked for on the network; empty for `manual`. */
  address: z.string(),
  /** What its kind was told beside the address, e.g. `headers`. Secrets are masked. */
  options: z.record(z.string(), z.unknown()),
  policy: z.enum(sourcePolicies),
  /** A person vouches for it: what it names and is reached by URL need not be asked about. */
  trusted: z.boolean(),
  /**
   * `error`: the last good state is kept. `missing`: the file is not there (yet). `paused`: a person stopped it. `held`:
   * so much of it vanished at once that a person is asked before it goes; `registry.release` answers.
   */
  state: z.enum(['ok', 'error', 'missing', 'reading', 'paused', 'held']),
  /** The last good read. */
  lastSeenAt: z.iso.datetime().nullable(),
  /** The last read of any outcome. */
  lastReadAt: z.iso.datetime().nullable(),
  /** How often it is looked at without an event, in ms; 0 for `manual`. */
  intervalMs: z.int(),
  /** The next such look, unless something happens before; null where it is paused, being read, or `manual`. */
  nextLookAt: z.iso.datetime().nullable(),
  /** Servers of it in the registry. */
  servers: z.int(),
  /**
   * The same in numbers: its servers, how many came and changed when it last named others than before, how many of its
   * servers it names no more, and how many of its entries are refused.
   */
  counts: z.object({
    servers: z.int(),
    added: z.int(),
    changed: z.int(),
    missing: z.int(),
    refused: z.int(),
  }),
  /** Names that would go, while a person is asked; at most 200. */
  held: z.array(z.string()),
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

/**
 * What is said of sources of all kinds; each kind has fields of its own beside it. Files (`file_watch`, the type where
 * none is given): `path`, a file, a folder or a pattern such as `~/conf/*.json`. `http_polling`: `url`, `headers`,
 * `bearer`. `multicast`: `service`. Accepts the original's spelling too:
 * `{ "type": "file_watch", "file_path": "…", "interval": 30 }`.
 */
const SourceInput = z.looseObject({
  type: z.string().min(1).max(64).default('file_watch'),
  name: ServerName.optional(),
  intervalMs: IntervalMs.optional(),
  interval: IntervalSeconds.optional(),
  /** Without one `connect` where it is trusted, else `ask`. */
  policy: z.enum(sourcePolicies).optional(),
  /** Without it files are trusted, and addresses on this computer. */
  trusted: z.boolean().optional(),
})

/** What a person may change of a source; what is not given stays. */
const SourcePatch = z.object({
  /** A paused source keeps its servers and is not read; kept over restarts. */
  paused: z.boolean().optional(),
  /** `null` leaves it to its kind again; a file: 60 s, 5 s where the system tells of no changes, 2 s while it is missing. */
  intervalMs: IntervalMs.nullable().optional(),
  interval: IntervalSeconds.optional(),
  name: ServerName.optional(),
  policy: z.enum(sourcePolicies).optional(),
  trusted: z.boolean().optional(),
  /** Its place among the sources from 0, "by hand" not counted; one past the end is the end. */
  order: z.int().min(0).optional(),
})
export type SourcePatch = z.infer<typeof SourcePatch>

/** One server as one source describes it now. Secrets are masked. */
export const Sighting = z.object({
  source: Source.pick({ id: true, type: true, name: true, address: true }),
  /** True where this source keeps the server: what changes there changes here. */
  keeps: z.boolean(),
  /** The registration there, in the original format. */
  document: z.record(z.string(), z.unknown()),
  /** Where it begins in the source, 1-based; null where the source has no lines. */
  line: z.int().nullable(),
  /** Which file it stands in; only where a source is several files. */
  file: z.string().optional(),
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
  /** Adds a source and reads it once before answering, for 5 s at most. Faults: invalid, source-exists. */
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
   * Pauses or resumes a source, sets how often it is looked at, renames it, says what becomes of the servers it names, or
   * gives it another place in the order. Resuming, and another policy, read it before the answer.
   * Faults: not-found, invalid (`manual`), disk-full.
   */
  changeSource: oc
    .route({
      method: 'PATCH',
      path: '/sources/{id}',
      inputStructure: 'detailed',
      tags: ['discovery'],
      summary: 'Pause, resume or rename a source, or set its interval, policy or place',
    })
    .input(z.object({ params: z.object({ id: z.string() }), body: SourcePatch }))
    .output(Source),
  /**
   * Tries a source step by step and keeps nothing: one as it would be added, or with `id` one that is kept. Ends after
   * the first step that fails. Faults: invalid, not-found.
   */
  testSource: oc
    .route({ method: 'POST', path: '/sources/test', tags: ['discovery'], summary: 'Try a source' })
    .input(SourceInput.extend({ id: z.string().optional() }))
    .output(SourceTest),
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
   * Takes what a source says of a server: the fields named as `differences` names them, all without `fields`. What a
   * person changed in them is forgotten; a server kept by hand is the source's once nothing differs. Another command waits
   * for approval. Answers with what the sources say then. Faults: not-found (server or source), invalid.
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
