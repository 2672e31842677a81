import { useCallback, useMemo, useState } from 'react'
import type { Client } from '../../shared/contract'
import type { LogEntry } from '../../shared/contract/log'
import type { Server } from '../../shared/contract/registry'
import { useStream } from '../bridge/bridge'
import { type Refusal, toRefusal } from '../bridge/fault'
import { useClearedLogs } from './cleared-logs'

/** As many as the core keeps. */
const entriesMax = 2_000

interface Log {
  /** Oldest first; undefined until they were read. */
  readonly entries: readonly LogEntry[] | undefined
  /** Why they could not be read, the last time. */
  readonly refusal: Refusal | null
  readonly retry: () => void
}

/** What a server and its process say, as they say it. */
export function useLog({ id, name }: Server): Log {
  const [entries, setEntries] = useState<readonly LogEntry[]>()
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const hiddenTo = useClearedLogs(({ upTo }) => upTo[id]) ?? 0

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another stream.
  const stream = useCallback(
    async (client: Client, signal: AbortSignal) => {
      try {
        const news = await client.connections.followLog({ server: name }, { signal })
        setEntries(await client.connections.log({ server: name, limit: entriesMax }, { signal }))
        setRefusal(null)
        for await (const { clearedTo, entries: more } of news)
          setEntries((known) => withNews(known ?? [], clearedTo, more))
      } catch (error) {
        if (!signal.aborted) setRefusal(toRefusal(error))
      }
    },
    [name, attempt],
  )
  useStream(stream)

  return {
    entries: useMemo(() => entries?.filter((entry) => entry.id > hiddenTo), [entries, hiddenTo]),
    refusal,
    retry: () => setAttempt(attempt + 1),
  }
}

/** Takes each entry once; what was asked for after following began may come twice. */
export function withNews(
  known: readonly LogEntry[],
  clearedTo: number,
  more: readonly LogEntry[],
): readonly LogEntry[] {
  const kept = clearedTo > 0 ? known.filter(({ id }) => id > clearedTo) : known
  const last = known.at(-1)?.id ?? 0
  return [...kept, ...more.filter(({ id }) => id > last)].slice(-entriesMax)
}
