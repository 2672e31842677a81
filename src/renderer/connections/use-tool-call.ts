import { useEffect, useRef, useState } from 'react'
import type { ToolResult } from '../../shared/contract/connections'
import { useClient } from '../bridge/bridge'
import { type Refusal, toRefusal } from '../bridge/fault'

export type CallState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly startedAtMs: number }
  | { readonly kind: 'answered'; readonly result: ToolResult }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Runs one tool, one call at a time. Leaving the tool gives the call up. */
export function useToolCall(server: string, tool: string) {
  const client = useClient()
  const [state, setState] = useState<CallState>({ kind: 'idle' })
  const abort = useRef<AbortController>(null)

  useEffect(() => () => abort.current?.abort(), [])

  const run = (args: Record<string, unknown>) => {
    const mine = new AbortController()
    abort.current?.abort()
    abort.current = mine
    const settle = (next: CallState) => {
      if (abort.current === mine) setState(next)
    }
    setState({ kind: 'running', startedAtMs: Date.now() })
    client.connections.callTool({ server, tool, arguments: args }, { signal: mine.signal }).then(
      (result) => settle({ kind: 'answered', result }),
      (error: unknown) =>
        settle({ kind: 'refused', refusal: toRefusal(mine.signal.aborted ? mine.signal.reason : error) }),
    )
  }
  return { state, run, stop: () => abort.current?.abort() }
}
