import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { FaultShape } from './fault'
import { ServerName } from './registration'

/** For whom something is meant, how much it matters (0 to 1), and when it last changed: the server's word. */
const Annotations = z.object({
  audience: z.array(z.string()).optional(),
  priority: z.number().optional(),
  lastModified: z.string().optional(),
})

/** Something a server has to read. Icons it names are never fetched, so they are not here. */
export const Resource = z.object({
  uri: z.string(),
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  mimeType: z.string().optional(),
  /** Bytes, before any encoding, as the server says. */
  size: z.number().optional(),
  annotations: Annotations.optional(),
})
export type Resource = z.infer<typeof Resource>

/** Many resources under one pattern. */
export const ResourceTemplate = z.object({
  /** RFC 6570, e.g. `notes://{year}/{month}`. */
  uriTemplate: z.string(),
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  mimeType: z.string().optional(),
  annotations: Annotations.optional(),
  /** Names of what is to be filled in, each once, in order; at most 64. */
  variables: z.array(z.string()),
})
export type ResourceTemplate = z.infer<typeof ResourceTemplate>

/** Of one answer, all its parts together: characters (UTF-16 units) of text, bytes of everything else; and parts. */
export const answerMax = { text: 1_048_576, bytes: 8_388_608, parts: 200 } as const

/** One part of what was read: either `text` or `blob`. */
export const ResourceContent = z.object({
  uri: z.string(),
  mimeType: z.string().optional(),
  text: z.string().optional(),
  /** Base64. Missing beside a `cut` part that is not text. */
  blob: z.string().optional(),
  /** Of the whole part as the server sent it: characters of a text, bytes of a blob. */
  size: z.int(),
  /** The answer is larger than `answerMax`: this text stops early, or this blob is left out. */
  cut: z.boolean(),
})
export type ResourceContent = z.infer<typeof ResourceContent>

/** What one reading brought. */
export const ResourceReading = z.object({
  contents: z.array(ResourceContent),
  /** Parts beyond the first 200, which are left out. */
  omitted: z.int(),
  readAt: z.iso.datetime(),
  durationMs: z.number(),
})
export type ResourceReading = z.infer<typeof ResourceReading>

/** How a followed resource stands. */
export const ResourceState = z.object({
  /** The server tells of changes now. False while it is not connected, or refuses to. */
  following: z.boolean(),
  /** What was read last; null before the first time. */
  reading: ResourceReading.nullable(),
  /** Why the last reading failed, or the server will not tell of changes; null where all is well. */
  refusal: FaultShape.nullable(),
  /** When the server last said that it changed; null where it has not since this was opened. */
  changedAt: z.iso.datetime().nullable(),
})
export type ResourceState = z.infer<typeof ResourceState>

const ofServer = z.object({ server: ServerName })
const ofResource = z.object({ server: ServerName, uri: z.string().min(1).max(8_192) })

export const resourcesContract = {
  /** The resources of the last list; kept while disconnected. Faults: not-found. */
  resources: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/resources',
      tags: ['connections'],
      summary: "A server's resources",
    })
    .input(ofServer)
    .output(z.array(Resource)),
  /** The templates of the last list; kept while disconnected. Faults: not-found. */
  resourceTemplates: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/resource-templates',
      tags: ['connections'],
      summary: "A server's resource templates",
    })
    .input(ofServer)
    .output(z.array(ResourceTemplate)),
  /**
   * Reads one resource, listed or not, once; at most `answerMax` of it. A template is expanded by the caller. Ends with
   * the caller's abort. Faults: not-found (server), not-connected, server-refused, server-unreachable, server-timeout,
   * cancelled.
   */
  readResource: oc
    .route({
      method: 'GET',
      path: '/servers/{server}/resource',
      tags: ['connections'],
      summary: 'Read a resource',
    })
    .input(ofResource)
    .output(ResourceReading),
  /**
   * State, not news: the resource as it is now, then as it is after each change the server tells of; read at most twice
   * a second however many notices come. Lasts over reconnects (`following` is false meanwhile, and it is read anew) and
   * ends with the caller or when the server is removed; with its last caller the subscription ends.
   * Faults: not-found (server), not-connected (at the beginning), server-refused (it offers no subscriptions).
   */
  watchResource: oc
    .route({
      method: 'GET',
      path: '/watch/servers/{server}/resource',
      tags: ['watch'],
      summary: 'A resource as it changes (server-sent events)',
    })
    .input(ofResource)
    .output(eventIterator(ResourceState)),
}
