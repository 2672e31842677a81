/** One argument of a tool, as far as words can fill it. */
export interface Field {
  readonly name: string
  readonly isRequired: boolean
  readonly kind: 'text' | 'number' | 'date' | 'date-time' | 'url' | 'email' | 'path' | 'other'
  /** Texts it may be, where it may be no other. */
  readonly values: readonly string[]
  readonly isWhole: boolean
  readonly least: number
  readonly most: number
  /** Of its name and description, lower case. */
  readonly words: string
  /** A text, in a list of texts. */
  readonly isList: boolean
}

type Schema = Record<string, unknown>

export function fieldsOf(schema: Schema): Field[] {
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : []
  const properties = isSchema(schema.properties) ? Object.entries(schema.properties) : []
  return properties.map(([name, part]) => fieldOf(name, isSchema(part) ? part : {}, required.includes(name)))
}

function fieldOf(name: string, given: Schema, isRequired: boolean): Field {
  const isList = typeOf(given) === 'array' && isSchema(given.items) && typeOf(given.items) === 'string'
  const schema = isList ? (given.items as Schema) : given
  const values = Array.isArray(schema.enum) ? schema.enum.filter((value) => typeof value === 'string') : []
  const words = `${name.replace(/([a-z])([A-Z])/g, '$1 $2')} ${given.description ?? ''}`.toLowerCase()
  return {
    name,
    isRequired,
    kind: kindOf(name, schema),
    values: isList ? [] : values,
    isWhole: typeOf(schema) === 'integer',
    least: numberOr(schema.minimum, Number.NEGATIVE_INFINITY),
    most: numberOr(schema.maximum, Number.POSITIVE_INFINITY),
    words,
    isList,
  }
}

function kindOf(name: string, schema: Schema): Field['kind'] {
  const type = typeOf(schema)
  if (type === 'number' || type === 'integer') return 'number'
  if (type !== 'string') return 'other'
  const { format } = schema
  const word = name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()
  if (format === 'date' || format === 'date-time') return format
  if (format === 'uri' || format === 'url' || /(^|_)(url|uri|link|href)$/.test(word)) return 'url'
  if (format === 'email' || /(^|_)e?mail$/.test(word)) return 'email'
  if (/(^|_)(date|day|since|until|日期)$/.test(word)) return 'date'
  if (/(^|_)(path|file|filename|dir|directory|folder)$/.test(word)) return 'path'
  return 'text'
}

/** The first that is not null, where it may be of several. */
function typeOf({ type, anyOf }: Schema): unknown {
  if (Array.isArray(type)) return type.find((one) => one !== 'null')
  if (type === undefined && Array.isArray(anyOf))
    return anyOf
      .filter(isSchema)
      .map(typeOf)
      .find((one) => one !== 'null')
  return type
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function numberOr(value: unknown, other: number): number {
  return typeof value === 'number' ? value : other
}
