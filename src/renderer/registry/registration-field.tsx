import type { ClipboardEvent } from 'react'
import { Field, Input, TextArea } from '../ui/field'
import type { Draft } from './draft'

export interface RegistrationFormProps {
  readonly draft: Draft
  /** An existing server stays what it is: an address or a command. */
  readonly fixedKind: boolean
  /** What is wrong with a field of the document, in the person's language. */
  readonly problem: (field: string) => string | undefined
  readonly onLeave: (field: string) => void
  readonly onChange: (part: Partial<Draft>) => void
  /** True where the form has taken what was pasted for more than text. */
  readonly onPaste: (text: string, asCommand: boolean) => boolean
}

interface TextFieldProps extends RegistrationFormProps {
  /** The document's field, and the draft's. */
  readonly field: string
  readonly name: TextName
  readonly label: string
  readonly hint?: string
  readonly placeholder?: string
  readonly mono?: boolean
  readonly autoFocus?: boolean
  /** What is pasted may be more than this field's text. */
  readonly taking?: 'anything' | 'command'
  /** More than one line. */
  readonly rows?: number
}

type TextName = {
  [Key in keyof Draft]: Draft[Key] extends string ? (string extends Draft[Key] ? Key : never) : never
}[keyof Draft]

export function TextField(props: TextFieldProps) {
  const {
    draft,
    field,
    name,
    label,
    hint,
    placeholder,
    mono = false,
    autoFocus = false,
    taking,
    rows,
  } = props
  const onPaste = (event: ClipboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    const { value, selectionStart, selectionEnd } = event.currentTarget
    const text = event.clipboardData.getData('text')
    const replacesAll = selectionStart === 0 && selectionEnd === value.length
    // JSON has no place in any of these fields; anything else may be a piece of their text.
    if (!taking || !(replacesAll || text.trim().startsWith('{'))) return
    if (props.onPaste(text, taking === 'command')) event.preventDefault()
  }
  return (
    <Field label={label} hint={hint} problem={props.problem(field)}>
      {(control) => {
        const shared = {
          ...control,
          autoFocus,
          placeholder,
          'data-field': field,
          className: mono ? 'font-mono text-sm' : undefined,
          value: draft[name],
          onPaste,
          onBlur: () => draft[name] !== '' && props.onLeave(field),
        }
        const change = (value: string) => props.onChange({ [name]: value })
        return rows === undefined ? (
          <Input {...shared} onChange={({ target }) => change(target.value)} />
        ) : (
          <TextArea {...shared} rows={rows} onChange={({ target }) => change(target.value)} />
        )
      }}
    </Field>
  )
}
