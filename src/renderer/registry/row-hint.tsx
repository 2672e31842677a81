import { Popover } from 'radix-ui'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { beatsSentence } from '../health/beats'
import { Uptimes } from '../health/uptime-fact'
import { formatDateTime } from '../text/format'
import { connectionSentence, evidenceSentence, verdictSentence } from '../text/sentences'
import { Dot } from '../ui/dot'
import { useNow } from '../ui/use-now'
import { muteSentence } from './mute'
import { isResting, standingOf } from './tone'

/** Until the pointer has rested, and until it has left for good. */
const openMs = 400
const closeMs = 150

interface RowHintProps {
  /** What scrolls the rows. */
  readonly of: RefObject<HTMLElement | null>
  readonly servers: readonly Server[]
  readonly serverAt: (element: Element) => string | undefined
}

/** What stands behind a row's bars and numbers, where the pointer rests on them; the overview has the same. One for all rows. */
export function RowHint({ of, servers, serverAt }: RowHintProps) {
  const [cell, setCell] = useState<Element | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const soon = (next: Element | null) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setCell(next), next ? openMs : closeMs)
  }
  useEffect(() => {
    const rows = of.current
    const over = ({ target, pointerType }: PointerEvent) => {
      const near = target instanceof Element && pointerType === 'mouse' ? target.closest('[data-hint]') : null
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setCell(near), near ? openMs : closeMs)
    }
    const leave = () => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setCell(null), closeMs)
    }
    const away = () => {
      clearTimeout(timer.current)
      setCell(null)
    }
    rows?.addEventListener('pointerover', over)
    rows?.addEventListener('pointerleave', leave)
    rows?.addEventListener('scroll', away)
    rows?.addEventListener('pointerdown', away)
    return () => {
      clearTimeout(timer.current)
      rows?.removeEventListener('pointerover', over)
      rows?.removeEventListener('pointerleave', leave)
      rows?.removeEventListener('scroll', away)
      rows?.removeEventListener('pointerdown', away)
    }
  }, [of])

  const id = cell?.isConnected ? serverAt(cell) : undefined
  const server = servers.find((each) => each.id === id)
  if (!cell || !server) return null
  return (
    <Popover.Root open onOpenChange={(open) => !open && setCell(null)}>
      <Popover.Anchor virtualRef={{ current: cell }} />
      <Popover.Portal>
        <Popover.Content
          role="tooltip"
          side="bottom"
          align="start"
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onPointerEnter={() => clearTimeout(timer.current)}
          onPointerLeave={() => soon(null)}
          className="z-20 grid w-80 gap-1.5 rounded-md border border-line-strong bg-raised px-3 py-2.5 text-sm shadow-float animate-arrive"
        >
          <Card server={server} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Card({ server }: { server: Server }) {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const { connection, health, mutedUntil } = server
  const { error } = connection
  const { tone, word } = standingOf(server)
  return (
    <>
      <p className="flex items-center gap-2">
        <Dot tone={tone} />
        <b className="font-[560]">{t(`standing.${word}`)}</b>
      </p>
      <p className="wrap-anywhere">
        {error && !isResting(server) ? connectionSentence(error) : verdictSentence(health)}
      </p>
      <p
        title={health.okAt === null ? undefined : formatDateTime(health.okAt)}
        className="text-muted tabular-nums"
      >
        {evidenceSentence(health, now)}
      </p>
      <p className="text-muted tabular-nums">{beatsSentence(health.beats, t)}</p>
      {mutedUntil !== null && <p className="text-muted tabular-nums">{muteSentence(mutedUntil, now)}</p>}
      <Uptimes server={server} className="mt-0.5" />
    </>
  )
}
