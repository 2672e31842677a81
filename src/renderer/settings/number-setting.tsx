import { Check, RotateCcw } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { limitsOf, type NumberName, type Settings } from '../../shared/contract/settings'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { formatNumber } from '../text/format'
import { Button, IconButton } from '../ui/button'
import { Input } from '../ui/field'
import { Row } from './section'
import { inUnit, type Unit, unitOf, valueFrom } from './unit'

/** How long the offer to undo a change stands. */
const undoMs = 8_000

/** Kept when the person leaves the field or presses Enter, if it fits; Escape takes back what was typed. */
export function NumberSetting({ name, value }: { name: NumberName; value: number }) {
  const { t } = useTranslation()
  const id = useId()
  const client = useClient()
  const [draft, setDraft] = useState<string | null>(null)
  const [before, setBefore] = useState<number | null>(null)
  const unit = unitOf(name)
  const { usual } = limitsOf(name)

  const onSuccess = () => setDraft(null)
  const keep = useAction<number, Settings>({
    mutationFn: (next) => client.settings.set({ [name]: next }),
    onSuccess,
  })
  const reset = useAction<void, Settings>({
    mutationFn: () => client.settings.reset({ names: [name] }),
    onSuccess,
  })
  useEffect(() => {
    if (before === null) return
    const timer = setTimeout(() => setBefore(null), undoMs)
    return () => clearTimeout(timer)
  }, [before])

  const next = draft === null ? value : valueFrom(draft, name)
  const commit = () => {
    if (next === null || draft === null) return
    if (next === value) return setDraft(null)
    setBefore(value)
    keep.mutate(next)
  }
  const undo = () => {
    if (before !== null) keep.mutate(before)
    setBefore(null)
  }
  const putBack = () => {
    setBefore(value)
    reset.mutate()
  }
  return (
    <Row
      field={name}
      label={<label htmlFor={id}>{t(`setting.${name}`)}</label>}
      hint={<Hint id={`${id}-hint`} name={name} unit={unit} wrong={next === null} />}
    >
      <span role="status" className="flex items-center gap-1 text-xs">
        {before !== null && !keep.isPending && !reset.isPending && (
          <>
            <Check aria-hidden className="size-3.5 text-up-text" />
            {t('settings.saved')}
            <Button look="ghost" className="h-6 px-1.5 text-accent-text text-xs" onClick={undo}>
              {t('action.undo')}
            </Button>
          </>
        )}
      </span>
      <span className="flex w-38 items-center justify-end gap-1.5">
        {value !== usual && (
          <IconButton label={t('settings.reset', { name: t(`setting.${name}`) })} onClick={putBack}>
            <RotateCcw />
          </IconButton>
        )}
        <Input
          id={id}
          inputMode="decimal"
          aria-invalid={next === null || undefined}
          aria-describedby={`${id}-hint`}
          className="w-18 text-right tabular-nums"
          value={draft ?? String(inUnit(value, unit))}
          onChange={({ target }) => setDraft(target.value)}
          onBlur={commit}
          onKeyDown={({ key }) => {
            if (key === 'Enter') commit()
            else if (key === 'Escape') setDraft(null)
          }}
        />
        <span className="w-7 whitespace-nowrap text-muted">{unit && t(`settings.units.${unit}`)}</span>
      </span>
    </Row>
  )
}

interface HintProps {
  readonly id: string
  readonly name: NumberName
  readonly unit: Unit
  readonly wrong: boolean
}

/** What it is for, and the numbers that fit; the numbers alone where what stands in the field is none of them. */
function Hint({ id, name, unit, wrong }: HintProps) {
  const { t } = useTranslation()
  const { least, most, usual } = limitsOf(name)
  const amount = (value: number) => formatNumber(inUnit(value, unit))
  const values = { least: amount(least), most: amount(most), usual: amount(usual) }
  return (
    <span id={id} className={wrong ? 'text-down-text' : undefined}>
      {wrong
        ? t('settings.outOfRange', values)
        : t('settings.hint', { means: t(`settings.means.${name}`), range: t('settings.range', values) })}
    </span>
  )
}
