import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../../shared/contract'
import type { Server } from '../../shared/contract/registry'

const pollMs = 100

/** How long a command waits for a connection unless told otherwise. */
export const settleSeconds = 35

/**
 * Waits until a connection is there or has failed its first attempt, at most `timeoutMs`, and gives the server as it is then.
 * Faults: not-found.
 */
export async function settled(
  client: Client,
  server: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Server> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const now = await client.registry.get({ server }, { signal })
    if (!isUndecided(now) || Date.now() >= deadline) return now
    await sleep(pollMs, undefined, { signal })
  }
}

function isUndecided({ connection }: Server): boolean {
  return connection.state === 'connecting' || (connection.state === 'waiting' && connection.error === null)
}
