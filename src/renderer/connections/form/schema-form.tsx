// The package's index also loads its test registry, which wants AJV.
import Form from '@rjsf/core/lib/components/Form.js'
import type { RJSFSchema } from '@rjsf/utils'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { BaseInput, Choice, Choices, LongText, YesNo } from './inputs'
import { JsonField } from './json-field'
import {
  AdditionalFrame,
  AlternativesFrame,
  ArrayFrame,
  ArrayItemFrame,
  CycleFrame,
  FieldFrame,
  ObjectFrame,
} from './templates'
import { formValidator, withoutGaps } from './validator'

const templates = {
  BaseInputTemplate: BaseInput,
  FieldTemplate: FieldFrame,
  ObjectFieldTemplate: ObjectFrame,
  ArrayFieldTemplate: ArrayFrame,
  ArrayFieldItemTemplate: ArrayItemFrame,
  MultiSchemaFieldTemplate: AlternativesFrame,
  WrapIfAdditionalTemplate: AdditionalFrame,
  CyclicSchemaExpandTemplate: CycleFrame,
}

const fields = { FallbackField: JsonField }

const widgets = {
  SelectWidget: Choice,
  RadioWidget: Choice,
  CheckboxWidget: YesNo,
  CheckboxesWidget: Choices,
  TextareaWidget: LongText,
  ColorWidget: BaseInput,
  FileWidget: BaseInput,
  RangeWidget: BaseInput,
}

const problems = [
  'required',
  'type',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'enum',
  'oneOf',
  'anyOf',
  'format',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'const',
  'uniqueItems',
  'minItems',
  'maxItems',
] as const

interface SchemaFormProps {
  readonly id: string
  readonly schema: RJSFSchema
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly onSubmit: (value: unknown) => void
  /** It was to be sent, but a field is not as the schema wants it. */
  readonly onInvalid?: () => void
}

/** A form for any JSON schema. What the schema says is a stranger's: it is shown as text and never fetched or run. */
export function SchemaForm({ id, schema, value, onChange, onSubmit, onInvalid }: SchemaFormProps) {
  const { t } = useTranslation()
  const validator = useMemo(
    () =>
      formValidator(({ keyword, error }) => {
        // A gap in a list arrives as null.
        if (keyword === 'type' && error.includes('"null"')) return t('form.problem.required')
        const known = problems.find((each) => each === keyword)
        return known ? t(`form.problem.${known}`) : error
      }),
    [t],
  )
  return (
    <Form
      id={id}
      idPrefix={id}
      schema={schema}
      validator={validator}
      formData={value}
      templates={templates}
      widgets={widgets}
      fields={fields}
      showErrorList={false}
      noHtml5Validate
      experimental_defaultFormStateBehavior={{
        emptyObjectFields: 'skipEmptyDefaults',
        arrayMinItems: { populate: 'requiredOnly' },
      }}
      // Problems stand beside their fields; without this they would go to the console, too.
      onError={() => onInvalid?.()}
      onChange={({ formData }) => onChange(formData)}
      onSubmit={({ formData }) => onSubmit(withoutGaps(formData ?? {}))}
    >
      {/* The button that submits stands outside; this keeps the form from adding its own. */}
      <span hidden />
    </Form>
  )
}
