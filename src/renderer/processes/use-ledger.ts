import { useCallback, useState } from 'react'
import type { Client } from '../../shared/contract'
import type { ProcessLedger } from '../../shared/contract/processes'
import { useStream } from '../bridge/bridge'
import { type Refusal, toRefusal } from '../bridge/fault'

interface Watched {
  /** Undefined until it was measured. */
  readonly ledger: ProcessLedger | undefined
  /** Why it could not be, the last time. */
  readonly refusal: Refusal | null
  readonly retry: () => void
}

/** Every process of Rollcall, measured for as long as the component is there. */
export function useLedger(): Watched {
  const [ledger, setLedger] = useState<ProcessLedger>()
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another stream.
  const stream = useCallback(
    async (client: Client, signal: AbortSignal) => {
      try {
        for await (const now of await client.processes.watch(undefined, { signal })) {
          setLedger(now)
          setRefusal(null)
        }
      } catch (error) {
        if (!signal.aborted) setRefusal(toRefusal(error))
      }
    },
    [attempt],
  )
  useStream(stream)
  return { ledger, refusal, retry: () => setAttempt(attempt + 1) }
}
