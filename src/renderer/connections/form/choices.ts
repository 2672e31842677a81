import { isRecord } from '../is-record'

/**
 * A list of values with names, however a schema has it, in the way the form draws it as one list and chooses nothing
 * before a person does: `enum` with `enumNames`, and alternatives that are one value each.
 */
export function withChoices(schema: Record<string, unknown>): Record<string, unknown> {
  const { enum: values, enumNames, ...rest } = schema
  if (Array.isArray(values) && Array.isArray(enumNames))
    return { ...rest, oneOf: values.map((value, index) => choiceOf(value, enumNames[index])) }
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    const alternatives = schema[keyword]
    if (!Array.isArray(alternatives) || alternatives.length === 0) continue
    if (!alternatives.every((one) => isRecord(one) && 'const' in one)) continue
    const type = schema.type ?? typeOf(alternatives.map((one) => one.const))
    const choices = alternatives.map((one) => choiceOf(one.const, one.title))
    return { ...schema, ...(type !== undefined && { type }), [keyword]: choices }
  }
  return schema
}

/** Not `const`, which the form would take for the value to begin with. */
function choiceOf(value: unknown, name: unknown) {
  return { title: typeof name === 'string' ? name : String(value), enum: [value] }
}

/** A list needs to know of what type its values are; texts go before what else there is. */
function typeOf(values: readonly unknown[]): string | string[] | undefined {
  const types = [...new Set(values.map((value) => typeof value))]
  if (types.some((one) => !['string', 'number', 'boolean'].includes(one))) return undefined
  return types.length === 1
    ? types[0]
    : types.toSorted((a, b) => Number(b === 'string') - Number(a === 'string'))
}
