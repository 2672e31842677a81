import { memo, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoll, useSocketStatus, useVantage } from '../bridge/bridge'
import { type Summary, summaryOf } from '../registry/tone'
import { formatNumber } from '../text/format'
import { cn } from '../ui/class-names'
import { Dot, type Tone } from '../ui/dot'
import { Tooltip } from '../ui/tooltip'
import { useView } from './view'

type Part = keyof Summary

/** In their order; the first always has its place, the others where there are any. */
const shown = ['up', 'slow', 'flapping', 'down', 'unknown'] as const satisfies readonly (Part & Tone)[]
const all = [...shown, 'off', 'muted'] as const satisfies readonly Part[]

/** How many servers stand how. A press narrows the list to those that need attention, and widens it again. */
export function StatusSummary() {
  const roll = useRoll()
  const summary = useMemo(() => summaryOf(roll?.servers ?? []), [roll])
  const { down } = summary
  useEffect(() => {
    document.title = down > 0 ? `(${formatNumber(down)}) Rollcall` : 'Rollcall'
  }, [down])
  return roll && roll.servers.length > 0 && <SummaryButton {...summary} />
}

/** Drawn again only when a number changes. */
const SummaryButton = memo(function SummaryButton(summary: Summary) {
  const { t } = useTranslation()
  const { filter, set } = useView.getState()
  const isOn = useView(({ screen, filters }) => screen === 'servers' && filters.state === 'attention')
  const isHeard = useSocketStatus() === 'open'
  const vantage = useVantage()
  const said = (part: Part) => t(`summary.${part}`, { number: formatNumber(summary[part]) })
  const whole = all.filter((part) => part === 'up' || summary[part] > 0).map(said)
  const press = () => {
    filter({ state: isOn ? 'all' : 'attention' })
    set({ screen: 'servers' })
  }
  const action = t(isOn ? 'summary.all' : 'summary.attention')
  const blindness = vantage?.state === 'offline' || vantage?.state === 'outage' ? vantage.state : null
  const values = { failing: formatNumber(vantage?.failing ?? 0), of: formatNumber(vantage?.of ?? 0) }
  return (
    <Tooltip
      text={
        <>
          <p className="tabular-nums">{whole.join(' · ')}</p>
          {!isHeard && <p className="text-down-text">{t('summary.asHeard')}</p>}
          {isHeard && blindness && (
            <p className="text-muted">{t(`vantage.${blindness}`, { ns: 'shared', ...values })}</p>
          )}
          <p className="text-muted">{action}</p>
        </>
      }
    >
      <button
        type="button"
        aria-pressed={isOn}
        onClick={press}
        className={cn(
          'relative flex h-7 shrink-0 items-center rounded-md px-2 text-muted tabular-nums hover:bg-line aria-pressed:bg-accent-soft aria-pressed:text-accent-text',
          !isHeard && 'opacity-60',
        )}
      >
        <span className="sr-only">{`${t('summary.label')}: `}</span>
        {all
          .filter((part) => part === 'up' || summary[part] > 0)
          .map((part, at) => (
            <Count key={part} part={part} isFirst={at === 0} said={said(part)} number={summary[part]} />
          ))}
        <span className="sr-only">{`. ${action}`}</span>
      </button>
    </Tooltip>
  )
})

interface CountProps {
  readonly part: Part
  readonly isFirst: boolean
  readonly said: string
  readonly number: number
}

/** Its words are always read out; a narrow window shows the number alone, and what is off or muted nowhere. */
function Count({ part, isFirst, said, number }: CountProps) {
  const mark = shown.find((each) => each === part)
  if (!mark) return <span className="sr-only">{`, ${said}`}</span>
  return (
    <span className="flex items-center">
      {!isFirst && (
        <>
          <span className="sr-only">, </span>
          <span aria-hidden className="px-1.5 text-faint max-[1100px]:px-1">
            ·
          </span>
        </>
      )}
      <Dot tone={mark} className="mr-1" />
      <span className="max-[720px]:sr-only">{said}</span>
      <span aria-hidden className="hidden max-[720px]:inline">
        {formatNumber(number)}
      </span>
    </span>
  )
}
