import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Input } from '../ui/field'
import type { SettingField } from './fields'
import { Row } from './section'

interface TextSettingProps {
  readonly field: SettingField
  readonly value: string
  readonly hint: string
  readonly placeholder?: string
  readonly type?: 'text' | 'password'
  /** What is wrong with a text, told in place of the hint. */
  readonly problemIn?: (text: string) => string | undefined
  readonly onChange: (text: string) => void
}

/** Kept when the person leaves the field or presses Enter, if it fits; Escape takes back what was typed. */
export function TextSetting({
  field,
  value,
  hint,
  placeholder,
  type,
  problemIn,
  onChange,
}: TextSettingProps) {
  const { t } = useTranslation()
  const id = useId()
  const [draft, setDraft] = useState<string | null>(null)
  const text = (draft ?? value).trim()
  const problem = draft === null ? undefined : problemIn?.(text)
  const commit = () => {
    if (problem !== undefined) return
    if (draft !== null && text !== value) onChange(text)
    setDraft(null)
  }
  return (
    <Row
      field={field}
      label={<label htmlFor={id}>{t(`setting.${field}`)}</label>}
      hint={
        <span id={`${id}-hint`} className={problem ? 'text-down-text' : undefined}>
          {problem ?? hint}
        </span>
      }
    >
      <Input
        id={id}
        type={type ?? 'text'}
        placeholder={placeholder}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={`${id}-hint`}
        className="w-72 max-w-full"
        value={draft ?? value}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={commit}
        onKeyDown={({ key }) => {
          if (key === 'Enter') commit()
          else if (key === 'Escape') setDraft(null)
        }}
      />
    </Row>
  )
}
