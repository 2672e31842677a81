import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react'
import type { Client } from '../../shared/contract'
import type { ActivityEvent } from '../../shared/contract/activity'
import type { ConversationSummary } from '../../shared/contract/chat'
import type { SamplesState, Source } from '../../shared/contract/discovery'
import type { Vantage } from '../../shared/contract/health'
import type { Inbox } from '../../shared/contract/inbox'
import type { ModelsState } from '../../shared/contract/models'
import type { Settings } from '../../shared/contract/settings'
import { clientOver, openSocket } from './client'
import { keys } from './keys'
import type { Roll } from './rows'
import type { Socket, SocketStatus } from './socket'
import { follow, watchCore } from './watch'

type Queries = ReturnType<typeof createTanstackQueryUtils<Client>>

interface Bridge {
  readonly client: Client
  readonly rpc: Queries
  readonly socket: Socket
}

const BridgeContext = createContext<Bridge | null>(null)

/** Opens the way to the core for everything inside. */
export function BridgeProvider({ children }: { children: ReactNode }) {
  const [queries] = useState(newQueries)
  const [bridge, setBridge] = useState<Bridge | null>(null)

  useEffect(() => {
    const socket = openSocket()
    const client = clientOver(socket)
    const stop = watchCore({ client, socket, queries })
    setBridge({ client, socket, rpc: createTanstackQueryUtils(client) })
    return () => {
      stop()
      socket.end()
    }
  }, [queries])

  if (bridge === null) return null
  return (
    <QueryClientProvider client={queries}>
      <BridgeContext value={bridge}>{children}</BridgeContext>
    </QueryClientProvider>
  )
}

function newQueries(): QueryClient {
  const queries = new QueryClient({
    defaultOptions: {
      queries: { retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  // Rows keep their identity through `applyRows`; comparing a thousand of them deeply would cost frames.
  queries.setQueryDefaults(['watch'], {
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
  return queries
}

function useBridge(): Bridge {
  const bridge = use(BridgeContext)
  if (bridge === null) throw new Error('There is no BridgeProvider around this.')
  return bridge
}

export const useClient = (): Client => useBridge().client

/** Options for TanStack Query, one per procedure of the contract. */
export const useRpc = (): Queries => useBridge().rpc

export function useSocketStatus(): SocketStatus {
  const { socket } = useBridge()
  return useSyncExternalStore(
    (listener) => socket.onStatus(listener),
    () => socket.status,
  )
}

/**
 * Runs a stream of the core while the component is there: whenever it ends or breaks, from its beginning as soon as the
 * core answers. A new function is a new stream.
 */
export function useStream(stream: (client: Client, signal: AbortSignal) => Promise<void>): void {
  const { client, socket } = useBridge()
  const queries = useQueryClient()
  useEffect(() => {
    const stop = new AbortController()
    void follow({ client, socket, queries }, stop.signal, (_, signal) => stream(client, signal))
    return () => stop.abort()
  }, [client, socket, queries, stream])
}

/** What a stream said last; undefined until it has spoken. */
function useWatched<T>(queryKey: readonly string[]): T | undefined {
  return useQuery<T>({ queryKey, enabled: false }).data
}

export const useRoll = () => useWatched<Roll>(keys.servers)
export const useSources = () =>
  useWatched<{ readonly sources: readonly Source[]; readonly samples: SamplesState }>(keys.sources)
export const useSettings = () => useWatched<Settings>(keys.settings)
export const useVantage = () => useWatched<Vantage>(keys.vantage)
export const useConversations = () => useWatched<readonly ConversationSummary[]>(keys.conversations)
export const useModels = () => useWatched<ModelsState>(keys.models)
export const useInbox = () => useWatched<Inbox>(keys.inbox)
export const useActivity = () => useWatched<readonly ActivityEvent[]>(keys.activity)
