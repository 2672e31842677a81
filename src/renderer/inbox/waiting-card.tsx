import { type KeyboardEvent, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { WaitingServer } from '../../shared/contract/inbox'
import { StrangerLine } from '../chat/stranger'
import { takesText } from '../shell/shortcuts'
import { formatDateTime, formatLasting } from '../text/format'
import { Button } from '../ui/button'
import { Chip } from '../ui/chip'
import { Dot } from '../ui/dot'
import { useNow } from '../ui/use-now'
import { leave } from './feed'
import { useApprove, useRefuse, useReopen } from './use-decide'
import { useReadWhole } from './use-read-whole'
import { WaitingBody } from './waiting-body'

interface WaitingCardProps {
  readonly server: WaitingServer
  readonly isRefused: boolean
  /** Its place among all of its source, from 1. */
  readonly place: number
  readonly of: number
}

/** One server that waits, and the two answers; with the keyboard `a` and `r`. Approving comes after reading. */
export function WaitingCard({ server, isRefused, place, of }: WaitingCardProps) {
  const { t } = useTranslation()
  const now = useNow(10_000)
  const { frame, isRead, focus } = useReadWhole()
  const approve = useApprove()
  const refuse = useRefuse()
  const reopen = useReopen()
  const heading = useId()
  const { name, kind, since, differences } = server
  const isBusy = approve.isPending || refuse.isPending || reopen.isPending

  const onApprove = () => {
    if (!isRead) {
      focus()
      toast(t('inbox.readFirst'), { id: 'read-first' })
      return
    }
    leave(name)
    approve.mutate(server)
  }
  const onRefuse = () => {
    leave(name)
    refuse.mutate(server)
  }
  const onReopen = () => {
    leave(name)
    reopen.mutate(name)
  }
  const acts: Record<string, () => void> = isRefused
    ? { a: onApprove, o: onReopen }
    : { a: onApprove, r: onRefuse }
  const onKey = (event: KeyboardEvent) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key]
    if (!act || isBusy || takesText(event.target)) return
    event.preventDefault()
    act()
  }

  return (
    <article
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the articles of a feed are gone through by keyboard.
      tabIndex={0}
      aria-labelledby={heading}
      aria-posinset={place}
      aria-setsize={of}
      data-server={name}
      onKeyDown={onKey}
      className="rounded-xl border border-line bg-raised p-3.5 focus-visible:border-accent"
    >
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
        <Dot tone={isRefused ? 'off' : 'ask'} />
        <h3 id={heading} className="min-w-0 truncate font-[560] text-md">
          <StrangerLine text={name} />
        </h3>
        <Chip>{t(`inbox.kind.${kind}`)}</Chip>
        {differences && <Chip look="slow">{t('inbox.isChanged')}</Chip>}
        <span className="text-muted text-sm tabular-nums" title={formatDateTime(since)}>
          {t('inbox.since', { duration: formatLasting(since, now) })}
        </span>
        <span className="ml-auto flex shrink-0 gap-1.5">
          {isRefused ? (
            <Button busy={reopen.isPending} disabled={isBusy} aria-keyshortcuts="O" onClick={onReopen}>
              {t('inbox.reopen')}
            </Button>
          ) : (
            <Button busy={refuse.isPending} disabled={isBusy} aria-keyshortcuts="R" onClick={onRefuse}>
              {t('inbox.refuse')}
            </Button>
          )}
          <Button
            look="primary"
            busy={approve.isPending}
            disabled={isBusy || !isRead}
            title={isRead ? undefined : t('inbox.readFirst')}
            aria-keyshortcuts="A"
            onClick={onApprove}
          >
            {t('inbox.approve')}
          </Button>
        </span>
      </div>
      <div className="mt-2.5">
        <WaitingBody server={server} line={frame} />
      </div>
    </article>
  )
}
