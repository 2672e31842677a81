import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema'
import {
  type RJSFSchema,
  type RJSFValidationError,
  toErrorList,
  toErrorSchema,
  type ValidatorType,
} from '@rjsf/utils'

/** Puts a problem into the person's words; `keyword` is the one of JSON Schema that was not met. */
export type Describe = (problem: { keyword: string; error: string }) => string

/**
 * Validates forms by interpreting the schema: the page's policy forbids compiling it. A schema that cannot be used
 * (a reference that leads nowhere) finds nothing wrong, because the server checks its own input anyway. Schemas come
 * from `formSchemaOf`: without a stranger's regular expressions.
 */
export function formValidator(describe: Describe): ValidatorType {
  const find = (schema: RJSFSchema, data: unknown) =>
    problemsOf(schema, data).map((unit) => toError(unit, describe))
  return {
    isValid: (schema, data, root) => problemsOf(withDefinitions(schema, root), data).length === 0,
    rawValidation: <Result>(schema: RJSFSchema, data?: unknown) => ({
      errors: find(schema, data) as Result[],
    }),
    validateFormData: (data, schema) => {
      const errorSchema = toErrorSchema(find(schema, data))
      return { errors: toErrorList(errorSchema), errorSchema }
    },
  }
}

function problemsOf(schema: RJSFSchema, data: unknown): readonly OutputUnit[] {
  try {
    return leaves(new Validator(schema as Schema, draftOf(schema), false).validate(withoutGaps(data)).errors)
  } catch {
    return []
  }
}

function draftOf({ $schema }: RJSFSchema): '4' | '7' | '2019-09' | '2020-12' {
  if ($schema?.includes('draft-04')) return '4'
  if ($schema?.includes('draft-07') || $schema?.includes('draft-06')) return '7'
  return $schema?.includes('2019-09') ? '2019-09' : '2020-12'
}

/** A part of a schema with the definitions its references mean. */
function withDefinitions(schema: RJSFSchema, root: RJSFSchema): RJSFSchema {
  const { $defs, definitions, $schema } = root
  return {
    ...($defs && { $defs }),
    ...(definitions && { definitions }),
    ...($schema && { $schema }),
    ...schema,
  }
}

/** What a form leaves undefined is not there. */
export function withoutGaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutGaps(item) ?? null)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutGaps(item)]))
}

const containers = new Set([
  'properties',
  'items',
  'prefixItems',
  'allOf',
  '$ref',
  'additionalItems',
  'dependentSchemas',
  'then',
  'else',
  'if',
])

/**
 * The problems themselves, without the remarks that something inside has one. Of alternatives that could be meant by
 * their kind, what each is missing stands beside its fields; where none could, only that none fits is said.
 */
function leaves(units: readonly OutputUnit[]): readonly OutputUnit[] {
  const chosen = new Set(units.flatMap((unit) => (isMeant(unit, units) ? [unit] : [])))
  return units.filter((unit) => {
    if (containers.has(unit.keyword) || unit.keywordLocation.includes('/not/')) return false
    if (choice.test(unit.keyword)) return !hasMeant(unit, chosen)
    return !branch.test(unit.keywordLocation) || chosen.has(unit)
  })
}

const choice = /^(?:anyOf|oneOf)$/u
const branch = /^(.*\/(?:anyOf|oneOf))\/\d+(?:\/|$)/u

/** Within an alternative that is of the right kind: nothing is wrong with the value as a whole but what it lacks. */
function isMeant(unit: OutputUnit, units: readonly OutputUnit[]): boolean {
  const inside = branch.exec(unit.keywordLocation)
  if (!inside?.[0] || choice.test(unit.keyword)) return false
  const place = inside[0].replace(/\/$/u, '')
  const whole = units.find(
    ({ keyword, keywordLocation }) => choice.test(keyword) && keywordLocation === inside[1],
  )
  return !units.some(
    ({ keyword, keywordLocation, instanceLocation }) =>
      keywordLocation.startsWith(`${place}/`) &&
      instanceLocation === whole?.instanceLocation &&
      ['type', 'const', 'enum', 'additionalProperties', 'false'].includes(keyword),
  )
}

function hasMeant({ keywordLocation }: OutputUnit, chosen: ReadonlySet<OutputUnit>): boolean {
  return [...chosen].some((unit) => unit.keywordLocation.startsWith(`${keywordLocation}/`))
}

function toError(unit: OutputUnit, describe: Describe): RJSFValidationError {
  const missing = unit.keyword === 'required' ? /"(.*)"/.exec(unit.error)?.[1] : undefined
  const path = [
    ...unit.instanceLocation.split('/').slice(1).map(decodePart),
    ...(missing === undefined ? [] : [missing]),
  ]
  const message = describe(unit)
  return {
    name: unit.keyword,
    property: `.${path.join('.')}`,
    message,
    stack: message,
    schemaPath: unit.keywordLocation,
  }
}

function decodePart(part: string): string {
  return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
}
