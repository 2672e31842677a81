import type { QueryClient } from '@tanstack/react-query'
import type { Client } from '../../shared/contract'
import type { ActivityEvent } from '../../shared/contract/activity'
import { keys } from './keys'
import { applyRows, type Roll } from './rows'
import { opened, type Socket } from './socket'

/** Newest events kept in the page. */
const eventsMax = 500
const retryMs = 500

interface Parts {
  readonly client: Client
  readonly socket: Socket
  readonly queries: QueryClient
}

/** Feeds the streams of the core into the query cache until the returned function is called. */
export function watchCore(parts: Parts): () => void {
  const stop = new AbortController()
  const { signal } = stop
  void follow(parts, signal, watchServers)
  void follow(parts, signal, watchSources)
  void follow(parts, signal, watchSettings)
  void follow(parts, signal, followActivity)
  void follow(parts, signal, watchVantage)
  void follow(parts, signal, watchConversations)
  void follow(parts, signal, watchModels)
  void follow(parts, signal, watchInbox)
  return () => stop.abort()
}

type Stream = (parts: Parts, signal: AbortSignal) => Promise<void>

/** Runs a stream until the signal ends: whenever it ends or breaks, from its beginning as soon as the socket is open. */
export async function follow(parts: Parts, signal: AbortSignal, stream: Stream): Promise<void> {
  while (!signal.aborted) {
    await opened(parts.socket, signal)
    if (signal.aborted) return
    await stream(parts, signal).catch(() => undefined)
    await pause(retryMs, signal)
  }
}

async function watchServers({ client, queries }: Parts, signal: AbortSignal): Promise<void> {
  for await (const rows of await client.registry.watch(undefined, { signal })) {
    const roll = applyRows(queries.getQueryData<Roll>(keys.servers), rows)
    if (roll === null) return
    queries.setQueryData<Roll>(keys.servers, roll)
  }
}

async function watchSources({ client, queries }: Parts, signal: AbortSignal): Promise<void> {
  for await (const state of await client.discovery.watch(undefined, { signal }))
    queries.setQueryData(keys.sources, state)
}

async function watchSettings({ client, queries }: Parts, signal: AbortSignal): Promise<void> {
  for await (const settings of await client.settings.watch(undefined, { signal }))
    queries.setQueryData(keys.settings, settings)
}

async function watchVantage({ client, queries }: Parts, signal: AbortSignal): Promise<void> {
  for await (const vantage of await client.health.watch(undefined, { signal }))
    queries.setQueryData(keys.vantage, vantage)
}

async function watchConversations({ client, queries }: Parts, signal: AbortSignal): Promise<void> {
  for await (const conversations of await client.chat.watch(undefined, { signal }))
    queries.setQueryData(keys.conversations, conversations)
}

async function watchModels({ client, queries }: Parts, signal: AbortSignal): Promise<void> {
  for await (const models of await client.models.watch(undefined, { signal }))
    queries.setQueryData(keys.models, models)
}

async function watchInbox({ client, queries }: Parts, signal: AbortSignal): Promise<void> {
  for await (const inbox of await client.inbox.watch(undefined, { signal }))
    queries.setQueryData(keys.inbox, inbox)
}

/** Follows first and lists then, so that nothing falls between; what comes twice is taken once. */
async function followActivity({ client, queries }: Parts, signal: AbortSignal): Promise<void> {
  const stream = await client.activity.follow(undefined, { signal })
  const take = (events: readonly ActivityEvent[]) =>
    queries.setQueryData<readonly ActivityEvent[]>(keys.activity, (known) => mergeEvents(known ?? [], events))
  take(await client.activity.list({ limit: 200 }, { signal }))
  for await (const event of stream) take([event])
}

/** Events by growing id, each once, the newest `eventsMax`. */
export function mergeEvents(
  known: readonly ActivityEvent[],
  more: readonly ActivityEvent[],
): readonly ActivityEvent[] {
  const byId = new Map([...known, ...more].map((event) => [event.id, event]))
  return [...byId.values()].sort((a, b) => a.id - b.id).slice(-eventsMax)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
