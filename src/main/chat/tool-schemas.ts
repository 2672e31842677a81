import { visible, visibleLine } from '../../shared/visible-text'
import type { OpenModel } from './models/models'

export type Schema = Record<string, unknown>

/** Deeper than this, and beyond so many parts, a schema says nothing more. */
const depthMax = 8
const partsMax = 400
const textMax = 500
const enumMax = 200

const types = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']
/** Numbers that say how long or large a value may be. */
const limits = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems']
/** Anthropic's rule for the names of arguments. */
const plainName = /^[a-zA-Z0-9_.-]{1,64}$/

/**
 * A tool's schema as a model's provider takes it: a plain object at the top, without references, and of the words of
 * JSON Schema only those every provider knows. What cannot be said is left out; nothing a server writes makes a request fail.
 */
export function schemaFor(wire: OpenModel['wire'], schema: Schema): Schema {
  const form = new Form(wire, schema)
  const { anyOf, ...top } = form.of(schema, 0, [])
  // No provider takes alternatives at the top: an object with the properties of all of them, none of which it must have.
  const branches = Array.isArray(anyOf) ? anyOf.filter(isSchema) : []
  const all = branches.map(({ properties }) => properties).filter(isSchema)
  const properties = Object.assign({}, ...all, top.properties)
  return { ...top, type: 'object', properties }
}

class Form {
  readonly #wire: OpenModel['wire']
  readonly #root: Schema
  #parts = 0

  constructor(wire: OpenModel['wire'], root: Schema) {
    this.#wire = wire
    this.#root = root
  }

  /** `within`: the references that led here, so that none leads back into itself. */
  of(given: unknown, depth: number, within: readonly string[]): Schema {
    this.#parts += 1
    if (!isSchema(given) || depth > depthMax || this.#parts > partsMax) return {}
    if (typeof given.$ref === 'string') return this.#referred(given, given.$ref, depth, within)
    const schema = Array.isArray(given.allOf) ? merged(given, given.allOf) : given
    const type = typeOf(schema)
    return {
      ...(type !== undefined && { type }),
      ...this.#words(schema),
      ...this.#limits(schema, type),
      ...this.#values(schema, type),
      ...this.#object(schema, type, depth, within),
      ...this.#items(schema, type, depth, within),
      ...this.#alternatives(schema, depth, within),
    }
  }

  #referred(given: Schema, ref: string, depth: number, within: readonly string[]): Schema {
    const target = within.includes(ref) ? undefined : pointedAt(this.#root, ref)
    const { $ref: _, ...own } = given
    if (!isSchema(target)) return this.of({ ...own, type: own.type ?? 'object' }, depth + 1, within)
    return this.of({ ...target, ...own }, depth + 1, [...within, ref])
  }

  #words({ title, description }: Schema): Schema {
    return {
      ...(typeof title === 'string' && { title: said(title) }),
      ...(typeof description === 'string' && { description: said(description) }),
    }
  }

  #limits(schema: Schema, type: unknown): Schema {
    const kept = limits.filter((word) => Number.isFinite(schema[word]))
    const isText = type === 'string'
    // Gemini refuses all formats of texts but these.
    const format = typeof schema.format === 'string' && isText ? schema.format : undefined
    const isKnown = this.#wire !== 'google' || format === 'date-time' || format === 'enum'
    return {
      ...Object.fromEntries(kept.map((word) => [word, schema[word]])),
      ...(format !== undefined && isKnown && { format }),
      ...(isText && isPattern(schema.pattern) && { pattern: schema.pattern }),
    }
  }

  #values(schema: Schema, type: unknown): Schema {
    const { enum: given } = schema
    const values = schema.const === undefined ? (Array.isArray(given) ? given : []) : [schema.const]
    const simple = values
      .filter((value) => typeof value !== 'object' && isVisible(String(value)))
      .slice(0, enumMax)
    if (simple.length === 0) return {}
    // Gemini's values are texts, and only of texts.
    if (this.#wire === 'google' && !(type === 'string' && simple.every((value) => typeof value === 'string')))
      return {}
    return { enum: simple }
  }

  #object(schema: Schema, type: unknown, depth: number, within: readonly string[]): Schema {
    if (type !== 'object') return {}
    const given = isSchema(schema.properties) ? Object.entries(schema.properties) : []
    const usable = given.filter(
      ([name]) => isVisible(name) && (this.#wire !== 'anthropic' || plainName.test(name)),
    )
    const properties = Object.fromEntries(
      usable.map(([name, part]) => [name, this.of(part, depth + 1, within)]),
    )
    const required = Array.isArray(schema.required)
      ? schema.required.filter((name) => typeof name === 'string' && Object.hasOwn(properties, name))
      : []
    const isClosed = schema.additionalProperties === false && this.#wire !== 'google'
    return {
      properties,
      ...(required.length > 0 && { required: [...new Set(required)] }),
      ...(isClosed && { additionalProperties: false }),
    }
  }

  #items(schema: Schema, type: unknown, depth: number, within: readonly string[]): Schema {
    if (type !== 'array') return {}
    const tuple = [schema.prefixItems, schema.items].find(Array.isArray)
    if (!tuple) return { items: this.of(schema.items, depth + 1, within) }
    const each = tuple.slice(0, 10).map((part) => this.of(part, depth + 1, within))
    return { items: each.length === 1 ? each[0] : each.length === 0 ? {} : { anyOf: each } }
  }

  #alternatives(schema: Schema, depth: number, within: readonly string[]): Schema {
    const given = [schema.anyOf, schema.oneOf].find(Array.isArray)
    if (!given) return {}
    const each = given.slice(0, 20).map((part) => this.of(part, depth + 1, within))
    return each.length === 0 ? {} : { anyOf: each }
  }
}

/** Nothing in it is hidden from a person. */
function isVisible(text: string): boolean {
  return visibleLine(text) === text
}

function said(text: string): string {
  return visible(text).slice(0, textMax).toWellFormed()
}

/** What it says itself, and what all its parts say; of two words for the same the first. */
function merged(schema: Schema, parts: readonly unknown[]): Schema {
  const { allOf: _, ...own } = schema
  const all = [own, ...parts.filter(isSchema)]
  const properties = Object.assign({}, ...all.map((part) => part.properties).filter(isSchema))
  const required = all.flatMap((part) => (Array.isArray(part.required) ? part.required : []))
  return {
    ...Object.assign({}, ...all.toReversed()),
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  }
}

/** One type; where there are several, the first that is not null. Told by what else is said where it is not said. */
function typeOf({ type, properties, items, enum: values, pattern }: Schema): string | undefined {
  const named = (Array.isArray(type) ? type : [type]).filter((one) => types.includes(String(one)))
  const first = named.find((one) => one !== 'null') ?? named[0]
  if (first !== undefined) return String(first)
  if (isSchema(properties)) return 'object'
  if (items !== undefined) return 'array'
  const areTexts =
    Array.isArray(values) && values.length > 0 && values.every((one) => typeof one === 'string')
  return areTexts || pattern !== undefined ? 'string' : undefined
}

/** Within the schema itself; nothing is fetched. */
function pointedAt(root: Schema, ref: string): unknown {
  if (ref === '#') return root
  if (!ref.startsWith('#/')) return undefined
  let at: unknown = root
  for (const step of ref.slice(2).split('/')) {
    const key = decode(step).replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Schema)[key]
  }
  return at
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}

/** One that is the same everywhere; what is particular to one language of patterns is left out. */
function isPattern(pattern: unknown): boolean {
  if (typeof pattern !== 'string' || pattern.length > textMax || /\(\?|\\[pPkux]/.test(pattern)) return false
  try {
    new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
