import type { RJSFSchema } from '@rjsf/utils'
import { isRecord } from '../is-record'
import { withChoices } from './choices'

/** Levels of a schema; people do not fill in forms that are deeper. */
const depthMax = 60
/** Parts of a schema; more would keep the page busy. */
const partsMax = 20_000

type Refusal = 'deep' | 'large' | 'reference' | 'broken'

/** A schema a form can be made of, or why there is none. */
export type FormSchema =
  | { readonly schema: RJSFSchema; readonly refusal: null }
  | { readonly schema: null; readonly refusal: Refusal }

/** Keywords whose value is data, not schemas. */
const data = new Set(['default', 'const', 'enum', 'enumNames', 'examples', 'required', 'type'])
/** Keywords whose value has names of the server's own, each with a schema. */
const named = new Set(['properties', '$defs', 'definitions', 'dependentSchemas'])

/**
 * What a stranger's schema becomes before a form is made of it: without regular expressions, which could keep the page
 * busy for ever (the server checks them in its own time), and with something to draw where anything goes.
 */
export function formSchemaOf(root: Record<string, unknown>): FormSchema {
  try {
    return { schema: new Copy(root).made, refusal: null }
  } catch (error) {
    return { schema: null, refusal: error instanceof Unusable ? error.refusal : 'broken' }
  }
}

class Unusable extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal)
    this.refusal = refusal
  }
}

class Copy {
  readonly #root: Record<string, unknown>
  #parts = 0

  constructor(root: Record<string, unknown>) {
    this.#root = root
  }

  get made(): RJSFSchema {
    return { ...this.#schema(this.#root, 0), type: 'object' }
  }

  #schema(schema: Record<string, unknown>, depth: number): Record<string, unknown> {
    if (depth > depthMax) throw new Unusable('deep')
    this.#parts += 1
    if (this.#parts > partsMax) throw new Unusable('large')
    this.#checkReference(schema.$ref)
    const kept = Object.entries(withChoices(schema)).filter(
      ([key]) => key !== 'pattern' && key !== 'patternProperties' && key !== '$id' && key !== 'id',
    )
    const copy = Object.fromEntries(kept.map(([key, value]) => [key, this.#part(key, value, depth)]))
    // Fields that were allowed by a pattern of their name are allowed by any name.
    return schema.patternProperties === undefined ? copy : { ...copy, additionalProperties: true }
  }

  #part(key: string, value: unknown, depth: number): unknown {
    if (data.has(key)) return value
    if (named.has(key)) {
      if (!isRecord(value)) throw new Unusable('broken')
      const schemas = Object.entries(value).map(([name, one]) => [name, this.#field(one, depth + 1)])
      return Object.fromEntries(schemas)
    }
    if (Array.isArray(value)) {
      const schemas = value.map((one) => (isRecord(one) ? this.#schema(one, depth + 1) : one))
      return key === 'oneOf' || key === 'anyOf' ? schemas.map(withName) : schemas
    }
    return isRecord(value) ? this.#schema(value, depth + 1) : value
  }

  /** A schema without a word takes anything: so does the text field for JSON, which needs a schema with one. */
  #field(value: unknown, depth: number): unknown {
    if (value === false) return { not: {}, readOnly: true, type: 'null' }
    if (value === true) return { $comment: 'anything' }
    if (!isRecord(value)) throw new Unusable('broken')
    return Object.keys(value).length === 0 ? { $comment: 'anything' } : this.#schema(value, depth)
  }

  /** Nothing is fetched: a reference leads to a place in the same schema, or nowhere. */
  #checkReference(reference: unknown): void {
    if (reference === undefined) return
    if (typeof reference !== 'string' || !/^#(?:\/|$)/u.test(reference)) throw new Unusable('reference')
    let at: unknown = this.#root
    for (const part of reference.split('/').slice(1)) {
      const name = decoded(part)
      if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) throw new Unusable('reference')
      at = Reflect.get(at, name)
    }
  }
}

/** An alternative without a title is called by its kind, or by the name of the definition it refers to. */
function withName(choice: unknown): unknown {
  if (!isRecord(choice) || typeof choice.title === 'string') return choice
  const { $ref, type } = choice
  const name = typeof $ref === 'string' ? decoded($ref.split('/').at(-1) ?? '') : type
  return typeof name === 'string' && name !== '' && name !== '#' ? { ...choice, title: name } : choice
}

function decoded(part: string): string {
  return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
}
