import type { AskedInput } from '../../../shared/contract/recognise'
import { holdsSecret } from '../../registry/secrets'
import { isFields } from '../fields'

/** Most open values that are asked for at once. */
const inputsMax = 100

/** `${input:token}`, `${env:HOME}`, `${HOME}`, `${HOME:-/root}`, `${{ secrets.TOKEN }}`. */
const template = /\$\{\{?\s*([^{}\s][^{}]{0,199}?)\s*\}?\}/gu

const whole = /^\$\{\{?\s*([^{}\s][^{}]{0,199}?)\s*\}?\}$/u

/** Forms a value is asked for in; anything else between braces is somebody's text. */
const askable =
  /^(?:(?:input|env)[:.][^\s]+|(?:secrets|inputs|vars|user_config)\.[\w.-]+|[A-Za-z_]\w*(?::-.*)?)$/u

/** What a program declares about the values it asks for, as VS Code's `inputs`. Anything else declares nothing. */
export function declaredInputs(declared: unknown): AskedInput[] {
  if (!Array.isArray(declared)) return []
  return declared.slice(0, inputsMax).flatMap((input: unknown): AskedInput[] => {
    if (!isFields(input) || typeof input.id !== 'string') return []
    const choices = Array.isArray(input.options) ? input.options.map(optionOf) : []
    return [
      asked(`input:${input.id}`, {
        label: input.id,
        description: textOf(input.description),
        secret: input.password === true || holdsSecret('env', input.id),
        initial: typeof input.default === 'string' ? input.default : null,
        required: true,
        ...(choices.length > 0 && { kind: 'choice', choices }),
      }),
    ]
  })
}

export function asked(id: string, parts: Partial<AskedInput> = {}): AskedInput {
  const label = id.replace(/^(?:input|env|secrets|inputs|vars|user_config)[:.]/u, '').replace(/:-.*$/su, '')
  return {
    id,
    label,
    description: '',
    kind: 'text',
    required: /^(?:input|secrets|inputs|user_config)[:.]/u.test(id),
    secret: holdsSecret('env', label),
    initial: /:-(.*)$/su.exec(id)?.[1] ?? null,
    choices: [],
    ...parts,
  }
}

/** What the texts of an entry leave open, declared or not, in the order in which they stand. */
export function openInputs(entries: readonly unknown[], declared: readonly AskedInput[]): AskedInput[] {
  const known = new Map(declared.map((input) => [input.id, input]))
  const ids = new Set(entries.flatMap((entry) => [...idsIn(entry)]))
  return [...ids].slice(0, inputsMax).map((id) => known.get(id) ?? asked(id))
}

function* idsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    for (const [, id = ''] of value.matchAll(template)) if (isAskable(id)) yield id
  } else if (Array.isArray(value)) for (const item of value) yield* idsIn(item)
  else if (isFields(value)) for (const item of Object.values(value)) yield* idsIn(item)
}

/** The parts of an entry in which a value may be left open. */
export function openParts(document: Readonly<Record<string, unknown>>): unknown {
  const { url, command, args, env, headers, cwd } = document
  return { url, command, args, env, headers, cwd }
}

/**
 * The value with what a person gave in the place of what was open. What nobody gave stays open; where it may be left
 * away (`optional`) the argument or variable that is nothing else goes. Several lines for an argument are several
 * arguments.
 */
export function filledIn<Value>(
  value: Value,
  values: ReadonlyMap<string, string>,
  optional: ReadonlySet<string> = new Set(),
): Value {
  const idOf = (item: unknown) => (typeof item === 'string' ? whole.exec(item)?.[1] : undefined)
  const isLeft = (item: unknown) => {
    const id = idOf(item)
    return id !== undefined && optional.has(id) && !values.has(id)
  }
  const fill = (item: unknown): unknown => {
    if (typeof item === 'string')
      return item.replace(template, (text, id: string) => (isAskable(id) ? (values.get(id) ?? text) : text))
    if (Array.isArray(item))
      return item
        .filter((each) => !isLeft(each))
        .flatMap((each) => {
          const lines = values.get(idOf(each) ?? '')
          return lines?.includes('\n') ? lines.split('\n').filter(Boolean) : [fill(each)]
        })
    if (!isFields(item)) return item
    const kept = Object.entries(item).filter(([, each]) => !isLeft(each))
    return Object.fromEntries(kept.map(([name, each]) => [name, fill(each)]))
  }
  return fill(value) as Value
}

const isAskable = (id: string) => askable.test(id) && id !== '__dirname' && id !== 'pathSeparator'

const optionOf = (option: unknown) =>
  isFields(option) ? textOf(option.value ?? option.label) : textOf(option)

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
