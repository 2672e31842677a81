import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Input } from '../ui/field'
import { Switch } from '../ui/switch'
import { Row } from './section'

const usual = '22:00-07:00'

interface QuietHoursProps {
  /** `22:00-07:00`, or `off`. */
  readonly value: string
  readonly disabled: boolean
  readonly onChange: (value: string) => void
}

/** From one time of day to another; switched on again they are as they were. */
export function QuietHours({ value, disabled, onChange }: QuietHoursProps) {
  const { t } = useTranslation()
  const [last, setLast] = useState(usual)
  const isOn = value !== 'off'
  const [from = '', to = ''] = value.split('-')
  const change = (on: boolean) => {
    if (isOn) setLast(value)
    onChange(on ? last : 'off')
  }
  return (
    <Row field="quietHours" label={t('setting.quietHours')} hint={t('notices.quietHint')}>
      {isOn && (
        <span className="flex flex-wrap items-center gap-1.5">
          <Time label={t('notices.from')} value={from} onChange={(next) => onChange(`${next}-${to}`)} />
          <Time label={t('notices.to')} value={to} onChange={(next) => onChange(`${from}-${next}`)} />
        </span>
      )}
      <Switch label={t('setting.quietHours')} checked={isOn} disabled={disabled} onChange={change} />
    </Row>
  )
}

interface TimeProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Kept when the person leaves the field or presses Enter; a time that is not whole is put back. */
function Time({ label, value, onChange }: TimeProps) {
  const id = useId()
  const [draft, setDraft] = useState<string | null>(null)
  const keep = () => {
    if (draft && draft !== value) onChange(draft)
    setDraft(null)
  }
  return (
    <span className="flex items-center gap-1.5">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      <Input
        id={id}
        type="time"
        required
        value={draft ?? value}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={keep}
        onKeyDown={({ key }) => key === 'Enter' && keep()}
        className="w-29 tabular-nums"
      />
    </span>
  )
}
