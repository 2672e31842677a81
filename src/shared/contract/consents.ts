import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ServerName } from './registration'

/**
 * What a server's tools may do when a model wants them. `ask`: each tool asks the first time. `trusted`: its word that a
 * tool only reads is believed, and such tools run unasked; the others ask. `allow`: all run unasked, but for what follows
 * from strangers' data. `never`: none is offered.
 */
export const toolPolicies = ['ask', 'trusted', 'allow', 'never'] as const
export const ToolPolicy = z.enum(toolPolicies)
export type ToolPolicy = z.infer<typeof ToolPolicy>

/** A line of what a tool was and is, as text; strangers' words. */
const ChangedLine = z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() })

/** What of a tool is no longer as it was approved. At most 2,000 lines. */
export const ToolChange = z.object({
  parts: z.array(z.enum(['description', 'schema', 'annotations', 'title'])),
  lines: z.array(ChangedLine),
})
export type ToolChange = z.infer<typeof ToolChange>

/**
 * Why a call waits for a person. `first-use`: the tool was never approved for good. `changed`: it is no longer what was
 * approved. `strangers-data`: this turn already holds what a server that is not trusted said, and the tool may change things.
 */
const askReasons = ['first-use', 'changed', 'strangers-data'] as const

/** What a person is asked before a call: exactly what will be sent stands in the call itself. */
export const Ask = z.object({
  reason: z.enum(askReasons),
  /** SHA-256 over server identity, name, title, description, schemas and annotations: what an answer is bound to. */
  fingerprint: z.string(),
  /** The server's own words on it; believed only of a trusted server. */
  readOnlyHint: z.boolean(),
  destructiveHint: z.boolean(),
  change: ToolChange.nullable(),
  /** Whose words are in this turn, for `strangers-data`. */
  strangers: z.array(z.string()),
})
export type Ask = z.infer<typeof Ask>

/** `once`: this call. `always`: this tool, until it changes; `strangers-data` asks all the same. */
export const Decision = z.enum(['once', 'always', 'deny'])
export type Decision = z.infer<typeof Decision>

/** A tool approved for good. `changed`: held, because it is no longer what was approved. `gone`: the server has it no more. */
export const ToolApproval = z.object({
  server: z.string(),
  tool: z.string(),
  givenAt: z.iso.datetime(),
  state: z.enum(['holds', 'changed', 'gone']),
  /** Of what it is now; null where it is gone. */
  fingerprint: z.string().nullable(),
  change: ToolChange.nullable(),
})
export type ToolApproval = z.infer<typeof ToolApproval>

const ofServer = z.object({ server: ServerName })
const ofTool = ofServer.extend({ tool: z.string().min(1).max(256) })

export const consentsContract = {
  list: oc
    .route({ method: 'GET', path: '/tool-approvals', tags: ['consents'], summary: 'Tools approved for good' })
    .input(ofServer.partial())
    .output(z.array(ToolApproval)),
  /** Approves a tool as it is now, also after it changed. Faults: not-found, approval-stale, disk-full. */
  approve: oc
    .route({
      method: 'PUT',
      path: '/servers/{server}/tools/{tool}/approval',
      tags: ['consents'],
      summary: 'Approve a tool for good',
    })
    .input(ofTool.extend({ fingerprint: z.string() }))
    .output(ToolApproval),
  /** It asks again from now on. Faults: not-found. */
  revoke: oc
    .route({
      method: 'DELETE',
      path: '/servers/{server}/tools/{tool}/approval',
      tags: ['consents'],
      summary: 'Take an approval back',
    })
    .input(ofTool)
    .output(z.object({ revoked: z.string() })),
  /** `own` is null where the setting `toolPolicy` holds. Faults: not-found. */
  policy: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/tool-policy',
      tags: ['consents'],
      summary: "What a server's tools may do unasked",
    })
    .input(ofServer)
    .output(z.object({ own: ToolPolicy.nullable(), holds: ToolPolicy })),
  /** Faults: not-found. */
  setPolicy: oc
    .route({
      method: 'PUT',
      path: '/servers/{server}/tool-policy',
      tags: ['consents'],
      summary: "Set what a server's tools may do unasked",
    })
    .input(ofServer.extend({ own: ToolPolicy.nullable() }))
    .output(z.object({ own: ToolPolicy.nullable(), holds: ToolPolicy })),
}
