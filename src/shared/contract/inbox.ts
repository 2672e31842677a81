import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { Source } from './discovery'
import { CommandPreview } from './import'
import { ServerName } from './registration'

/** Why a part of what waits deserves a second look. Each has a sentence in both languages (`shared:inbox.reason.<code>`). */
const dangerCodes = [
  /** A variable that has other code loaded into the program, e.g. `LD_PRELOAD`, `NODE_OPTIONS`. */
  'variable-loads-code',
  /** A variable that decides which program a name means, e.g. `PATH`. */
  'variable-finds-programs',
  /** A variable that sends traffic elsewhere or stops checking who answers, e.g. `HTTPS_PROXY`. */
  'variable-redirects',
  /** The program itself stands in the arguments: `node -e`, `python -c`. */
  'inline-code',
  /** A flag that has other code loaded first: `node --require`. */
  'loads-code',
  /** A shell, which runs whatever its arguments say. */
  'shell',
  /** Something fetched is run at once: `curl … | sh`. */
  'fetched-and-run',
  /** A shell would run what stands inside: `$(…)`, backticks. */
  'substitution',
  /** More rights than the person has: `sudo`, `docker run --privileged`. */
  'more-rights',
  /** The whole disk, or the container engine itself, is handed over: `-v /:/host`. */
  'whole-disk',
  /** The package may be another one next time: `npx` without an exact version. */
  'unpinned',
  /** The code comes from an address: `npx https://…`, `uvx --from git+…`. */
  'code-from-address',
  /** Characters that cannot be seen, or turn the text around; shown as `\u{…}`. */
  'hidden-characters',
  /** Not encrypted, and not on this machine. */
  'not-encrypted',
  /** On this machine. */
  'this-machine',
  /** On the network at home or at work. */
  'private-network',
  /** Where clouds keep their machines' credentials, and what only reaches the next machine. */
  'link-local',
  /** A host name whose letters may look like others. */
  'international-name',
] as const
export type DangerCode = (typeof dangerCodes)[number]

/** A stretch of a text, `start` to before `end` in UTF-16 units, and why it is marked. Sorted; none within another. */
export const Mark = z.object({ start: z.int(), end: z.int(), reason: z.enum(dangerCodes) })
export type Mark = z.infer<typeof Mark>

/** What approving an address contacts. Secrets are masked. */
export const AddressPreview = z.object({
  /** What to send back to approve: SHA-256 over everything that will be contacted. */
  fingerprint: z.string(),
  url: z.string(),
  transport: z.enum(['http', 'sse']),
  headers: z.record(z.string(), z.string()),
  health_check_url: z.string().nullable(),
  /** The address, every character visible. */
  line: z.string(),
})
export type AddressPreview = z.infer<typeof AddressPreview>

/** What waits for consent, as the server's own row carries it. */
export const ApprovalPreview = z.union([CommandPreview, AddressPreview])
export type ApprovalPreview = z.infer<typeof ApprovalPreview>

/**
 * A field that is another one than a person approved; null where it was not there, or is no more. Secrets are masked: of
 * another secret both sides are the mask.
 */
export const ApprovedDifference = z.object({
  /** e.g. `command`, `args[2]`, `env.PATH`, `url`, `headers.Authorization`. */
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type ApprovedDifference = z.infer<typeof ApprovedDifference>

/** A server that waits for a decision, with everything that would run or be contacted. */
export const WaitingServer = z.object({
  id: z.string(),
  name: z.string(),
  source: Source.pick({ id: true, type: true, name: true, address: true }),
  kind: z.enum(['command', 'address']),
  /** What to send back to decide. */
  fingerprint: z.string(),
  /** The whole command line, or the address. Every character is visible, nothing is cut off; secrets are masked. */
  line: z.string(),
  marks: z.array(Mark),
  /** What else belongs to it and is not in `line`: `transport`, `headers.NAME`, `health_check_url`. */
  others: z.array(z.object({ field: z.string(), text: z.string(), marks: z.array(Mark) })),
  /** What would change against what was approved; null where nothing was, or it is not known any more. */
  differences: z.array(ApprovedDifference).nullable(),
  /** Since when it waits. */
  since: z.iso.datetime(),
})
export type WaitingServer = z.infer<typeof WaitingServer>

export const Inbox = z.object({
  /** How many wait, all of them. */
  count: z.int(),
  /** Those of one source together, the longest waiting first; the first 200. */
  waiting: z.array(WaitingServer),
  /** Refused as they are now; a changed byte asks again. The first 200. */
  refused: z.array(WaitingServer),
})
export type Inbox = z.infer<typeof Inbox>

const Decision = z.object({ server: ServerName, fingerprint: z.string() })

export const inboxContract = {
  list: oc
    .route({ method: 'GET', path: '/inbox', tags: ['inbox'], summary: 'Servers that wait for a decision' })
    .output(Inbox),
  /**
   * Consents to exactly what was shown; it is connected where it is wanted. One that was refused is switched on again.
   * Faults: not-found, approval-stale (it has changed since; nothing is approved), disk-full.
   */
  approve: oc
    .route({ method: 'POST', path: '/inbox/{server}/approve', tags: ['inbox'], summary: 'Approve a server' })
    .input(Decision)
    .output(Inbox),
  /**
   * Switches it off and does not ask about the same bytes again. Faults: not-found, approval-stale, disk-full.
   */
  refuse: oc
    .route({ method: 'POST', path: '/inbox/{server}/refuse', tags: ['inbox'], summary: 'Refuse a server' })
    .input(Decision)
    .output(Inbox),
  /** Takes a refusal back: it waits again. Faults: not-found, disk-full. */
  reopen: oc
    .route({ method: 'POST', path: '/inbox/{server}/reopen', tags: ['inbox'], summary: 'Ask again' })
    .input(z.object({ server: ServerName }))
    .output(Inbox),
  /**
   * Approves the waiting addresses of one source, as far as they are among the fingerprints that were shown. Commands are
   * approved one by one only. `left` are the addresses that go on waiting. Faults: not-found (the source names none), disk-full.
   */
  approveAll: oc
    .route({
      method: 'POST',
      path: '/inbox/approve-all',
      tags: ['inbox'],
      summary: 'Approve the addresses of a source',
    })
    .input(z.object({ source: z.string(), fingerprints: z.array(z.string()).max(10_000) }))
    .output(z.object({ approved: z.array(z.string()), left: z.array(z.string()) })),
  /** The whole, now and after each change, at most twice a second. */
  watch: oc
    .route({
      method: 'GET',
      path: '/watch/inbox',
      tags: ['watch'],
      summary: 'The inbox as it changes (server-sent events)',
    })
    .output(eventIterator(Inbox)),
}
