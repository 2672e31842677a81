import { oc } from '@orpc/contract'
import { z } from 'zod'
import { SourceIssue } from './discovery'

/** What approving a command starts, character by character. */
export const CommandPreview = z.object({
  /** What to send back to approve: SHA-256 over everything that will run. */
  fingerprint: z.string(),
  command: z.string(),
  args: z.array(z.string()),
  /** Secret-looking values are masked. */
  env: z.record(z.string(), z.string()),
  cwd: z.string().nullable(),
  /** The whole, quoted as a shell would need it, control characters as visible escapes. */
  line: z.string(),
})
export type CommandPreview = z.infer<typeof CommandPreview>

/** A file that is no text: where it lies, or the whole of it, at most 3 MB. */
export const GivenFile = z.object({
  name: z.string().min(1).max(1_024),
  path: z.string().max(4_096).optional(),
  base64: z.base64().max(4_000_000).optional(),
})
export type GivenFile = z.infer<typeof GivenFile>

const FieldChange = z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })

export const PreviewEntry = z.object({
  outcome: z.enum(['new', 'changed', 'unchanged', 'refused']),
  name: z.string(),
  /** URL, or the command line. */
  address: z.string(),
  tags: z.array(z.string()),
  command: CommandPreview.nullable(),
  /** What to send in `approve` so that it need not wait; left out where nothing would be taken. */
  fingerprint: z.string().optional(),
  changes: z.array(FieldChange),
  issue: SourceIssue.nullable(),
})
export type PreviewEntry = z.infer<typeof PreviewEntry>

/** A file as the window read it. */
export const DroppedFile = z.object({
  name: z.string().min(1).max(1_024),
  text: z.string().max(1_048_576),
  /** Full path, where the shell knows it: the desktop does, a browser does not. */
  path: z.string().max(4_096).optional(),
})
export type DroppedFile = z.infer<typeof DroppedFile>

export const FilePreview = z.object({
  name: z.string(),
  /** True where the file can be kept as a watched source. */
  watchable: z.boolean(),
  entries: z.array(PreviewEntry),
  /** What is wrong with the file as a whole. */
  issues: z.array(SourceIssue),
})
export type FilePreview = z.infer<typeof FilePreview>

const files = z.array(DroppedFile).min(1).max(20)

export const ImportResult = z.object({
  added: z.array(z.string()),
  changed: z.array(z.string()),
  unchanged: z.array(z.string()),
  refused: z.array(z.object({ name: z.string(), issue: SourceIssue })),
  /** Files now watched as sources. */
  sources: z.array(z.string()),
})
export type ImportResult = z.infer<typeof ImportResult>

/** Files and pasted text in, the original format out. */
export const importContract = {
  /** Says what a drop would do; changes nothing. */
  preview: oc
    .route({
      method: 'POST',
      path: '/import/preview',
      tags: ['discovery'],
      summary: 'What importing files would do',
    })
    .input(z.object({ files, watch: z.boolean().default(false) }))
    .output(z.array(FilePreview)),
  /**
   * Does what the preview said. `approve` lists the fingerprints of what the person allowed, commands and addresses; all
   * else of a file that is not watched waits in the inbox, and so does a command of one that is.
   * `watch` keeps the files whose path is known as sources instead of copying their entries once.
   * `leaveOut` names entries not to take (only where nothing is watched). `bundle` is the `.mcpb` file in which they came:
   * it is unpacked below the data directory first. Faults: disk-full, invalid (a bundle that cannot be unpacked).
   */
  import: oc
    .route({ method: 'POST', path: '/import', tags: ['discovery'], summary: 'Import files' })
    .input(
      z.object({
        files,
        watch: z.boolean().default(false),
        approve: z.array(z.string()).max(10_000).default([]),
        leaveOut: z.array(z.string()).max(10_000).default([]),
        bundle: GivenFile.optional(),
      }),
    )
    .output(ImportResult),
  /**
   * The registry, or one source's part of it, in the original format, fields Rollcall does not know included.
   * Secrets leave as references. Faults: not-found.
   */
  export: oc
    .route({ method: 'GET', path: '/export', tags: ['discovery'], summary: 'Export in the original format' })
    .input(z.object({ source: z.string().optional() }))
    .output(z.looseObject({ servers: z.array(z.record(z.string(), z.unknown())) })),
}
