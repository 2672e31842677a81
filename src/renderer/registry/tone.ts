import type { Server } from '../../shared/contract/registry'
import type { Tone } from '../ui/dot'

/** What a row says of a server: one mark and one word, from what is wanted, reached and working together. */
export interface Standing {
  readonly tone: Tone
  /** A key below `standing` in the texts. */
  readonly word:
    | 'up'
    | 'slow'
    | 'down'
    | 'flapping'
    | 'off'
    | 'connecting'
    | 'reconnecting'
    | 'queued'
    | 'approval'
    | 'auth'
    | 'failed'
    | 'unknown'
    | 'unseen'
    | 'partly'
    | 'asleep'
}

export function standingOf({ connection, health }: Pick<Server, 'connection' | 'health'>): Standing {
  // Whatever it is just now, it will not be for long.
  if (health.verdict === 'flapping') return { tone: 'flapping', word: 'flapping' }
  if (isUnseen(health)) return { tone: 'unknown', word: 'unseen' }
  switch (connection.state) {
    case 'off':
      return { tone: 'off', word: 'off' }
    case 'needs-approval':
      return { tone: 'ask', word: 'approval' }
    case 'needs-auth':
      return { tone: 'ask', word: 'auth' }
    case 'failed':
      return { tone: 'down', word: 'failed' }
    case 'connecting':
      // A server that is down is tried again and again: neither mark nor word may blink each time.
      return health.verdict === 'down' ? { tone: 'down', word: 'down' } : { tone: 'busy', word: 'connecting' }
    case 'waiting':
      if (health.verdict === 'down') return { tone: 'down', word: 'down' }
      return { tone: 'busy', word: connection.error ? 'reconnecting' : 'queued' }
    case 'asleep':
      return { tone: health.verdict, word: 'asleep' }
    case 'connected':
      return { tone: health.verdict, word: isPartly(health) ? 'partly' : health.verdict }
  }
}

/** It answers, but not what it is there for. */
function isPartly({ reason }: Server['health']): boolean {
  return reason === 'lists-failing' || reason === 'calls-failing'
}

/** It is this machine that cannot see it: nothing is tried until it can. */
function isUnseen({ verdict, reason }: Server['health']): boolean {
  return verdict === 'unknown' && (reason === 'machine-offline' || reason === 'outage')
}

/** Whether it is left alone for now, so that no attempt is under way or to come by itself. */
export function isResting({ health }: Pick<Server, 'health'>): boolean {
  return health.action === 'resume' || isUnseen(health)
}

/** Every server in one of them. A muted server is counted as that, whatever it is. */
export type Summary = Readonly<
  Record<'up' | 'slow' | 'flapping' | 'down' | 'unknown' | 'off' | 'muted', number>
>

/** How many stand where, for the title bar. */
export function summaryOf(servers: readonly Server[]): Summary {
  const summary = { up: 0, slow: 0, flapping: 0, down: 0, unknown: 0, off: 0, muted: 0 }
  for (const server of servers) {
    const { tone } = standingOf(server)
    if (server.mutedUntil !== null && tone !== 'off') summary.muted++
    else if (tone === 'busy' || tone === 'ask') summary.unknown++
    else summary[tone]++
  }
  return summary
}
