import type { App } from 'electron'
import type { Log } from '../host'

/**
 * Holds a quit back until `end` is done, then lets it happen. After `longestMs` milliseconds, or when ending fails,
 * it happens all the same: a person who quits must not be left with a program that hangs.
 */
export function endBeforeQuit(parts: {
  app: Pick<App, 'on' | 'quit'>
  end: () => Promise<void>
  longestMs: number
  log: Log
}): void {
  const { app, end, longestMs, log } = parts
  let phase: 'running' | 'ending' | 'ended' = 'running'
  app.on('before-quit', (event) => {
    if (phase === 'ended') return
    event.preventDefault()
    if (phase === 'ending') return
    phase = 'ending'
    void withinLimit(end, longestMs, log).then(() => {
      phase = 'ended'
      app.quit()
    })
  })
}

async function withinLimit(end: () => Promise<void>, longestMs: number, log: Log): Promise<void> {
  const { promise: limit, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(() => {
    log.error({ longestMs }, 'ending took too long')
    resolve()
  }, longestMs)
  const ended = end().catch((error: unknown) => log.error({ error: String(error) }, 'ending failed'))
  await Promise.race([ended, limit])
  clearTimeout(timer)
}
