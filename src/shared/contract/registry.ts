import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { Connection, connectionStates } from './connections'
import { Health } from './health'
import { ApprovalPreview } from './inbox'
import { RegistrationDocument, RegistrationPatch, ServerName, ServiceName } from './registration'
import { SignIn } from './sign-in'

/** The end of a mute without one: the last millisecond of the year 9999. */
export const mutedForGood = '9999-12-31T23:59:59.999Z'

/** Which source named a server, and when it last did. */
const Provenance = z.object({
  id: z.string(),
  /** As `Source.type`. */
  type: z.string(),
  name: z.string(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
})

/**
 * One server as every screen, the API and the command line see it. Registration fields keep the original's names;
 * header values and secret-looking variables leave masked, never as values (`document` has their references).
 */
export const Server = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string().optional(),
  command: z.string().optional(),
  args: z.array(z.string()).optional(),
  env: z.record(z.string(), z.string()).optional(),
  cwd: z.string().optional(),
  description: z.string(),
  tags: z.array(z.string()),
  priority: z.int(),
  auto_connect: z.boolean(),
  enabled: z.boolean(),
  health_check_url: z.string().nullable(),
  timeout: z.number().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  metadata: z.record(z.string(), z.unknown()),
  /** Should it be connected? From the switch, else from `auto_connect` and `enabled`. */
  intent: z.enum(['on', 'off']),
  /**
   * Until when a person wants to hear nothing of it; null where it is not muted. `mutedForGood`: until somebody says
   * otherwise. It is measured as before, and its verdict is what is measured.
   */
  mutedUntil: z.iso.datetime().nullable(),
  /** Servers of one service are equal (`routing.equals`); left out where it is equal to none. */
  service: z.string().optional(),
  source: Provenance,
  /** How many sources name it, or did until not long ago; 0 where it was only registered by hand. */
  sightings: z.int(),
  /** Fields a person changed of what its source says, as `sightings` names them; left out where there are none. */
  edited: z.array(z.string()).optional(),
  /**
   * The name it shares with a server that is elsewhere and had it first: off until a person switches it on, and with
   * nothing of the other's consent, credentials or permissions. Left out where it shares none.
   */
  twinOf: z.string().optional(),
  /**
   * Since when no source names it any more; left out while one does. It goes once the setting `discoveryLeaseMs` is
   * over; until then its connection stays as long as it works.
   */
  missingSince: z.iso.datetime().optional(),
  /** What waits for consent; null where nothing does. */
  approval: ApprovalPreview.nullable(),
  connection: Connection,
  /** Left out where nobody signed in, tried to, or was asked to. */
  signIn: SignIn.optional(),
  health: Health,
  /** How many it offers, from the last list. */
  tools: z.int(),
  /** The names of its tools, the first 200, for search; left out where it has none. */
  toolNames: z.array(z.string()).max(200).optional(),
  resources: z.int(),
  prompts: z.int(),
})
export type Server = z.infer<typeof Server>

export const Rows = z.discriminatedUnion('kind', [
  /** Everything there is. */
  z.object({ kind: z.literal('snapshot'), revision: z.int(), servers: z.array(Server) }),
  /** What changed since revision `since`; a watcher at any other revision starts over. */
  z.object({
    kind: z.literal('changes'),
    since: z.int(),
    revision: z.int(),
    servers: z.array(Server),
    removed: z.array(z.string()),
  }),
])
export type Rows = z.infer<typeof Rows>

const SourceIs = Provenance.pick({ id: true, type: true, name: true })

/** One thing that became of a server, and who said so: a source, or a person (`manual`). */
export const ServerChange = z.object({
  at: z.iso.datetime(),
  source: SourceIs,
  /** `missing`: no source names it any more. `returned`: one does again. */
  what: z.enum(['changed', 'missing', 'returned']),
  /** What was changed, e.g. `priority`, `headers.Authorization`; null stands for absent, secrets are masked. */
  fields: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
})
export type ServerChange = z.infer<typeof ServerChange>

/** What a source named and all at once does not name any more. */
const HeldRemoval = z.object({ source: SourceIs, missing: z.array(z.string()) })

const list = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean)
      : value,
  z.array(z.string()).max(100),
)

/**
 * A state filter takes a connection state, a verdict, `muted`, or `attention` (wanted, not muted, but not connected or
 * not well).
 */
export const stateFilters = [
  ...connectionStates,
  'up',
  'slow',
  'down',
  'flapping',
  'unknown',
  'muted',
  'attention',
] as const

export const ServerQuery = z.object({
  /** Comma-separated or repeated. */
  tags: list.optional(),
  match: z.enum(['any', 'all']).default('any'),
  /** In name, address, description, tags or names of tools, without regard to case. */
  text: z.string().max(1_000).optional(),
  state: z.enum(stateFilters).optional(),
  /** A source's id or name. */
  source: z.string().optional(),
})
export type ServerQuery = z.infer<typeof ServerQuery>

const ofServer = z.object({ server: ServerName })

export const registryContract = {
  /** Sorted by priority, highest first, then by name. */
  list: oc
    .route({ method: 'GET', path: '/servers', tags: ['registry'], summary: 'Servers, filtered' })
    .input(ServerQuery)
    .output(z.array(Server)),
  /** Faults: not-found. */
  get: oc
    .route({ method: 'GET', path: '/servers/{server}', tags: ['registry'], summary: 'One server' })
    .input(ofServer)
    .output(Server),
  /**
   * Registers by hand. Whoever sends a command here has it before their eyes: sending it approves exactly it.
   * Kept on disk before the answer. Faults: invalid, name-taken.
   */
  register: oc
    .route({
      method: 'POST',
      path: '/servers',
      successStatus: 201,
      tags: ['registry'],
      summary: 'Register a server',
    })
    .input(RegistrationDocument)
    .output(Server),
  /**
   * Changes fields of a registration. A server a source named goes on following it in all other fields; `adopt` takes a
   * change back. Faults: not-found, invalid, name-taken.
   */
  update: oc
    .route({
      method: 'PATCH',
      path: '/servers/{server}',
      inputStructure: 'detailed',
      tags: ['registry'],
      summary: 'Change a registration',
    })
    .input(z.object({ params: ofServer, body: RegistrationPatch }))
    .output(Server),
  /** Disconnects and removes; `restore` with `undo` brings it back within a day. Faults: not-found. */
  unregister: oc
    .route({ method: 'DELETE', path: '/servers/{server}', tags: ['registry'], summary: 'Remove a server' })
    .input(ofServer)
    .output(z.object({ removed: z.string(), undo: z.string() })),
  /** Undoes a removal. Faults: not-found, name-taken. */
  restore: oc
    .route({ method: 'POST', path: '/restore', tags: ['registry'], summary: 'Undo a removal' })
    .input(z.object({ undo: z.string() }))
    .output(Server),
  /**
   * Consents to a command or an address. `fingerprint` is the one that was shown: if what would run or be contacted has
   * changed meanwhile, nothing is approved. Faults: not-found, approval-stale.
   */
  approve: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/approve',
      tags: ['registry'],
      summary: 'Approve a command or an address',
    })
    .input(z.object({ server: ServerName, fingerprint: z.string() }))
    .output(Server),
  /**
   * Nobody is told of it, and it needs no attention, until a moment or for a time; without either until `unmute`.
   * Kept over restarts. Faults: not-found, invalid (both given, or a moment that is over).
   */
  mute: oc
    .route({ method: 'POST', path: '/servers/{server}/mute', tags: ['registry'], summary: 'Mute a server' })
    .input(
      z
        .object({
          server: ServerName,
          until: z.iso.datetime({ offset: true }).optional(),
          /** Milliseconds, a year at most. */
          forMs: z
            .int()
            .min(1_000)
            .max(366 * 86_400_000)
            .optional(),
        })
        .refine(({ until, forMs }) => until === undefined || forMs === undefined, {
          path: ['forMs'],
          message: 'stands beside until; give one of the two',
        }),
    )
    .output(Server),
  /** Faults: not-found. */
  unmute: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/unmute',
      tags: ['registry'],
      summary: 'Hear of a server again',
    })
    .input(ofServer)
    .output(Server),
  /**
   * Says that a server is of a service, and so equal to the others of it; null: equal to none. The `metadata.service` of a
   * server kept by hand; a server that a source named stays with its source, and this stands over what it says.
   * Faults: not-found.
   */
  group: oc
    .route({
      method: 'POST',
      path: '/servers/{server}/group',
      tags: ['registry'],
      summary: 'Treat a server as equal to others',
    })
    .input(z.object({ server: ServerName, service: ServiceName.nullable() }))
    .output(Server),
  /** The registration in the original format, as `export` writes it. Faults: not-found. */
  document: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/document',
      tags: ['registry'],
      summary: 'One registration, as exported',
    })
    .input(ofServer)
    .output(z.record(z.string(), z.unknown())),
  /** What sources and people made of it, the newest first, a hundred at most. Faults: not-found. */
  changes: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/changes',
      tags: ['registry'],
      summary: 'What became of a server',
    })
    .input(ofServer)
    .output(z.array(ServerChange)),
  /**
   * Where more than 30 % of a source, and at least three servers, went at once: nothing of it has gone, and a person is
   * asked. Empty where nothing is held.
   */
  held: oc
    .route({ method: 'GET', path: '/held', tags: ['registry'], summary: 'Removals that wait for a word' })
    .output(z.array(HeldRemoval)),
  /**
   * The word on it. `gone`: they are missing from now on, and go once their lease is over. Else they stay, until the source
   * has named them again and then does not. Answers with their names; none where nothing is held.
   */
  release: oc
    .route({
      method: 'POST',
      path: '/held/{source}/release',
      tags: ['registry'],
      summary: 'Let go of what a source no longer names, or keep it',
    })
    .input(z.object({ source: z.string(), gone: z.boolean() }))
    .output(z.object({ servers: z.array(z.string()) })),
  /** State, not news: a snapshot first, then changed rows at most ten times a second. */
  watch: oc
    .route({
      method: 'GET',
      path: '/watch/servers',
      tags: ['watch'],
      summary: 'Servers as they change (server-sent events)',
    })
    .output(eventIterator(Rows)),
}
