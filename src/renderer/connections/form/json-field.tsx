import { ariaDescribedByIds, type FieldProps } from '@rjsf/utils'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextArea } from '../../ui/field'

/** A field that takes anything, or whose kind no form knows: its value as JSON; text that is no JSON stands for itself. */
export function JsonField({
  fieldPathId,
  formData,
  required,
  disabled,
  readonly,
  rawErrors,
  onChange,
}: FieldProps) {
  const { t } = useTranslation()
  const id = fieldPathId.$id
  const [text, setText] = useState(() => written(formData))
  const [known, setKnown] = useState<unknown>(formData)
  // Brought back from elsewhere: an earlier run, or the text for all arguments.
  if (known !== formData) {
    setKnown(formData)
    setText(written(formData))
  }
  const change = (typed: string) => {
    const value = read(typed)
    setText(typed)
    setKnown(value)
    onChange(value, fieldPathId.path)
  }
  return (
    <TextArea
      id={id}
      rows={2}
      value={text}
      placeholder={t('form.json')}
      required={required}
      disabled={disabled}
      readOnly={readonly}
      aria-invalid={rawErrors && rawErrors.length > 0 ? true : undefined}
      aria-describedby={ariaDescribedByIds(id)}
      className="font-mono text-sm"
      onChange={({ target }) => change(target.value)}
    />
  )
}

function written(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' && read(value) === value ? value : JSON.stringify(value, null, 2)
}

function read(text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
