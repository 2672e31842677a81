import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRpc } from '../bridge/bridge'
import { Field } from '../ui/field'
import { SuggestInput } from '../ui/suggest-input'

/** Between the last key and the question to the server. */
const restMs = 200
const valueMax = 1_024

/** What the server completes values for. */
type CompletionTarget =
  | { readonly kind: 'prompt'; readonly name: string }
  | { readonly kind: 'template'; readonly uriTemplate: string }

interface Argument {
  readonly name: string
  readonly description?: string | undefined
  readonly required?: boolean | undefined
}

interface ArgumentFieldsProps {
  readonly server: string
  readonly of: CompletionTarget
  readonly args: readonly Argument[]
  readonly values: Readonly<Record<string, string>>
  readonly onChange: (values: Readonly<Record<string, string>>) => void
  /** The server is there and completes values. */
  readonly completes: boolean
  /** Required ones that are empty are told so. */
  readonly checked: boolean
}

/** One field for each argument of a prompt, or variable of a template. */
export function ArgumentFields({ args, values, onChange, checked, ...rest }: ArgumentFieldsProps) {
  return (
    <div className="grid max-w-120 gap-3">
      {args.map((arg) => (
        <ArgumentField
          key={arg.name}
          {...rest}
          arg={arg}
          values={values}
          isMissing={checked && arg.required === true && !values[arg.name]}
          onChange={(value) => onChange({ ...values, [arg.name]: value })}
        />
      ))}
    </div>
  )
}

interface ArgumentFieldProps extends Pick<ArgumentFieldsProps, 'server' | 'of' | 'values' | 'completes'> {
  readonly arg: Argument
  readonly isMissing: boolean
  readonly onChange: (value: string) => void
}

function ArgumentField({ server, of, arg, values, completes, isMissing, onChange }: ArgumentFieldProps) {
  const { t } = useTranslation()
  const [isFocused, setFocused] = useState(false)
  const value = values[arg.name] ?? ''
  const { [arg.name]: _, ...others } = values
  const suggestions = useSuggestions(
    { server, of, argument: arg.name, value, others },
    completes && isFocused,
  )
  return (
    <Field
      label={arg.required ? arg.name : t('arguments.optional', { name: arg.name })}
      hint={arg.description}
      problem={isMissing ? t('problem.required') : undefined}
    >
      {(control) => (
        <SuggestInput
          {...control}
          required={arg.required}
          value={value}
          suggestions={suggestions}
          suggestionsLabel={t('arguments.suggestions', { name: arg.name })}
          onChange={onChange}
          onFocus={() => setFocused(true)}
        />
      )}
    </Field>
  )
}

interface Gap {
  readonly server: string
  readonly of: CompletionTarget
  readonly argument: string
  readonly value: string
  readonly others: Record<string, string>
}

const none: readonly string[] = []

/** What the server suggests, once the person pauses. Where it cannot say, there are no suggestions: they are a help, no more. */
function useSuggestions(gap: Gap, wanted: boolean): readonly string[] {
  const rpc = useRpc()
  const value = useSettled(gap.value, restMs)
  const { data } = useQuery({
    ...rpc.connections.complete.queryOptions({ input: { ...gap, value } }),
    enabled: wanted && value.length <= valueMax,
    staleTime: 30_000,
    placeholderData: (before) => before,
  })
  return data?.values ?? none
}

/** The value once it has rested for so long. */
function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
