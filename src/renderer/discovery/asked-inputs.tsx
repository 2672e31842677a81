import { useTranslation } from 'react-i18next'
import type { AskedInput } from '../../shared/contract/recognise'
import { Field, Input, TextArea } from '../ui/field'
import { Select } from '../ui/select'

interface AskedInputsProps {
  readonly inputs: readonly AskedInput[]
  readonly values: Readonly<Record<string, string>>
  readonly onChange: (id: string, value: string) => void
}

/** What the recognised entries leave open: to be filled here, or left as it is written. */
export function AskedInputs({ inputs, values, onChange }: AskedInputsProps) {
  const { t } = useTranslation()
  return (
    <fieldset className="grid gap-2 rounded-lg border border-line px-3 py-2.5">
      <legend className="px-1 font-[560] text-sm">{t('box.inputs')}</legend>
      <div className="grid grid-cols-2 gap-x-4 gap-y-2 max-sm:grid-cols-1">
        {inputs.map((input) => (
          <Field
            key={input.id}
            label={input.required ? t('box.required', { label: input.label }) : input.label}
            hint={input.description || `\${${input.id}}`}
          >
            {(control) => (
              <Value
                control={control}
                input={input}
                value={values[input.id] ?? ''}
                onChange={(value) => onChange(input.id, value)}
              />
            )}
          </Field>
        ))}
      </div>
    </fieldset>
  )
}

interface ValueProps {
  readonly control: { readonly id: string }
  readonly input: AskedInput
  readonly value: string
  readonly onChange: (value: string) => void
}

function Value({ control, input, value, onChange }: ValueProps) {
  const { t } = useTranslation()
  const { kind, secret, initial } = input
  const choices = kind === 'boolean' ? ['true', 'false'] : input.choices
  if (kind === 'boolean' || kind === 'choice')
    return (
      <Select {...control} value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">{initial === null ? t('box.leave') : t('box.initial', { value: initial })}</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </Select>
    )
  const shared = { ...control, value, placeholder: initial ?? '' }
  if (initial?.includes('\n'))
    return <TextArea {...shared} rows={2} onChange={({ target }) => onChange(target.value)} />
  return (
    <Input
      {...shared}
      type={secret ? 'password' : 'text'}
      inputMode={kind === 'number' ? 'decimal' : undefined}
      onChange={({ target }) => onChange(target.value)}
    />
  )
}
