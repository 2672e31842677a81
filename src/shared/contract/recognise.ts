import { oc } from '@orpc/contract'
import { z } from 'zod'
import { DroppedFile, FilePreview, GivenFile } from './import'

/** What a text or a file can be. Each has words in both languages (`recognised.<kind>`). */
export const recognisedKinds = [
  /** Nothing that names a server. */
  'nothing',
  'url',
  'command',
  /** Addresses and command lines, one on each line. */
  'lines',
  /** A name like `example.com`, which can be asked for its servers. */
  'domain',
  /** One entry without a name of its own. */
  'entry',
  /** Entries by name, without anything around them. */
  'entries',
  /** The original's list. */
  'original',
  'mcp-servers',
  'vscode',
  'zed',
  'amp',
  'opencode',
  'goose',
  'continue',
  'codex',
  'vibe',
  /** What describes one server in the MCP registry, and a list of such. */
  'server-json',
  'registry',
  /** `.mcpb` or `.dxt`. */
  'bundle',
  /** An install link of `{{app}}`. */
  'link',
  /** A command line with which `{{app}}` adds a server. */
  'add-command',
] as const

/** What a person should know of what was recognised. Each has a sentence in both languages (`remark.<code>`). */
export const remarkCodes = [
  'comments',
  'scheme-assumed',
  'secret-in-args',
  'secret-in-url',
  'claims-trust',
  'built-in-left-out',
  'other-ways',
  'names-only',
  'unpacks',
] as const

export const Remark = z.object({
  code: z.enum(remarkCodes),
  /** Values for the sentence: `server`, `count`, `scheme`, `directory`, … */
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Remark = z.infer<typeof Remark>

/** A value the recognised entries leave open: `${input:token}`, `${env:HOME}`, a setting of a bundle. */
export const AskedInput = z.object({
  /** As it stands between the braces, e.g. `input:token`. */
  id: z.string(),
  label: z.string(),
  description: z.string(),
  kind: z.enum(['text', 'number', 'boolean', 'file', 'directory', 'choice']),
  /** Without it the server cannot work as its author meant it. */
  required: z.boolean(),
  secret: z.boolean(),
  /** What is taken where a person gives nothing; null where there is no such thing. */
  initial: z.string().nullable(),
  choices: z.array(z.string()),
})
export type AskedInput = z.infer<typeof AskedInput>

export const Recognised = z.object({
  kind: z.enum(recognisedKinds),
  /** Values for the words: `app`, `name`, `host`. */
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What importing `file` would do: entries with exact command lines and differences, and what is wrong. */
  preview: FilePreview,
  /** In the order in which they stand. */
  inputs: z.array(AskedInput),
  remarks: z.array(Remark),
  /** What to hand to `import`: the entries in the original format, values filled in. Null where there is nothing to take. */
  file: DroppedFile.nullable(),
  /** A host that can be asked for its servers; asking it happens with `look` only. */
  host: z.string().nullable(),
})
export type Recognised = z.infer<typeof Recognised>

const Values = z.record(z.string().max(256), z.string().max(32_768))

/** What a pasted text, a link or a dropped file is. */
export const recogniseContract = {
  /**
   * Says what a text or a file is, and what adding it would do. Nothing is changed, resolved or started, and no other
   * machine is asked unless `look` is set and the text is the name of one; then a host that is private is asked only
   * because it was given here, and leads nowhere else inside. `values` fill what the entries leave open. Faults: none.
   */
  recognise: oc
    .route({
      method: 'POST',
      path: '/recognise',
      tags: ['discovery'],
      summary: 'What a pasted text or a file is',
    })
    .input(
      z
        .object({
          text: z.string().max(1_048_576).optional(),
          file: GivenFile.optional(),
          values: Values.default({}),
          look: z.boolean().default(false),
        })
        .refine(({ text, file }) => (text === undefined) !== (file === undefined), {
          path: ['text'],
          message: 'or file is missing; give one of the two',
        }),
    )
    .output(Recognised),
}
