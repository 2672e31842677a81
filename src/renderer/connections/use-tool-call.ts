import { useEffect, useRef, useState } from 'react'
import type { ToolResult } from '../../shared/contract/connections'
import { useClient } from '../bridge/bridge'
import { type Refusal, toRefusal } from '../bridge/fault'
import { type Run, useCallHistory } from './call-history'

export type CallState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly startedAtMs: number }
  | { readonly kind: 'answered'; readonly result: ToolResult }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Runs one tool, one call at a time, and notes each under `key`. Leaving the tool gives the call up. */
export function useToolCall(server: string, tool: string, key: string) {
  const client = useClient()
  const [state, setState] = useState<CallState>({ kind: 'idle' })
  const note = useCallHistory((history) => history.add)
  const abort = useRef<AbortController>(null)

  useEffect(() => () => abort.current?.abort(), [])

  const run = (args: Record<string, unknown>) => {
    const mine = new AbortController()
    abort.current?.abort()
    abort.current = mine
    const settle = (next: CallState) => {
      if (abort.current === mine) setState(next)
    }
    const startedAtMs = Date.now()
    const ended = (outcome: Run['outcome'], durationMs = Date.now() - startedAtMs) =>
      note(key, { at: new Date(startedAtMs).toISOString(), args, outcome, durationMs })
    setState({ kind: 'running', startedAtMs })
    client.connections.callTool({ server, tool, arguments: args }, { signal: mine.signal }).then(
      (result) => {
        ended(result.isError ? 'failed' : 'ok', result.durationMs)
        settle({ kind: 'answered', result })
      },
      (error: unknown) => {
        ended(mine.signal.aborted ? 'stopped' : 'failed')
        settle({ kind: 'refused', refusal: toRefusal(mine.signal.aborted ? mine.signal.reason : error) })
      },
    )
  }
  return { state, run, stop: () => abort.current?.abort() }
}
