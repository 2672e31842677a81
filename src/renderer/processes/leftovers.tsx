import { useTranslation } from 'react-i18next'
import type { LeftoverProcess } from '../../shared/contract/processes'
import { formatDateTime, formatLasting } from '../text/format'
import { Button } from '../ui/button'
import { Dot } from '../ui/dot'
import { useNow } from '../ui/use-now'
import { useEndLeftovers } from './use-process-actions'

/** What a Rollcall that was killed left running, and the one thing to do about it. */
export function Leftovers({ leftovers }: { leftovers: readonly LeftoverProcess[] }) {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const end = useEndLeftovers()
  if (leftovers.length === 0) return null
  return (
    <section
      aria-label={t('leftovers.label')}
      className="m-4 mb-3 shrink-0 rounded-xl border border-line-strong bg-raised p-3.5"
    >
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-2">
        <Dot tone="ask" />
        <h2 className="font-[560] text-md">{t('leftovers.title', { count: leftovers.length })}</h2>
        <span className="flex-1" />
        <Button look="primary" busy={end.isPending} onClick={() => end.mutate()}>
          {t('leftovers.end', { count: leftovers.length })}
        </Button>
      </div>
      <p className="mt-1 ml-5 text-muted">{t('leftovers.text')}</p>
      <ul
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard.
        tabIndex={0}
        aria-label={t('leftovers.label')}
        className="mt-2 ml-5 grid max-h-32 gap-0.5 overflow-y-auto [@media(max-height:520px)]:max-h-11"
      >
        {leftovers.map(({ pid, server, command, startedAt }) => (
          <li key={pid} className="flex min-w-0 items-baseline gap-3">
            <bdi className="max-w-48 shrink-0 truncate">{server}</bdi>
            <span className="shrink-0 font-mono text-muted text-xs tabular-nums">{String(pid)}</span>
            <span className="min-w-0 flex-1 truncate font-mono text-faint text-xs" title={command}>
              <bdi>{command}</bdi>
            </span>
            <span className="shrink-0 text-muted text-xs tabular-nums" title={formatDateTime(startedAt)}>
              {t('leftovers.since', { duration: formatLasting(startedAt, now) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
