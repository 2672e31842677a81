import { forbiddenKeys } from './json-node'

export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The objects of a list; nothing where it is none. */
export function fieldsIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : []
}

/** A text that says something. */
export function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A text that may be the name of a field. */
export function keyIn(value: unknown): string | undefined {
  const text = textIn(value)
  return text === undefined || forbiddenKeys.has(text) ? undefined : text
}
