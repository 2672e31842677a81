import type { ToolProgress, ToolResult, ToolRunEvent } from '../../shared/contract/tools'
import type { Clock } from '../host'
import { Wake } from '../wake'
import type { OnProgress } from './session'

/** Hears, while a call waits its turn, how many others are before it. */
export type OnWaiting = (others: number) => void

/** Between two pieces of progress. */
const everyMs = 100
const messageMax = 1_000

/**
 * A call as a sequence. Of the progress that comes faster than ten times a second, or than it is read, only the latest
 * is kept. Reading no further ends the call; throws what it throws.
 */
export async function* toolRun(
  call: (heard: { signal: AbortSignal; onProgress: OnProgress; onWaiting: OnWaiting }) => Promise<ToolResult>,
  { clock, signal }: { clock: Clock; signal: AbortSignal | undefined },
): AsyncGenerator<ToolRunEvent, void> {
  const left = new AbortController()
  const wake = new Wake(left.signal)
  let latest: Exclude<ToolRunEvent, { kind: 'result' }> | undefined
  let lastAt = Number.NEGATIVE_INFINITY
  let outcome: { result: ToolResult } | { thrown: unknown } | undefined
  const onProgress: OnProgress = (told) => {
    latest = { kind: 'progress', ...progressOf(told) }
    wake.wake()
  }
  const onWaiting: OnWaiting = (others) => {
    latest = { kind: 'waiting', others }
    wake.wake()
  }
  call({ signal: signal ? AbortSignal.any([signal, left.signal]) : left.signal, onProgress, onWaiting })
    .then(
      (result) => {
        outcome = { result }
      },
      (thrown: unknown) => {
        outcome = { thrown }
      },
    )
    .finally(() => wake.wake())
  try {
    while (outcome === undefined) {
      const restMs = lastAt + everyMs - clock.now()
      if (latest !== undefined && restMs <= 0) {
        const told = latest
        latest = undefined
        lastAt = clock.now()
        yield told
      } else {
        const cancel = latest === undefined ? () => {} : clock.after(restMs, () => wake.wake())
        await wake.sleep()
        cancel()
      }
    }
    if ('thrown' in outcome) throw outcome.thrown
    yield { kind: 'result', result: outcome.result }
  } finally {
    left.abort()
  }
}

/** Numbers that are none (JSON has no infinity, but a process may send anything) count as unknown. */
function progressOf({ progress, total, message }: Parameters<OnProgress>[0]): ToolProgress {
  return {
    progress: Number.isFinite(progress) ? progress : 0,
    total: total !== undefined && Number.isFinite(total) && total > 0 ? total : null,
    message: message === undefined ? null : message.slice(0, messageMax),
  }
}
