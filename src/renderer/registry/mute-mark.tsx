import { BellOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { actionOf } from '../shell/actions/actions'
import { perform, useMoment } from '../shell/actions/use-moment'
import { Button } from '../ui/button'
import { muteEnd, muteSentence } from './mute'

/** A bell struck out, with until when; in a row that has no room the mark alone. */
export function MuteMark({ until }: { until: string }) {
  const { t } = useTranslation()
  const now = Date.now()
  const sentence = muteSentence(until, now)
  const time = muteEnd(until, now)
  return (
    <span
      role="img"
      aria-label={sentence}
      title={sentence}
      className="flex shrink-0 items-center gap-1 text-faint text-xs tabular-nums"
    >
      <BellOff aria-hidden className="size-3.5" />
      <span className="@max-[720px]:hidden">
        {time === null ? t('mute.forGoodShort') : t('mute.untilShort', { time })}
      </span>
    </span>
  )
}

/** The same in a sentence, with the way out of it. */
export function MuteLine({ server, until }: { server: Server; until: string }) {
  const { t } = useTranslation()
  const moment = useMoment()
  return (
    <div className="mt-2.5 flex flex-wrap items-center gap-x-2 gap-y-1 border-line border-t pt-2">
      <BellOff aria-hidden className="size-3.5 text-muted" />
      <span title={t('mute.about')} className="flex-1 tabular-nums">
        {muteSentence(until, Date.now())}
      </span>
      <Button look="ghost" onClick={() => perform(actionOf('unmute'), { ...moment(), server })}>
        {t('mute.unmute')}
      </Button>
    </div>
  )
}
