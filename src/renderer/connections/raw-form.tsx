import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field, TextArea } from '../ui/field'
import { isRecord } from './is-record'

interface RawFormProps {
  readonly id: string
  readonly text: string
  readonly onChange: (text: string) => void
  readonly onSubmit: (value: Record<string, unknown>) => void
}

/** A tool's arguments as JSON, for what no form can say. */
export function RawForm({ id, text, onChange, onSubmit }: RawFormProps) {
  const { t } = useTranslation()
  const [tried, setTried] = useState(false)
  const parsed = parseArguments(text)
  const submit = () => {
    setTried(true)
    if (parsed) onSubmit(parsed)
  }
  return (
    <form
      id={id}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Field label={t('tools.arguments')} problem={tried && !parsed ? t('tools.notObject') : undefined}>
        {(control) => (
          <TextArea
            {...control}
            rows={7}
            value={text}
            className="font-mono text-sm"
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </Field>
    </form>
  )
}

/** The object the text is, or undefined where it is not one. */
export function parseArguments(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return isRecord(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}
