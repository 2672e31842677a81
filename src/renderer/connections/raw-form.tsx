import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../text/format'
import { Field, TextArea } from '../ui/field'
import { type RawProblem, readRawJson } from './raw-json'

interface RawFormProps {
  readonly id: string
  readonly text: string
  /** Why there is no form, where there is none. */
  readonly note?: string | undefined
  /** What is wrong is said before anybody tries to run it. */
  readonly strict: boolean
  readonly onChange: (text: string) => void
  readonly onSubmit: (value: Record<string, unknown>) => void
}

/** A tool's arguments as JSON, for what no form can say. */
export function RawForm({ id, text, note, strict, onChange, onSubmit }: RawFormProps) {
  const { t } = useTranslation()
  const [tried, setTried] = useState(false)
  const problemText = useRawProblem()
  const { value, problem } = readRawJson(text)
  return (
    <form
      id={id}
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (value) onSubmit(value)
        else event.currentTarget.querySelector('textarea')?.focus()
      }}
    >
      {note && <p className="mb-2 max-w-prose text-muted">{note}</p>}
      <Field
        label={t('tools.arguments')}
        problem={(tried || strict) && problem ? problemText(problem) : undefined}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={9}
            value={text}
            className="font-mono text-sm"
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </Field>
    </form>
  )
}

function useRawProblem() {
  const { t } = useTranslation()
  return (problem: RawProblem) => {
    if (problem.kind === 'no-object') return t('tools.notObject')
    if (problem.kind === 'deep') return t('toolForm.rawDeep')
    const { line, column } = problem
    return t('toolForm.rawSyntax', { line: formatNumber(line), column: formatNumber(column) })
  }
}
