import type { Clock } from '../../../host'
import { TimedOut } from './page-issue'

/** Runs `work` for at most `limitMs`: its signal ends then, with `TimedOut`, or when `signal` does. */
export async function within<T>(
  { clock, limitMs, signal }: { clock: Clock; limitMs: number; signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController()
  const cancel = clock.after(limitMs, () => late.abort(new TimedOut(limitMs / 1_000)))
  try {
    return await work(AbortSignal.any([signal, late.signal]))
  } finally {
    cancel()
  }
}
