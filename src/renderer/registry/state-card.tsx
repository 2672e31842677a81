import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { formatLasting, formatUntil } from '../text/format'
import { connectionAdvice, connectionSentence, evidenceSentence, verdictSentence } from '../text/sentences'
import { cn } from '../ui/class-names'
import { Dot } from '../ui/dot'
import { useNow } from '../ui/use-now'
import { MuteLine } from './mute-mark'
import { Remedies } from './remedies'
import { isResting, standingOf } from './tone'

const edges = {
  up: 'border-line bg-raised',
  slow: 'border-slow bg-slow-soft',
  flapping: 'border-slow bg-slow-soft',
  down: 'border-down bg-down-soft',
  ask: 'border-slow bg-slow-soft',
  busy: 'border-line bg-raised',
  unknown: 'border-line bg-raised',
  off: 'border-line bg-raised',
}

/** Intent, reach and work in words: what is so, since when, why, and what to do about it. */
export function StateCard({ server }: { server: Server }) {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const { connection, health } = server
  const { tone, word } = standingOf(server)
  const { error } = connection
  const resting = isResting(server)
  const reason = error && !resting ? connectionSentence(error) : verdictSentence(health)
  // What is left alone has its reason in the verdict; why it failed before that stands below.
  const advice = error ? (resting ? connectionSentence(error) : connectionAdvice(error)) : ''
  // What is shown in one word is a verdict or a state of the connection; each has lasted its own time.
  const since = (word === health.verdict && health.since) || connection.since
  return (
    <section className={cn('rounded-lg border p-3', edges[tone])}>
      <h3 className="flex items-center gap-2 font-[560]">
        <Dot tone={tone} />
        {t(`standing.${word}`)}
        <span className="ml-auto font-normal text-muted text-xs tabular-nums">
          {t('overview.lasting', { duration: formatLasting(since, now) })}
        </span>
      </h3>
      {reason && <p className="mt-1.5 break-words">{reason}</p>}
      {advice && <p className="mt-0.5 text-muted">{advice}</p>}
      <p className="mt-1.5 text-muted text-xs tabular-nums">{evidenceSentence(health, now)}</p>
      {!resting && <NextAttempt server={server} now={now} />}
      <Remedies server={server} />
      {server.mutedUntil !== null && <MuteLine server={server} until={server.mutedUntil} />}
    </section>
  )
}

/** When it is tried again, counted down; the line stays while an attempt is under way. */
function NextAttempt({ server: { connection }, now }: { server: Server; now: number }) {
  const { t } = useTranslation()
  const { state, attempt, nextAttemptAt, error } = connection
  if (!error || (state !== 'waiting' && state !== 'connecting')) return null
  const isDue = nextAttemptAt === null || new Date(nextAttemptAt).getTime() <= now
  return (
    <p className="text-muted text-xs tabular-nums">
      {isDue
        ? t('overview.trying', { attempt: attempt + 1 })
        : t('overview.attempt', { attempt: attempt + 1, age: formatUntil(nextAttemptAt, now) })}
    </p>
  )
}
