import {
  ariaDescribedByIds,
  type BaseInputTemplateProps,
  enumOptionSelectedValue,
  enumOptionValueDecoder,
  enumOptionValueEncoder,
  getInputProps,
  getOptionValueFormat,
  type WidgetProps,
} from '@rjsf/utils'
import { Checkbox } from '../../ui/checkbox'
import { Input, TextArea } from '../../ui/field'
import { Select } from '../../ui/select'

/** Everything typed on one line: text, numbers, dates, addresses. */
export function BaseInput(props: BaseInputTemplateProps) {
  const { id, htmlName, value, schema, type, options, onChange, onChangeOverride, onBlur, onFocus } = props
  return (
    <Input
      {...getInputProps(schema, type, options)}
      id={id}
      name={htmlName ?? id}
      value={value ?? ''}
      placeholder={props.placeholder}
      readOnly={props.readonly || schema.const !== undefined}
      disabled={props.disabled}
      required={props.required}
      aria-invalid={hasErrors(props)}
      aria-describedby={ariaDescribedByIds(id)}
      onChange={
        onChangeOverride ??
        (({ target }) => onChange(target.value === '' ? options.emptyValue : target.value))
      }
      onBlur={({ target }) => onBlur(id, target.value)}
      onFocus={({ target }) => onFocus(id, target.value)}
    />
  )
}

export function LongText(props: WidgetProps) {
  const { id, value, options, onChange } = props
  return (
    <TextArea
      id={id}
      value={value ?? ''}
      rows={4}
      readOnly={props.readonly}
      disabled={props.disabled}
      required={props.required}
      aria-invalid={hasErrors(props)}
      aria-describedby={ariaDescribedByIds(id)}
      onChange={({ target }) => onChange(target.value === '' ? options.emptyValue : target.value)}
    />
  )
}

/** Some of a list: one, or several where the schema says so. */
export function Choice(props: WidgetProps) {
  return props.multiple ? <Choices {...props} /> : <OneChoice {...props} />
}

function OneChoice(props: WidgetProps) {
  const { id, value, options, schema, onChange } = props
  const { enumOptions = [], emptyValue } = options
  const format = getOptionValueFormat(options)
  const selected = enumOptionSelectedValue(value, enumOptions, false, format, '')
  return (
    <Select
      id={id}
      value={typeof selected === 'string' ? selected : String(selected)}
      // The one that chooses among alternatives has no label of its own.
      aria-label={/__(?:one|any)of_select$/.test(id) ? props.label : undefined}
      disabled={props.disabled || props.readonly}
      required={props.required}
      aria-invalid={hasErrors(props)}
      aria-describedby={ariaDescribedByIds(id)}
      onChange={({ target }) =>
        onChange(enumOptionValueDecoder(target.value, enumOptions, format, emptyValue))
      }
    >
      {schema.default === undefined && <option value="">{props.placeholder}</option>}
      {enumOptions.map((option, index) => (
        <option key={String(index)} value={enumOptionValueEncoder(option.value, index, format)}>
          {option.label}
        </option>
      ))}
    </Select>
  )
}

export function Choices({ label, required, value, options, disabled, readonly, onChange }: WidgetProps) {
  const chosen: readonly unknown[] = Array.isArray(value) ? value : []
  const { enumOptions = [] } = options
  const pick = (option: unknown, on: boolean) => {
    const wanted = (each: unknown) => (each === option ? on : chosen.includes(each))
    onChange(enumOptions.map((each) => each.value).filter(wanted))
  }
  return (
    <fieldset className="flex flex-wrap gap-x-4 gap-y-1.5">
      <legend className="mb-1 font-[550] text-sm">
        {label}
        {required && <RequiredMark />}
      </legend>
      {enumOptions.map((option) => (
        <Checkbox
          key={String(option.value)}
          checked={chosen.includes(option.value)}
          disabled={disabled || readonly || false}
          onChange={(on) => pick(option.value, on)}
        >
          {option.label}
        </Checkbox>
      ))}
    </fieldset>
  )
}

export function YesNo({ value, label, disabled, readonly, required, onChange }: WidgetProps) {
  return (
    <Checkbox checked={value === true} disabled={disabled || readonly || false} onChange={onChange}>
      {label}
      {required && <RequiredMark />}
    </Checkbox>
  )
}

export function RequiredMark() {
  return (
    <span aria-hidden className="ml-0.5 text-down-text">
      *
    </span>
  )
}

const hasErrors = ({ rawErrors }: WidgetProps) => (rawErrors && rawErrors.length > 0 ? true : undefined)
