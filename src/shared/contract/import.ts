import { oc } from '@orpc/contract'
import { z } from 'zod'
import { SourceIssue } from './discovery'
import { ServerName } from './registration'

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

/**
 * What servers can be written as: the original's list, the map most clients read, VS Code's `mcp.json`, the list a
 * registry of the official API answers with.
 */
export const exportFormats = ['original', 'mcpServers', 'vscode', 'registry'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** What a format could not take as it is. Each code has a sentence in both languages (`exportRemark.<code>`). */
export const ExportRemark = z.object({
  server: z.string(),
  /**
   * `reference`: a secret stays a reference only this Rollcall can open. `placeholder`: `detail.placeholder` stands in
   * its place. `withheld`: a value that looks like a secret outside headers and variables was taken out. `declared`:
   * the format names the secret and whoever installs the server gives it. `command`: the format has no place for a
   * server that is a command; it was left out. `shortened`: the description was cut to the format's length. `seconds`:
   * the timeout is in seconds; some clients read milliseconds.
   */
  code: z.enum(['reference', 'placeholder', 'withheld', 'declared', 'command', 'shortened', 'seconds']),
  /** Where, e.g. `headers.Authorization`; empty for the whole server. */
  field: z.string(),
  detail: z.record(z.string(), z.string()),
})
export type ExportRemark = z.infer<typeof ExportRemark>

const Exported = z.object({
  document: z.record(z.string(), z.unknown()),
  /** Servers in it. */
  count: z.int(),
  remarks: z.array(ExportRemark),
})
export type Exported = z.infer<typeof Exported>

/** Files and pasted text in, files for others out. */
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
   * `leaveOut` names entries not to take (only where nothing is watched).
   */
  import: oc
    .route({ method: 'POST', path: '/import', tags: ['discovery'], summary: 'Import files' })
    .input(
      z.object({
        files,
        watch: z.boolean().default(false),
        approve: z.array(z.string()).max(10_000).default([]),
        leaveOut: z.array(z.string()).max(10_000).default([]),
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
  /**
   * Servers in a format others read: all, one source's, or those named, and what had to be left out. Never a secret.
   * Faults: not-found (a source, a server).
   */
  exportAs: oc
    .route({
      method: 'GET',
      path: '/export/{format}',
      tags: ['discovery'],
      summary: 'Export in a format of your choice',
    })
    .input(
      z.object({
        format: z.enum(exportFormats),
        source: z.string().optional(),
        /** Repeated in the query for more than one. */
        servers: z
          .preprocess(
            (value) => (typeof value === 'string' ? [value] : value),
            z.array(ServerName).min(1).max(10_000),
          )
          .optional(),
      }),
    )
    .output(Exported),
}
