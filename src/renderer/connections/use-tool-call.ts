import { useCallback } from 'react'
import type { Client } from '../../shared/contract'
import type { ToolResult } from '../../shared/contract/tools'
import { useClient } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { type Outcome, useCallHistory } from './call-history'

/**
 * Runs one tool, one call at a time, and notes each under `key`. A run goes on while one looks at something else; a new
 * one takes the place of the one before.
 */
export function useToolCall(server: string, tool: string, key: string) {
  const client = useClient()
  const running = useCallHistory((history) => history.running[key])
  const run = useCallback(
    (args: Record<string, unknown>) => void carryOut(client, { server, tool, arguments: args }, key),
    [client, server, tool, key],
  )
  return { running, run }
}

type Call = Parameters<Client['connections']['runTool']>[0] & { readonly arguments: Record<string, unknown> }

async function carryOut(client: Client, call: Call, key: string): Promise<void> {
  const { begin, add, running } = useCallHistory.getState()
  running[key]?.stop()
  const abort = new AbortController()
  const startedAtMs = Date.now()
  let over = false
  const ended = (outcome: Outcome, durationMs = Date.now() - startedAtMs) => {
    if (over) return
    over = true
    add(key, { at: new Date(startedAtMs).toISOString(), args: call.arguments, outcome, durationMs })
  }
  const stop = () => {
    // Said at once; that the server hears of it takes its own time.
    ended({ kind: 'stopped' })
    abort.abort()
  }
  begin(key, { startedAtMs, progress: null, others: null, stop })
  try {
    const result = await followed(client, call, key, abort.signal)
    ended({ kind: 'answered', result }, result.durationMs)
  } catch (error) {
    ended({ kind: 'refused', refusal: toRefusal(error) })
  }
}

async function followed(client: Client, call: Call, key: string, signal: AbortSignal): Promise<ToolResult> {
  const { advance } = useCallHistory.getState()
  for await (const event of await client.connections.runTool(call, { signal })) {
    if (event.kind === 'result') return event.result
    if (!signal.aborted) advance(key, event)
  }
  throw new Error('The run ended without a result.')
}
